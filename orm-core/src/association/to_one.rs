//! What accessors of `belongs_to` and `has_one` read.
use super::Association;
use super::access::query_from;
use crate::query::{Related, RelatedOne};
use crate::session::Executor;

/// `get_x`: the row that the association leads to.
pub fn get<'a, A: Association>(source: &A::Source, db: &'a (impl Executor + ?Sized)) -> RelatedOne<'a, A> {
    RelatedOne::new(Related::new(db.session(), query_from::<A>(source).limit(1)))
}

//! What accessors of `belongs_to` and `has_one` read.
use std::panic::Location;

use super::Association;
use super::access::query_from;
use crate::query::{Related, RelatedOne};
use crate::repetition::{Asked, Way};
use crate::session::Executor;

/// `get_x`: the row that the association leads to.
#[track_caller]
pub fn get<'a, A: Association>(source: &A::Source, db: &'a (impl Executor + ?Sized)) -> RelatedOne<'a, A> {
    let (session, mut query) = (db.session(), query_from::<A>(source).limit(1));
    query.select.asked =
        Asked::of(session, (Way::Get, A::RELATION.description.name), source, Location::caller());
    RelatedOne::new(Related::new(session, query))
}

//! What accessors of `has_many` and `belongs_to_many` read.
use super::access::{batches, has_key, keys_of, link_columns, query_from};
use super::{Association, Link};
use crate::query::{Count, Related};
use crate::session::{Executor, Pending};

/// `get_xs`: the rows that the association leads to.
pub fn get<'a, A: Association>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
) -> Related<'a, A::Target> {
    Related::new(db.session(), query_from::<A>(source))
}

/// `count_xs`: how many rows the association leads to.
pub fn count<'a, A: Association>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
) -> Count<'a, A::Target> {
    Count::new(get::<A>(source, db))
}

/// `has_x`, `has_xs`: whether the association leads to all of these rows; true if there are none.
///
/// # Errors
///
/// A connection error.
pub fn has<'a, A: Association, L: Link<A> + 'a>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    links: impl IntoIterator<Item = L>,
) -> Pending<'a, bool> {
    let session = db.session();
    let links: Vec<L> = links.into_iter().collect();
    let keys = keys_of::<A, L>(&links);
    let query = query_from::<A>(source);
    Box::pin(async move {
        if keys.is_empty() {
            return Ok(true);
        }
        for keys in batches(session, keys) {
            let (mut query, wanted) = (query.clone(), keys.len() as u64);
            query.select.restrict(has_key(A::RELATION.target, link_columns(A::RELATION), keys));
            if query.count_in(session).await? < wanted {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

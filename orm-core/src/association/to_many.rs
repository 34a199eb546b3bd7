//! What accessors of `has_many` and `belongs_to_many` read.
use std::panic::Location;

use super::access::{batches, has_key, keys_of, link_columns, query_from};
use super::{Association, Link};
use crate::load::Plain;
use crate::query::{Count, Related};
use crate::repetition::{Asked, Way};
use crate::session::{Executor, Pending, Session};
use crate::statement::{Expression, Projection};

/// `get_xs`: the rows that the association leads to.
#[track_caller]
pub fn get<'a, A: Association>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
) -> Related<'a, A::Target, Plain, A> {
    related::<A>(source, db.session(), Way::Get)
}

#[track_caller]
fn related<'a, A: Association>(
    source: &A::Source,
    session: Session<'a>,
    way: Way,
) -> Related<'a, A::Target, Plain, A> {
    let mut query = query_from::<A>(source);
    query.select.asked = Asked::of(session, (way, A::RELATION.description.name), source, Location::caller());
    Related::new(session, query)
}

/// `count_xs`: how many rows the association leads to.
#[track_caller]
pub fn count<'a, A: Association>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
) -> Count<'a, A::Target, A> {
    Count::new(related::<A>(source, db.session(), Way::Count))
}

/// `has_x`, `has_xs`: whether the association leads to all of these rows; true if there are none.
///
/// # Errors
///
/// A connection error.
#[track_caller]
pub fn has<'a, A: Association, L: Link<A> + 'a>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    links: impl IntoIterator<Item = L>,
) -> Pending<'a, bool> {
    let session = db.session();
    let links: Vec<L> = links.into_iter().collect();
    let keys = keys_of::<A, L>(&links);
    let (relation, mut query) = (A::RELATION, query_from::<A>(source));
    let way = Way::Has(relation.target, link_columns(relation));
    let asked = Asked::of(session, (way, relation.description.name), source, Location::caller());
    Box::pin(async move {
        if keys.is_empty() {
            return Ok(true);
        }
        query.select.asked = asked;
        if relation.junction.as_ref().is_some_and(|junction| junction.conflict().is_none()) {
            // One row may be linked more than once, and still is one row.
            let columns =
                link_columns(relation).iter().map(|&position| relation.target.columns[position].name);
            query.select.projection = Projection::Expressions(columns.map(Expression::Column).collect());
            query.select.distinct = true;
        }
        for keys in batches(session, keys) {
            let (mut query, wanted) = (query.clone(), keys.len() as u64);
            query.select.restrict(has_key(relation.target, link_columns(relation), keys));
            if query.count_in(session).await? < wanted {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

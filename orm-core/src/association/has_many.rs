//! What accessors of `has_many` write: the foreign keys of the target's rows.
use std::collections::HashSet;

use super::access::{
    adopt, batches, belongs, fill_in, has_key, keys_of, lock_source, orphan, required_key, scope, source_key,
    unknown_rows, update_target,
};
use super::keys::{RowKey, key_types, read_keys};
use super::{Association, Link, Relation};
use crate::builder::Builder;
use crate::driver::Effort;
use crate::error::Result;
use crate::nested::Nested as _;
use crate::session::{Executor, Pending, Session, Subject};
use crate::statement::{Delete, Select, Statement};
use crate::value::Value;

/// `add_x`, `add_xs`: gives rows to this source; they leave the one they had.
///
/// # Errors
///
/// [`NotFound`](crate::ErrorKind::NotFound) if one of the rows does not exist; then nothing is changed.
pub fn add<'a, A: Association, L: Link<A> + 'a>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    links: impl IntoIterator<Item = L>,
) -> Pending<'a, ()> {
    let session = db.session();
    let mut links: Vec<L> = links.into_iter().collect();
    let keys = keys_of::<A, L>(&links);
    let own = required_key::<A>(source);
    Box::pin(async move {
        let own = own?;
        match keys.len() {
            0 => return Ok(()),
            1 => adopt_rows(session, A::RELATION, (&own, keys)).await?,
            _ => {
                session
                    .atomically(async |session| adopt_rows(session, A::RELATION, (&own, keys)).await)
                    .await?;
            }
        }
        follow::<A, L>(&mut links, &own);
        Ok(())
    })
}

/// Sets the foreign key of rows that are given as `&mut`, once the database has it.
fn follow<A: Association, L: Link<A>>(links: &mut [L], own: &[Value]) {
    for link in links {
        link.follow(A::RELATION.target_columns, own);
        for (position, value) in scope(A::RELATION) {
            link.follow(&[position], &[value]);
        }
    }
}

async fn adopt_rows(
    session: Session<'_>,
    relation: &'static Relation,
    (own, keys): (&[Value], Vec<RowKey>),
) -> Result<()> {
    let (asked, mut found) = (keys.len(), 0);
    for keys in batches(session, keys) {
        let filter = has_key(relation.target, relation.target.key, keys);
        found += update_target(session, relation, (adopt(relation, own), filter)).await?;
    }
    if found < asked as u64 {
        return Err(unknown_rows(relation, found, asked));
    }
    Ok(())
}

/// `remove_x`, `remove_xs`: takes rows away from this source, if they belong to it; gives how many did.
///
/// # Errors
///
/// A connection error.
pub fn remove<'a, A: Association, L: Link<A> + 'a>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    links: impl IntoIterator<Item = L>,
) -> Pending<'a, u64> {
    let session = db.session();
    let links: Vec<L> = links.into_iter().collect();
    let keys = keys_of::<A, L>(&links);
    let own = source_key::<A>(source);
    Box::pin(async move {
        if keys.is_empty() || own.iter().any(Value::is_null) {
            return Ok(0);
        }
        if keys.len() == 1 {
            return release(session, A::RELATION, (own, keys)).await;
        }
        session.atomically(async |session| release(session, A::RELATION, (own, keys)).await).await
    })
}

/// Empties the foreign keys of those of the rows that belong to the source, or deletes these rows (`orphans = delete`).
pub(super) async fn release(
    session: Session<'_>,
    relation: &'static Relation,
    (own, keys): (Vec<Value>, Vec<RowKey>),
) -> Result<u64> {
    let mut released = 0;
    for keys in batches(session, keys) {
        let filter = belongs(relation, own.clone()).and(has_key(relation.target, relation.target.key, keys));
        released += if relation.description.deletes_orphans {
            let delete = Delete { model: relation.target, filter: Some(filter) };
            session.write(Statement::Delete(delete), Subject::through(relation), Effort::Bounded).await?
        } else {
            update_target(session, relation, (orphan(relation), filter)).await?
        };
    }
    Ok(released)
}

/// `set_xs`: makes these rows, and no others, belong to this source. Only what differs is written, as one unit.
///
/// # Errors
///
/// [`NotFound`](crate::ErrorKind::NotFound) if one of the rows does not exist; then nothing is changed.
pub fn set<'a, A: Association, L: Link<A> + 'a>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    links: impl IntoIterator<Item = L>,
) -> Pending<'a, ()> {
    let session = db.session();
    let mut links: Vec<L> = links.into_iter().collect();
    let wanted = keys_of::<A, L>(&links);
    let own = required_key::<A>(source);
    Box::pin(async move {
        let own = own?;
        session.atomically(async |session| replace::<A>(session, &own, wanted).await).await?;
        follow::<A, L>(&mut links, &own);
        Ok(())
    })
}

async fn replace<A: Association>(session: Session<'_>, own: &[Value], wanted: Vec<RowKey>) -> Result<()> {
    let relation = A::RELATION;
    lock_source(session, relation, own).await?;
    let current = current_keys::<A>(session, own).await?;
    let kept: HashSet<_> = wanted.iter().cloned().collect();
    let known: HashSet<_> = current.iter().cloned().collect();
    let removed: Vec<_> = current.into_iter().filter(|key| !kept.contains(key)).collect();
    let added: Vec<_> = wanted.into_iter().filter(|key| !known.contains(key)).collect();
    if !removed.is_empty() {
        release(session, relation, (own.to_vec(), removed)).await?;
    }
    if !added.is_empty() {
        adopt_rows(session, relation, (own, added)).await?;
    }
    Ok(())
}

/// The keys of the rows that belong to a source.
pub(super) async fn current_keys<A: Association>(session: Session<'_>, own: &[Value]) -> Result<Vec<RowKey>> {
    let relation = A::RELATION;
    let mut select = Select::new(relation.target);
    select.restrict(belongs(relation, own.to_vec()));
    read_keys(session, (select, relation.target.key), (relation, &key_types(relation.target))).await
}

/// `create_x`: stores a new row that belongs to this source, with what is nested in it.
///
/// # Errors
///
/// A violation if a constraint refuses the row, or a connection error.
pub fn create<'a, A: Association, B>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    builder: B,
) -> Pending<'a, B::Stored>
where
    B: Builder<Model = A::Target>,
{
    let session = db.session();
    let own = required_key::<A>(source);
    Box::pin(async move {
        let (mut draft, nested) = builder.into_parts();
        fill_in::<A>(&mut draft, &own?);
        nested.store_one(session, draft).await
    })
}

//! What accessors of `has_one` write: at most one row of the target has the foreign key.
use super::access::{
    adopt, fill_in, link_columns, lock_source, required_key, scope, unknown_rows, update_target,
};
use super::has_many::{current_keys, release};
use super::keys::RowKey;
use super::{Association, MaybeLink, Relation};
use crate::builder::Builder;
use crate::error::{Error, ErrorKind, Result};
use crate::nested::Nested as _;
use crate::session::{Executor, Pending, Session};
use crate::value::Value;

/// `set_x`: makes this row the one that belongs to the source, after the former one was let go; as one unit.
///
/// # Errors
///
/// [`NotFound`](ErrorKind::NotFound) if the row does not exist, [`InvalidInput`](ErrorKind::InvalidInput) if the former
/// row cannot be let go because its foreign key is required; nothing is changed then.
pub fn set<'a, A: Association>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    mut link: impl MaybeLink<A> + 'a,
) -> Pending<'a, ()> {
    let session = db.session();
    let wanted = link.maybe_values(link_columns(A::RELATION)).map(RowKey);
    let own = required_key::<A>(source);
    Box::pin(async move {
        let own = own?;
        session.atomically(async |session| replace::<A>(session, &own, wanted).await).await?;
        link.maybe_follow(A::RELATION.target_columns, &own);
        for (position, value) in scope(A::RELATION) {
            link.maybe_follow(&[position], &[value]);
        }
        Ok(())
    })
}

async fn replace<A: Association>(session: Session<'_>, own: &[Value], wanted: Option<RowKey>) -> Result<()> {
    let relation = A::RELATION;
    lock_source(session, relation, own).await?;
    let current = current_keys::<A>(session, own).await?;
    let known = wanted.as_ref().is_some_and(|key| current.contains(key));
    let former: Vec<_> = current.into_iter().filter(|key| Some(key) != wanted.as_ref()).collect();
    let_go(session, relation, (own, former)).await?;
    let Some(key) = wanted.filter(|_| !known) else {
        return Ok(());
    };
    let filter = super::access::has_key(relation.target, relation.target.key, vec![key]);
    if update_target(session, relation, (adopt(relation, own), filter)).await? == 0 {
        return Err(unknown_rows(relation, 0, 1));
    }
    Ok(())
}

async fn let_go(
    session: Session<'_>,
    relation: &'static Relation,
    (own, former): (&[Value], Vec<RowKey>),
) -> Result<()> {
    if former.is_empty() {
        return Ok(());
    }
    let required =
        relation.target_columns.iter().any(|&position| !relation.target.columns[position].nullable);
    if required && !relation.description.deletes_orphans {
        let message = format!(
            "`{}` has a row already, which cannot be left without its owner; delete it first, or say `orphans = delete`",
            relation.label()
        );
        return Err(Error::new(ErrorKind::InvalidInput, message));
    }
    release(session, relation, (own.to_vec(), former)).await?;
    Ok(())
}

/// `create_x`: stores a new row that belongs to the source, after the former one was let go; as one unit.
///
/// # Errors
///
/// A violation if a constraint refuses the row, [`InvalidInput`](ErrorKind::InvalidInput) if the former row cannot be
/// let go; nothing is changed then.
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
        let own = own?;
        session
            .atomically(async |session| {
                replace::<A>(session, &own, None).await?;
                let (mut draft, nested) = builder.into_parts();
                fill_in::<A>(&mut draft, &own);
                nested.store_one(session, draft).await
            })
            .await
    })
}

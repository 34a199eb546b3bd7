//! Takes links away, and replaces all of a row's links by others.
use foldhash::HashSet;

use super::row::{Crossed, LinkRow};
use super::store::link;
use crate::association::access::{batches, has_key, lock_source};
use crate::association::keys::{RowKey, read_keys};
use crate::driver::Effort;
use crate::error::Result;
use crate::session::Session;
use crate::statement::{Delete, Expression, Origin, Select, Statement, Update};

/// Takes the links to these rows away, as far as they are within the scopes.
pub(super) async fn unlink_some(session: Session<'_>, crossed: &Crossed, keys: Vec<RowKey>) -> Result<u64> {
    let is_scoped = !crossed.relation.description.scope.is_empty();
    if !is_scoped && crossed.junction.target_columns.len() == 1 {
        return unlink(session, crossed, keys).await;
    }
    session
        .atomically(async |session| {
            let keys = if is_scoped {
                let wanted: HashSet<RowKey> = keys.into_iter().collect();
                let current = current_keys(session, crossed).await?;
                current.into_iter().filter(|key| wanted.contains(key)).collect()
            } else {
                keys
            };
            unlink(session, crossed, keys).await
        })
        .await
}

async fn unlink(session: Session<'_>, crossed: &Crossed, keys: Vec<RowKey>) -> Result<u64> {
    let mut gone = 0;
    if keys.is_empty() {
        return Ok(gone);
    }
    for keys in batches(session, keys) {
        let filter =
            crossed.belongs().and(has_key(crossed.junction.model, crossed.junction.target_columns, keys));
        let delete = Delete { model: crossed.junction.model, filter: Some(filter) };
        gone += session.write(Statement::Delete(delete), crossed.subject(), Effort::Bounded).await?;
    }
    Ok(gone)
}

/// Makes these the only links of the row.
pub(super) async fn replace(session: Session<'_>, crossed: &Crossed, rows: Vec<LinkRow>) -> Result<()> {
    lock_source(session, crossed.relation, &crossed.own).await?;
    let current: Vec<RowKey> = current_keys(session, crossed).await?;
    let wanted: HashSet<&RowKey> = rows.iter().map(|row| &row.far).collect();
    let known: HashSet<&RowKey> = current.iter().collect();
    let removed = current.iter().filter(|key| !wanted.contains(key)).cloned().collect();
    unlink(session, crossed, removed).await?;
    let (kept, mut added): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| known.contains(&row.far));
    let changed = kept.into_iter().filter(|row| !row.given.is_empty());
    if crossed.junction.conflict().is_some() {
        added.extend(changed);
    } else {
        for row in changed {
            update(session, crossed, row).await?;
        }
    }
    link(session, crossed, added).await
}

/// Writes what is given to all links of one pair.
async fn update(session: Session<'_>, crossed: &Crossed, mut row: LinkRow) -> Result<()> {
    let junction = crossed.junction;
    let given = row.given.iter();
    let assignments =
        given.filter_map(|&at| row.values[at].take().map(|value| (at, Expression::Value(value))));
    let assignments = assignments.collect();
    let filter = crossed.belongs().and(has_key(junction.model, junction.target_columns, vec![row.far]));
    let update = Update { model: junction.model, assignments, filter: Some(filter), returning: Vec::new() };
    session.write(Statement::Update(update), crossed.subject(), Effort::Bounded).await?;
    Ok(())
}

/// The keys of the rows that are linked, within the scopes.
async fn current_keys(session: Session<'_>, crossed: &Crossed) -> Result<Vec<RowKey>> {
    let (relation, junction) = (crossed.relation, crossed.junction);
    let is_scoped = !relation.description.scope.is_empty();
    let (model, columns) = if is_scoped {
        (relation.target, relation.target_columns)
    } else {
        (junction.model, junction.target_columns)
    };
    let mut select = Select::new(model);
    if is_scoped {
        select.from = Some(Origin::Row(relation, crossed.own.clone()));
    } else {
        select.restrict(crossed.belongs());
    }
    let types: Vec<_> =
        relation.target_columns.iter().map(|&position| relation.target.columns[position].ty).collect();
    read_keys(session, (select, columns), (relation, &types)).await
}

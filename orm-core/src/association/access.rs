//! What accessors of all kinds share: the query from a row, and the conditions that say which rows are meant.
use super::keys::{RowKey, distinct};
use super::{Association, Link, Relation};
use crate::builder::Draft;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;
use crate::query::Query;
use crate::query::run::fetch;
use crate::schema::ModelDescription;
use crate::session::{Session, Subject};
use crate::statement::{Comparison, Expression, Lock, Origin, Projection, Select, Statement, Update};
use crate::store::stamp;
use crate::value::Value;

/// The values of the source's columns that an association runs over.
pub(crate) fn source_key<A: Association>(source: &A::Source) -> Vec<Value> {
    A::RELATION.source_columns.iter().map(|&position| source.value(position)).collect()
}

/// The rows that an association leads to from a row. An empty key leads nowhere, and nobody is asked.
pub(crate) fn query_from<A: Association>(source: &A::Source) -> Query<A::Target> {
    let key = source_key::<A>(source);
    let mut query = Query::new();
    query.empty = key.iter().any(Value::is_null);
    query.select.from = Some(Origin::Row(A::RELATION, key));
    query
}

/// The positions of the columns that say which row of the target is meant.
pub(crate) fn link_columns(relation: &'static Relation) -> &'static [usize] {
    use crate::schema::AssociationKind::{BelongsTo, BelongsToMany, HasMany, HasOne};
    match relation.description.kind {
        BelongsTo | BelongsToMany => relation.target_columns,
        HasOne | HasMany => relation.target.key,
    }
}

/// The keys that links stand for, each once.
pub(crate) fn keys_of<A: Association, L: Link<A>>(links: &[L]) -> Vec<RowKey> {
    let columns = link_columns(A::RELATION);
    distinct(links.iter().map(|link| link.link_values(columns)).collect())
}

/// Splits keys so that a statement can bind them. Keys of one column are a single parameter, whatever their number.
pub(crate) fn batches(session: Session<'_>, keys: Vec<RowKey>) -> Vec<Vec<RowKey>> {
    let width = keys.first().map_or(1, |key| key.0.len());
    if width == 1 {
        return vec![keys];
    }
    // Some parameters are left for the source's key, scopes and filters.
    let size = (session.db().dialect().features().max_parameters / 2 / width).max(1);
    let (mut rest, mut batches) = (keys, Vec::new());
    while !rest.is_empty() {
        let next = rest.split_off(size.min(rest.len()));
        batches.push(std::mem::replace(&mut rest, next));
    }
    batches
}

/// The condition that rows of a model have one of these keys; of the keys of one [batch](batches).
pub(crate) fn has_key(model: &'static ModelDescription, columns: &[usize], keys: Vec<RowKey>) -> Expression {
    let mut keys = keys.into_iter().map(|key| key.0);
    if let [column] = columns {
        let column = &model.columns[*column];
        return match (keys.len(), keys.next()) {
            (1, Some(mut key)) => {
                let value = key.pop().unwrap_or(Value::Null(column.ty));
                Expression::Column(column.name).compare(Comparison::Equal, Expression::Value(value))
            }
            (_, first) => {
                let values = first.into_iter().chain(keys).flatten().collect();
                Expression::Member(Box::new(Expression::Column(column.name)), column.ty, values)
            }
        };
    }
    let names = columns.iter().map(|&position| model.columns[position].name).collect();
    Expression::MemberOf(names, keys.collect())
}

/// The condition that rows of the target belong to the source with this key, within the association's scope.
pub(crate) fn belongs(relation: &'static Relation, key: Vec<Value>) -> Expression {
    let mut condition = Expression::columns_equal(relation.target, relation.target_columns, key);
    for (position, value) in scope(relation) {
        let name = relation.target.columns[position].name;
        condition = condition.and(Expression::holds(name, value));
    }
    condition
}

/// The column values that belong to the association: positions in the target, and values.
pub(crate) fn scope(relation: &'static Relation) -> impl Iterator<Item = (usize, Value)> {
    relation
        .description
        .scope
        .iter()
        .filter_map(|scope| relation.target.position(scope.field).map(|position| (position, (scope.value)())))
}

/// The assignments that make rows of the target belong to a source.
pub(crate) fn adopt(relation: &'static Relation, key: &[Value]) -> Vec<(usize, Expression)> {
    let own = relation.target_columns.iter().copied().zip(key.iter().cloned());
    own.chain(scope(relation)).map(|(position, value)| (position, Expression::Value(value))).collect()
}

/// The assignments that leave rows of the target without an owner; the scope's columns keep their values.
pub(crate) fn orphan(relation: &'static Relation) -> Vec<(usize, Expression)> {
    let columns = relation.target_columns.iter();
    columns
        .map(|&position| (position, Expression::Value(Value::Null(relation.target.columns[position].ty))))
        .collect()
}

/// Gives a new row of the target its foreign key and the association's scope.
pub(crate) fn fill_in<A: Association>(draft: &mut Draft<A::Target>, key: &[Value]) {
    draft.created_through(Some(A::RELATION));
    draft.set_all(A::RELATION.target_columns, key.iter().cloned());
    for (position, value) in scope(A::RELATION) {
        draft.set(position, value);
    }
}

/// Makes others wait who set the same association of the same row: both would let go only what they saw, and keep the
/// union of their lists. Where a database has one writer at a time, there is nothing to lock.
///
/// The lock keeps out itself and changes of the row, but not those who only rely on the row's key: rows that point to it
/// can be inserted meanwhile, as before or after the whole change.
pub(crate) async fn lock_source(
    session: Session<'_>,
    relation: &'static Relation,
    own: &[Value],
) -> Result<()> {
    if !session.db().dialect().features().row_locks {
        return Ok(());
    }
    let mut select = Select::new(relation.source);
    select.projection = Projection::One;
    select.lock = Some(Lock::KeepingKey);
    select.restrict(Expression::columns_equal(relation.source, relation.source_columns, own.to_vec()));
    fetch(session, select, |_| Ok(())).await.map(drop)
}

/// Changes rows of the target, and the time of their change; gives how many.
pub(crate) async fn update_target(
    session: Session<'_>,
    relation: &'static Relation,
    (mut assignments, filter): (Vec<(usize, Expression)>, Expression),
) -> Result<u64> {
    stamp(relation.target, &mut assignments);
    let update = Update { model: relation.target, assignments, filter: Some(filter), returning: Vec::new() };
    session.write(Statement::Update(update), Subject::through(relation), crate::driver::Effort::Bounded).await
}

/// The source's key, for a write that needs one.
pub(crate) fn required_key<A: Association>(source: &A::Source) -> Result<Vec<Value>> {
    let key = source_key::<A>(source);
    if key.iter().any(Value::is_null) {
        let message = format!(
            "`{}` runs over a key that is empty in this `{}`; give it a value first",
            A::RELATION.label(),
            A::RELATION.source.name
        );
        return Err(Error::new(ErrorKind::InvalidInput, message));
    }
    Ok(key)
}

/// The error for rows that were to be linked, but do not exist.
#[cold]
pub(crate) fn unknown_rows(relation: &'static Relation, found: u64, asked: usize) -> Error {
    let message = format!(
        "`{}`: of {asked} given `{}`, {found} exist; nothing was changed",
        relation.label(),
        relation.target.name
    );
    Error::new(ErrorKind::NotFound, message)
}

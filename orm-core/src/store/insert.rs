//! New rows: one, many, and those that may be there already.
use std::sync::Arc;

use super::{Moment, pinpoint_write, placeholder, request, values_of};
use crate::builder::Draft;
use crate::db::{StatementName, TextKey};
use crate::dialect::Dialect;
use crate::driver::{Effort, Row};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Cells, Model};
use crate::query::run::decode_model;
use crate::render::inserts_lists;
use crate::schema::{ModelDescription, Stamp};
use crate::session::{Collect, Session, Subject, collected};
use crate::statement::{Conflict, Insert, Statement};
use crate::value::{Value, ValueRef, check_storable};

/// How many rows one statement stores at most; few sizes of statement serve any number of rows.
const CHUNK: usize = 1024;

/// The same where the statement is of one size, whatever the number of rows: it bounds what is in memory twice.
const LIST_CHUNK: usize = 16_384;

/// Up to how many values a statement counts as short: the database is done with them sooner than another thread could
/// begin.
const FEW_VALUES: usize = 512;

/// Fills in defaults and stamps; what is left without a value is empty.
fn complete<M: Model>(draft: Draft<M>) -> Vec<Option<Value>> {
    let (mut values, mut moment) = (draft.into_values(), Moment::default());
    for (position, (value, column)) in values.iter_mut().zip(M::DESCRIPTION.columns).enumerate() {
        if value.is_some() {
            continue;
        }
        *value = M::default_value(position).map(|value| value.of_column(M::DESCRIPTION, position));
        if value.is_none() {
            *value = match column.stamp {
                Some(Stamp::Created | Stamp::Updated) => moment.of(column.ty),
                None if column.generated => None,
                None => Some(Value::Null(column.ty)),
            };
        }
    }
    values
}

/// The columns of a statement: all, or all but the key that the database counts up.
fn columns_of(model: &ModelDescription, generate: bool) -> Vec<usize> {
    (0..model.columns.len()).filter(|&position| !(generate && model.columns[position].generated)).collect()
}

/// Stores one row.
pub(crate) async fn insert_one<M: Model>(session: Session<'_>, draft: Draft<M>) -> Result<M> {
    let subject = Subject::created(M::DESCRIPTION, draft.relation());
    let rows = insert_run::<M>(session, vec![complete(draft)], (subject, Effort::Bounded)).await?;
    rows.into_iter().next().ok_or_else(lost::<M>)
}

#[cold]
pub(crate) fn lost<M: Model>() -> Error {
    let message = format!("the database stored a `{}`, but did not give its key back", M::DESCRIPTION.name);
    Error::new(ErrorKind::Database, message)
}

/// Stores rows with as few statements as the bind limit allows; all of them or none.
pub(crate) async fn insert_all<M: Model>(session: Session<'_>, drafts: Vec<Draft<M>>) -> Result<Vec<M>> {
    let subject = Subject::created(M::DESCRIPTION, drafts.first().and_then(Draft::relation));
    let mut rows: Vec<_> = drafts.into_iter().map(complete).collect();
    let width = M::DESCRIPTION.columns.len().max(1);
    let chunk = chunk_of::<M>(session.db().dialect());
    let uniform = rows.iter().all(|row| generates::<M>(row)) || !rows.iter().any(|row| generates::<M>(row));
    if rows.len() <= chunk && uniform {
        let effort = if rows.len() * width <= FEW_VALUES { Effort::Bounded } else { Effort::Unbounded };
        return insert_run(session, rows, (subject, effort)).await;
    }
    session
        .atomically(async |session| {
            let mut stored = Vec::with_capacity(rows.len());
            while !rows.is_empty() {
                let rest = rows.split_off(run_length::<M>(&rows, chunk));
                let next = std::mem::replace(&mut rows, rest);
                stored.extend(insert_run::<M>(session, next, (subject, Effort::Unbounded)).await?);
            }
            Ok(stored)
        })
        .await
}

fn chunk_of<M: Model>(dialect: &dyn Dialect) -> usize {
    let columns = columns_of(M::DESCRIPTION, true);
    if columns.is_empty() {
        // Rows without a column to give are stored by DEFAULT VALUES, one by one.
        return 1;
    }
    if inserts_lists(dialect, M::DESCRIPTION, (&columns, CHUNK)) {
        return LIST_CHUNK;
    }
    (dialect.features().max_parameters / M::DESCRIPTION.columns.len()).clamp(1, CHUNK)
}

fn generates<M: Model>(row: &[Option<Value>]) -> bool {
    M::DESCRIPTION.generates_key() && row[M::DESCRIPTION.key[0]].is_none()
}

/// How many rows from the front go into one statement: those that give their key like the first one does.
fn run_length<M: Model>(rows: &[Vec<Option<Value>>], chunk: usize) -> usize {
    let generate = rows.first().is_some_and(|row| generates::<M>(row));
    rows.iter().take(chunk).take_while(|row| generates::<M>(row) == generate).count().max(1)
}

/// Stores rows that all give their key, or all leave it to the database.
async fn insert_run<M: Model>(
    session: Session<'_>,
    mut rows: Vec<Vec<Option<Value>>>,
    (subject, effort): (Subject, Effort),
) -> Result<Vec<M>> {
    let Some(first) = rows.first() else {
        return Ok(Vec::new());
    };
    let model = M::DESCRIPTION;
    let generate = generates::<M>(first);
    let columns = columns_of(model, generate);
    let as_lists = inserts_lists(session.db().dialect(), model, (&columns, rows.len()));
    // With lists, one text serves any number of rows.
    let rows_in_text = if as_lists { 2 } else { rows.len() };
    let key = TextKey {
        owner: M::IDENTITY,
        statement: StatementName::Insert,
        variant: (rows_in_text as u64) << 1 | u64::from(generate),
    };
    let text = session.db().text(key, || render_insert(session, model, (generate, rows_in_text)));
    // Decoded before the values move on to the statement: nothing has to be kept for afterwards, and what does not fit
    // its field is not stored.
    let mut stored = Vec::with_capacity(rows.len());
    for row in &rows {
        check_storable(row.iter().flatten(), subject)?;
        stored.push(M::decode(&Cells::new(&Unstored(row), 0, model))?);
    }
    let arguments = if as_lists {
        columns.iter().map(|&position| taken_list(model, &mut rows, position)).collect()
    } else {
        rows.iter_mut().flat_map(|row| columns.iter().map(|&position| taken(row, position))).collect()
    };
    let mut request = request(text, arguments);
    request.effort = effort;
    if generate {
        request.sink =
            Some(Box::new(Collect::<i64> { rows: Vec::with_capacity(stored.len()), decode: generated_key }));
    }
    let outcome = match session.run(request, subject).await {
        Ok(outcome) => outcome,
        Err(error) => {
            let rows: Vec<_> = stored.iter().map(values_of).collect();
            // Boxed, so that what seldom happens does not make every insert's future larger.
            return Err(Box::pin(pinpoint_write(session, error, (model, &rows))).await);
        }
    };
    if generate {
        take_keys(&mut stored, &collected::<i64>(outcome))?;
    }
    Ok(stored)
}

fn taken(row: &mut [Option<Value>], position: usize) -> Value {
    row[position].take().unwrap_or(placeholder())
}

fn taken_list(model: &ModelDescription, rows: &mut [Vec<Option<Value>>], position: usize) -> Value {
    let values = rows.iter_mut().map(|row| taken(row, position)).collect();
    Value::List(model.columns[position].ty, values)
}

/// The values of a new row, read like a row of the database.
struct Unstored<'v>(&'v [Option<Value>]);

impl Row for Unstored<'_> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>> {
        // What has no value is the key that the database will give; until then it is 0.
        Ok(self.0.get(index).and_then(Option::as_ref).map_or(ValueRef::Integer(0), Value::as_ref))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn name(&self, _index: usize) -> Option<&str> {
        None
    }
}

/// Gives new rows the keys that the database counted up; it gives the rows back in the order of the statement.
fn take_keys<M: Model>(rows: &mut [M], keys: &[i64]) -> Result<()> {
    if keys.len() != rows.len() {
        return Err(lost::<M>());
    }
    let position = M::DESCRIPTION.key[0];
    for (row, &key) in rows.iter_mut().zip(keys) {
        row.assign(position, ValueRef::Integer(key)).map_err(|mismatch| {
            let (model, field) = (M::DESCRIPTION.name, M::DESCRIPTION.columns[position].field);
            let message = format!(
                "`{model}.{field}` expects {}, but the database counted up to {key}; give the field a wider type",
                mismatch.expected
            );
            Error::new(ErrorKind::Decode, message)
        })?;
    }
    Ok(())
}

fn generated_key(row: &dyn Row) -> Result<i64> {
    match row.get(0)? {
        ValueRef::Integer(key) => Ok(key),
        other => Err(Error::new(
            ErrorKind::Decode,
            format!("a generated key is expected to be an integer, but is {other}"),
        )),
    }
}

fn render_insert(
    session: Session<'_>,
    model: &'static ModelDescription,
    (generate, rows): (bool, usize),
) -> Arc<crate::driver::Text> {
    let columns = columns_of(model, generate);
    let row = vec![placeholder(); columns.len()];
    let insert = Insert {
        model,
        columns,
        rows: vec![row; rows],
        conflict: None,
        returning: if generate { model.key.to_vec() } else { Vec::new() },
    };
    session.render(Statement::Insert(insert)).text
}

/// Stores a row, or changes the one that has the same values in the unique columns `conflict`.
pub(crate) async fn upsert<M: Model>(session: Session<'_>, draft: Draft<M>, conflict: &[usize]) -> Result<M> {
    let model = M::DESCRIPTION;
    let given: Vec<_> = (0..model.columns.len()).map(|position| draft.get(position).is_some()).collect();
    let values = complete(draft);
    let generate = generates::<M>(&values);
    let columns = columns_of(model, generate);
    let keep = |position: &usize| {
        let column = &model.columns[*position];
        (given[*position] || column.stamp == Some(Stamp::Updated))
            && !conflict.contains(position)
            && !model.key.contains(position)
    };
    let mut update: Vec<_> = columns.iter().copied().filter(keep).collect();
    if update.is_empty() {
        // Something has to be updated for the row to be given back.
        update = conflict.to_vec();
    }
    let row = columns.iter().map(|&position| values[position].clone().unwrap_or(placeholder())).collect();
    let insert = Insert {
        model,
        columns,
        rows: vec![row],
        conflict: Some(Conflict { columns: conflict.to_vec(), update, unless_equal: Vec::new() }),
        returning: (0..model.columns.len()).collect(),
    };
    let rendered = session.render(Statement::Insert(insert));
    let rows =
        session.read((rendered.text, rendered.arguments), Subject::of(model), decode_model::<M>).await?;
    rows.into_iter().next().ok_or_else(lost::<M>)
}

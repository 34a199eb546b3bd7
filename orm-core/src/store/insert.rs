//! New rows: one, many, and those that may be there already.
use std::sync::Arc;

use super::{Moment, pinpoint_write, placeholder, request, values_of};
use crate::builder::Draft;
use crate::db::{StatementName, TextKey};
use crate::dialect::Dialect;
use crate::driver::{Counted, Effort, Row};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Cells, Model};
use crate::query::run::decode_model;
use crate::render::inserts_lists;
use crate::schema::{ModelDescription, Stamp};
use crate::session::{Collect, Pending, Session, Subject, collected};
use crate::statement::{Conflict, Insert, Statement};
use crate::value::{Value, ValueRef, check_storable};

/// How many rows one statement stores at most; few sizes of statement serve any number of rows.
const CHUNK: usize = 1024;

/// The same where the statement is of one size, whatever the number of rows: it bounds what is in memory twice.
const LIST_CHUNK: usize = 16_384;

/// Up to how many values a statement counts as short: the database is done with them sooner than another thread could
/// begin.
const FEW_VALUES: usize = 512;

/// How much work it is to store so many values.
pub(crate) fn effort_of(values: usize) -> Effort {
    if values <= FEW_VALUES { Effort::Bounded } else { Effort::Unbounded }
}

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
    let values = complete(draft);
    let mut run = Run::new(subject, generates::<M>(&values), 1);
    run.push(values)?;
    let stored = run.store(session, Effort::Bounded).await?;
    stored.into_iter().next().ok_or_else(lost::<M>)
}

#[cold]
pub(crate) fn lost<M: Model>() -> Error {
    let message = format!("the database stored a `{}`, but did not give its key back", M::DESCRIPTION.name);
    Error::new(ErrorKind::Database, message)
}

/// Stores rows with as few statements as the bind limit allows; all of them or none.
///
/// The rows are taken one by one before the first statement is sent, so that their drafts need not all be kept.
pub(crate) fn insert_all<M: Model>(
    session: Session<'_>,
    drafts: impl IntoIterator<Item = Draft<M>>,
) -> Pending<'_, Vec<M>> {
    match runs_of(drafts.into_iter(), chunk_of::<M>(session.db().dialect())) {
        Ok(runs) => Box::pin(store_runs(session, runs)),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

async fn store_runs<M: Model>(session: Session<'_>, mut runs: Vec<Run<M>>) -> Result<Vec<M>> {
    if runs.len() <= 1 {
        let Some(run) = runs.pop() else { return Ok(Vec::new()) };
        let effort = effort_of(run.arguments.len());
        return run.store(session, effort).await;
    }
    session
        .atomically(async |session| {
            let mut stored = Vec::with_capacity(runs.iter().map(|run| run.rows.len()).sum());
            for run in runs {
                stored.extend(run.store(session, Effort::Unbounded).await?);
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
    if inserts_lists(&dialect.features(), M::DESCRIPTION, (&columns, CHUNK)) {
        return LIST_CHUNK;
    }
    (dialect.features().max_parameters / M::DESCRIPTION.columns.len()).clamp(1, CHUNK)
}

fn generates<M: Model>(row: &[Option<Value>]) -> bool {
    M::DESCRIPTION.generates_key() && row[M::DESCRIPTION.key[0]].is_none()
}

/// Divides rows among statements, in their order.
fn runs_of<M: Model>(mut drafts: impl Iterator<Item = Draft<M>>, most: usize) -> Result<Vec<Run<M>>> {
    let mut runs: Vec<Run<M>> = Vec::new();
    let mut subject = None;
    while let Some(draft) = drafts.next() {
        // Whatever brought the first row here brought all of them.
        let subject = *subject.get_or_insert_with(|| Subject::created(M::DESCRIPTION, draft.relation()));
        let values = complete(draft);
        let generate = generates::<M>(&values);
        match runs.last_mut() {
            Some(run) if run.generate == generate && run.rows.len() < most => run.push(values)?,
            _ => {
                let mut run = Run::new(subject, generate, drafts.size_hint().0.saturating_add(1).min(most));
                run.push(values)?;
                runs.push(run);
            }
        }
    }
    Ok(runs)
}

/// The rows of one statement: they all give their key, or all leave it to the database.
struct Run<M> {
    subject: Subject,
    generate: bool,
    /// The positions of the columns that are given.
    columns: Vec<usize>,
    /// The rows as they will be given back.
    rows: Vec<M>,
    arguments: Vec<Value>,
}

impl<M: Model> Run<M> {
    fn new(subject: Subject, generate: bool, rows: usize) -> Self {
        let columns = columns_of(M::DESCRIPTION, generate);
        let arguments = Vec::with_capacity(columns.len() * rows);
        Self { subject, generate, columns, rows: Vec::with_capacity(rows), arguments }
    }

    /// Adds a row; it is decoded before its values become arguments: nothing has to be kept for afterwards, and what
    /// does not fit its field is not stored.
    fn push(&mut self, mut values: Vec<Option<Value>>) -> Result<()> {
        check_storable(values.iter().flatten(), self.subject)?;
        self.rows.push(M::decode(&Cells::new(&Unstored(&values), 0, M::DESCRIPTION))?);
        self.arguments
            .extend(self.columns.iter().map(|&position| values[position].take().unwrap_or(placeholder())));
        Ok(())
    }

    fn text(&self, session: Session<'_>, (as_lists, returns): (bool, bool)) -> Arc<crate::driver::Text> {
        // With lists, one text serves any number of rows.
        let rows = if as_lists { 2 } else { self.rows.len() };
        let statement = if returns { StatementName::Insert } else { StatementName::InsertQuietly };
        let variant = (rows as u64) << 1 | u64::from(self.generate);
        let key = TextKey { owner: M::IDENTITY, statement, variant };
        session.db().text(key, || render_insert(session, M::DESCRIPTION, (&self.columns, rows, returns)))
    }

    async fn store(self, session: Session<'_>, effort: Effort) -> Result<Vec<M>> {
        let features = session.db().dialect().features();
        let as_lists = inserts_lists(&features, M::DESCRIPTION, (&self.columns, self.rows.len()));
        let text = self.text(session, (as_lists, self.generate));
        let quiet = self.generate && features.counted_keys && !as_lists;
        let counted = quiet.then(|| Counted::new(self.text(session, (false, false)), M::DESCRIPTION));
        let Self { subject, generate, columns, rows: mut stored, mut arguments } = self;
        if as_lists {
            arguments = lists(M::DESCRIPTION, &columns, arguments);
        }
        let mut request = request(text, arguments);
        request.effort = effort;
        request.counted = counted;
        if generate {
            let keys = Vec::with_capacity(stored.len());
            request.sink = Some(Box::new(Collect::<i64> { rows: keys, decode: generated_key }));
        }
        let outcome = match session.run(request, subject).await {
            Ok(outcome) => outcome,
            Err(error) => {
                let rows: Vec<_> = stored.iter().map(values_of).collect();
                // Boxed, so that what seldom happens does not make every insert's future larger.
                return Err(Box::pin(pinpoint_write(session, error, (M::DESCRIPTION, &rows))).await);
            }
        };
        if generate {
            take_keys(&mut stored, &collected::<i64>(outcome))?;
        }
        Ok(stored)
    }
}

/// One list for each column, of values that come row by row.
fn lists(model: &ModelDescription, columns: &[usize], values: Vec<Value>) -> Vec<Value> {
    let rows = values.len() / columns.len().max(1);
    let mut lists: Vec<_> = columns.iter().map(|_| Vec::with_capacity(rows)).collect();
    for (at, value) in values.into_iter().enumerate() {
        lists[at % columns.len()].push(value);
    }
    let of_column = |(&position, values): (&usize, _)| Value::List(model.columns[position].ty, values);
    columns.iter().zip(lists).map(of_column).collect()
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

/// Gives new rows the keys that the database counted up; it gives the rows of `VALUES` back in their order.
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
    (columns, rows, returns): (&[usize], usize, bool),
) -> Arc<crate::driver::Text> {
    let row = vec![placeholder(); columns.len()];
    let insert = Insert {
        model,
        columns: columns.to_vec(),
        rows: vec![row; rows],
        conflict: None,
        returning: if returns { model.key.to_vec() } else { Vec::new() },
    };
    session.spell(Statement::Insert(insert))
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

//! New rows: one, many, and those that may be there already; what statements they take.
use std::sync::Arc;

use super::storing::{Storing, StoringOne};
use super::{Moment, placeholder, request};
use crate::builder::Draft;
use crate::db::{StatementName, TextKey};
use crate::dialect::Dialect;
use crate::driver::{Counted, Effort, Row};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Cells, Model};
use crate::query::run::decode_model;
use crate::render::inserts_lists;
use crate::schema::{ModelDescription, Stamp};
use crate::session::{Collect, Pending, Running, Session, Subject};
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
    completed(M::DESCRIPTION, draft.into_values(), M::default_value)
}

fn completed(
    model: &'static ModelDescription,
    mut values: Vec<Option<Value>>,
    default: fn(usize) -> Option<Value>,
) -> Vec<Option<Value>> {
    let mut moment = Moment::default();
    for (position, (value, column)) in values.iter_mut().zip(model.columns).enumerate() {
        if value.is_some() {
            continue;
        }
        *value = default(position).map(|value| value.of_column(model, position));
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
pub(crate) fn insert_one<M: Model>(session: Session<'_>, draft: Draft<M>) -> Pending<'_, M> {
    let subject = Subject::created(M::DESCRIPTION, draft.relation());
    let values = complete(draft);
    let mut run = Run::new(subject, 1, &values);
    match run.push(values) {
        Ok(row) => Box::pin(StoringOne(store_run(session, (run, vec![row]), Effort::Bounded))),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

#[cold]
pub(crate) fn lost<M: Model>() -> Error {
    keyless(M::DESCRIPTION)
}

#[cold]
fn keyless(model: &ModelDescription) -> Error {
    let message = format!("the database stored a `{}`, but did not give its key back", model.name);
    Error::new(ErrorKind::Database, message)
}

/// Stores rows with as few statements as the bind limit allows; all of them or none.
///
/// The rows are taken one by one before the first statement is sent, so that their drafts need not all be kept.
pub(crate) fn insert_all<M: Model>(
    session: Session<'_>,
    drafts: impl IntoIterator<Item = Draft<M>>,
) -> Pending<'_, Vec<M>> {
    match runs_of(drafts.into_iter(), chunk_of(M::DESCRIPTION, session.db().dialect())) {
        Ok(runs) => Box::pin(store_runs(session, runs)),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

async fn store_runs<M: Model>(session: Session<'_>, mut runs: Vec<(Run, Vec<M>)>) -> Result<Vec<M>> {
    if runs.len() <= 1 {
        let Some(run) = runs.pop() else { return Ok(Vec::new()) };
        let effort = effort_of(run.0.arguments.len());
        return store_run(session, run, effort).await;
    }
    session
        .atomically(async |session| {
            let mut stored = Vec::with_capacity(runs.iter().map(|(run, _)| run.rows).sum());
            for run in runs {
                stored.extend(store_run(session, run, Effort::Unbounded).await?);
            }
            Ok(stored)
        })
        .await
}

/// Stores the rows of one statement, and gives them their keys.
fn store_run<M>(session: Session<'_>, (run, rows): (Run, Vec<M>), effort: Effort) -> Storing<'_, M> {
    let generate = run.generate;
    Storing::new(session, run.store(session, effort), (rows, generate))
}

fn chunk_of(model: &'static ModelDescription, dialect: &dyn Dialect) -> usize {
    let columns = columns_of(model, true);
    if columns.is_empty() {
        // Rows without a column to give are stored by DEFAULT VALUES, one by one.
        return 1;
    }
    if inserts_lists(&dialect.features(), model, (&columns, CHUNK)) {
        return LIST_CHUNK;
    }
    (dialect.features().max_parameters / model.columns.len()).clamp(1, CHUNK)
}

fn generates(model: &ModelDescription, row: &[Option<Value>]) -> bool {
    model.generates_key() && row[model.key[0]].is_none()
}

/// Divides rows among statements, in their order.
fn runs_of<M: Model>(mut drafts: impl Iterator<Item = Draft<M>>, most: usize) -> Result<Vec<(Run, Vec<M>)>> {
    let mut runs: Vec<(Run, Vec<M>)> = Vec::new();
    let mut subject = None;
    while let Some(draft) = drafts.next() {
        // Whatever brought the first row here brought all of them.
        let subject = *subject.get_or_insert_with(|| Subject::created(M::DESCRIPTION, draft.relation()));
        let values = complete(draft);
        let last = runs.last_mut().filter(|(run, _)| run.takes(&values, most));
        if let Some((run, rows)) = last {
            rows.push(run.push(values)?);
        } else {
            let size = drafts.size_hint().0.saturating_add(1).min(most);
            let (mut run, mut rows) = (Run::new(subject, size, &values), Vec::with_capacity(size));
            rows.push(run.push(values)?);
            runs.push((run, rows));
        }
    }
    Ok(runs)
}

/// What one statement stores: rows that all give their key, or all leave it to the database.
struct Run {
    subject: Subject,
    generate: bool,
    /// The positions of the columns that are given.
    columns: Vec<usize>,
    /// How many rows.
    rows: usize,
    arguments: Vec<Value>,
}

impl Run {
    /// Room for so many rows like this one.
    fn new(subject: Subject, rows: usize, row: &[Option<Value>]) -> Self {
        let generate = generates(subject.model, row);
        let columns = columns_of(subject.model, generate);
        let arguments = Vec::with_capacity(columns.len() * rows);
        Self { subject, generate, columns, rows: 0, arguments }
    }

    /// Whether a row fits in, of which the statement stores at most so many.
    fn takes(&self, row: &[Option<Value>], most: usize) -> bool {
        self.rows < most && self.generate == generates(self.subject.model, row)
    }

    /// Adds a row, and gives it; it is decoded before its values become arguments: nothing has to be kept for
    /// afterwards, and what does not fit its field is not stored.
    fn push<M: Model>(&mut self, values: Vec<Option<Value>>) -> Result<M> {
        check_storable(values.iter().flatten(), self.subject)?;
        let row = M::decode(&Cells::new(&Unstored(&values), 0, M::DESCRIPTION))?;
        self.append(values);
        Ok(row)
    }

    fn append(&mut self, mut values: Vec<Option<Value>>) {
        self.rows += 1;
        self.arguments
            .extend(self.columns.iter().map(|&position| values[position].take().unwrap_or(placeholder())));
    }

    fn text(&self, session: Session<'_>, (as_lists, returns): (bool, bool)) -> Arc<crate::driver::Text> {
        // With lists, one text serves any number of rows.
        let (model, rows) = (self.subject.model, if as_lists { 2 } else { self.rows });
        let statement = if returns { StatementName::Insert } else { StatementName::InsertQuietly };
        let variant = (rows as u64) << 1 | u64::from(self.generate);
        let key = TextKey { owner: model.identity, statement, variant };
        session.db().text(key, || render_insert(session, model, (&self.columns, rows, returns)))
    }

    /// Stores the rows, and collects the keys that the database counts up, if it does.
    fn store(self, session: Session<'_>, effort: Effort) -> Running<'_> {
        let (model, features) = (self.subject.model, session.db().dialect().features());
        let as_lists = inserts_lists(&features, model, (&self.columns, self.rows));
        let text = self.text(session, (as_lists, self.generate));
        let quiet = self.generate && features.counted_keys && !as_lists;
        let counted = quiet.then(|| Counted::new(self.text(session, (false, false)), model));
        let Self { subject, generate, columns, rows, mut arguments } = self;
        if as_lists {
            arguments = lists(model, &columns, arguments);
        }
        let mut request = request(text, arguments);
        request.effort = effort;
        request.counted = counted;
        if generate {
            let keys = Vec::with_capacity(rows);
            request.sink = Some(Box::new(Collect::<i64> { rows: keys, decode: generated_key }));
        }
        session.run(request, subject)
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
    let columns = columns_of(model, generates(model, &values));
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

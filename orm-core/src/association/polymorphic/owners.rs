//! Reads the owners of many rows: one statement for each model that occurs.
use std::collections::HashMap;

use super::{OwnerRelation, Polymorphic};
use crate::association::Shape;
use crate::association::access::has_key;
use crate::association::keys::RowKey;
use crate::driver::{Flow, Request, Row, RowSink};
use crate::error::{Error, ErrorKind, Result};
use crate::load::Load;
use crate::model::{IsModel, Model};
use crate::query::run::decode_model;
use crate::render::Rendered;
use crate::session::{Pending, Session, Subject, taken_by};
use crate::statement::{Expression, Select, Statement};
use crate::store::key_of;
use crate::value::Value;

fn none<O>(count: usize) -> Vec<Option<O>> {
    std::iter::repeat_with(|| None).take(count).collect()
}

/// The owners in the shape of the slot.
pub(super) fn shaped<S: Shape, O: Send + 'static>(owners: Vec<Option<O>>) -> Vec<Option<S::Of<O>>> {
    owners.into_iter().map(S::from_row).collect()
}

/// The error for a required owner that does not exist.
#[cold]
pub fn gone(relation: &'static OwnerRelation) -> Error {
    let message = format!(
        "`{}` leads to no row, though one is required: the owner is gone, as no constraint can hold it",
        relation.label()
    );
    Error::new(ErrorKind::NotFound, message)
}

/// The keys of owners, by kind, with the places of the rows that they own.
#[derive(Debug)]
pub struct Owners {
    count: usize,
    kinds: Vec<Places>,
}

/// The keys of owners of one kind, with the places of the rows that they own.
#[derive(Debug, Default)]
pub(crate) struct Places(HashMap<RowKey, Vec<usize>>);

impl Owners {
    /// Reads them from the rows.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if a row names a model that the association does not list.
    pub fn of<P: Polymorphic, R: IsModel>(rows: &[R]) -> Result<Self> {
        let relation = P::RELATION;
        let kinds = relation.description.kinds;
        let words: Vec<_> = kinds.iter().map(crate::schema::KindDescription::word).collect();
        let mut owners = Self { count: rows.len(), kinds: kinds.iter().map(|_| Places::default()).collect() };
        for (place, row) in rows.iter().enumerate() {
            let row = row.row();
            let (word, key) = (row.value(relation.type_column), row.value(relation.key_column));
            let (Value::Text(word), false) = (word, key.is_null()) else { continue };
            let Some(kind) = words.iter().position(|known| *known == word) else {
                return Err(unknown(relation, &word, &words));
            };
            owners.kinds[kind].0.entry(RowKey(vec![key])).or_default().push(place);
        }
        Ok(owners)
    }

    /// Whether no row has an owner, so that nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        self.kinds.iter().all(|places| places.0.is_empty())
    }
}

#[cold]
fn unknown(relation: &'static OwnerRelation, word: &str, known: &[&str]) -> Error {
    let known: Vec<_> = known.iter().map(|word| format!("`{word}`")).collect();
    let message = format!(
        "`{}.{}` holds `{word}`, but a `{}` is one of {}",
        relation.source.name,
        relation.description.type_field,
        relation.description.name,
        known.join(", ")
    );
    Error::new(ErrorKind::Decode, message)
}

/// The owners that are found while their models are read one after another.
#[derive(Debug)]
pub struct Found<O> {
    owners: Vec<Option<O>>,
    /// What is still to be read, in the order of the association's list.
    unread: std::vec::IntoIter<(Places, Option<Expression>)>,
}

impl<O: Send> Found<O> {
    /// Nothing yet; of each model, only rows are read for which its condition holds.
    pub(super) fn new(owners: Owners, conditions: Vec<Option<Expression>>) -> Self {
        let unread: Vec<_> = owners.kinds.into_iter().zip(conditions).collect();
        Self { owners: none(owners.count), unread: unread.into_iter() }
    }

    /// Reads the owners of the next model, with what is loaded onto them; the derive's expansion calls it for each.
    pub fn read_next<'f, M: Model, L: Load<M>>(
        &'f mut self,
        session: Session<'f>,
        load: L,
        wrap: fn(L::Output) -> O,
    ) -> Pending<'f, ()> {
        let next = self.unread.next().filter(|(places, _)| !places.0.is_empty());
        Box::pin(async move {
            let Some((places, condition)) = next else { return Ok(()) };
            let (places, rows): (Vec<_>, Vec<_>) =
                read::<M>(session, places, condition).await?.into_iter().unzip();
            for (place, row) in places.into_iter().zip(load.load(session, rows).await?) {
                self.owners[place] = Some(wrap(row));
            }
            Ok(())
        })
    }

    /// The owner of each row.
    pub fn into_owners(self) -> Vec<Option<O>> {
        self.owners
    }
}

/// Reads the rows of one model with these keys for which the condition holds, each once for every place that it has.
pub(crate) async fn read<M: Model>(
    session: Session<'_>,
    places: Places,
    condition: Option<Expression>,
) -> Result<Vec<(usize, M)>> {
    let model = M::DESCRIPTION;
    let mut select = Select::new(model);
    select.restrict(has_key(model, model.key, places.0.keys().cloned().collect()));
    if let Some(condition) = condition {
        select.restrict(condition);
    }
    let Rendered { text, arguments } = session.render(Statement::Select(select));
    let mut request = Request::new(text, arguments);
    request.sink = Some(Box::new(Reading::<M> { places, found: Vec::new() }));
    let outcome = session.run(request, Subject::of(model)).await?;
    let reading = taken_by::<Reading<M>>(outcome);
    reading
        .map(|reading| reading.found)
        .ok_or_else(|| Error::new(ErrorKind::Database, "the driver kept the rows"))
}

/// Takes the owners of one kind.
struct Reading<M> {
    places: Places,
    found: Vec<(usize, M)>,
}

impl<M> std::fmt::Debug for Reading<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("found", &self.found.len()).finish_non_exhaustive()
    }
}

impl<M: Model> RowSink for Reading<M> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        let owner: M = decode_model(row)?;
        let places = self.places.0.get(&RowKey(key_of(&owner))).map(Vec::as_slice).unwrap_or_default();
        // A model need not be `Clone`, so the row is read for each of its places.
        if let Some((&first, others)) = places.split_first() {
            for &place in others {
                self.found.push((place, decode_model(row)?));
            }
            self.found.push((first, owner));
        }
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.found.clear();
        true
    }

    fn taken(&self) -> u64 {
        self.found.len() as u64
    }
}

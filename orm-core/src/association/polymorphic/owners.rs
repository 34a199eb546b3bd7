//! Reads the owners of many rows: one statement for each model that occurs.
use super::{OwnerRelation, Polymorphic, ReadsOwners};
use crate::association::{Association, Shape};
use crate::error::{Error, ErrorKind, Result};
use crate::load::{Refinement, Sources};
use crate::model::{IsModel, Model as _};
use crate::session::{Pending, Session};
use crate::statement::Expression;
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
    kinds: Vec<Owned>,
}

/// Rows whose owners are of one kind: their places, and their owners' keys.
#[derive(Debug, Default)]
struct Owned {
    places: Vec<usize>,
    keys: Vec<Value>,
}

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
        let mut owners = Self { count: rows.len(), kinds: kinds.iter().map(|_| Owned::default()).collect() };
        for (place, row) in rows.iter().enumerate() {
            let row = row.row();
            let (word, key) = (row.value(relation.type_column), row.value(relation.key_column));
            let (Value::Text(word), false) = (word, key.is_null()) else { continue };
            let Some(kind) = words.iter().position(|known| *known == word) else {
                return Err(unknown(relation, &word, &words));
            };
            owners.kinds[kind].places.push(place);
            owners.kinds[kind].keys.push(key);
        }
        Ok(owners)
    }

    /// Whether no row has an owner, so that nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        self.kinds.iter().all(|owned| owned.places.is_empty())
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
    unread: std::vec::IntoIter<(Owned, Option<Expression>)>,
}

impl<O: Send> Found<O> {
    /// Nothing yet; of each model, only rows are read for which its condition holds.
    pub(super) fn new(owners: Owners, conditions: Vec<Option<Expression>>) -> Self {
        let unread: Vec<_> = owners.kinds.into_iter().zip(conditions).collect();
        Self { owners: none(owners.count), unread: unread.into_iter() }
    }

    /// Reads the owners of the next model, to which `A` leads; the derive's expansion calls it for each.
    pub fn read_next<'f, A: Association, L: ReadsOwners<A::Target>>(
        &'f mut self,
        session: Session<'f>,
        load: L,
        wrap: fn(L::Output) -> O,
    ) -> Pending<'f, ()> {
        let next = self.unread.next().filter(|(owned, _)| !owned.places.is_empty());
        Box::pin(async move {
            let Some((Owned { places, keys }, filter)) = next else { return Ok(()) };
            let sources = Sources::with_keys(A::RELATION, &keys);
            let refinement = Refinement { filter, ..Refinement::default() };
            let read = load.read::<A>(session, refinement, sources).await?;
            for (place, owner) in read.places.into_iter().zip(read.rows) {
                self.owners[places[place]] = Some(wrap(owner));
            }
            Ok(())
        })
    }

    /// The owner of each row.
    pub fn into_owners(self) -> Vec<Option<O>> {
        self.owners
    }
}

//! What accessors of a polymorphic `belongs_to` read and write: `#[belongs_to(Post | Image, as = commentable)]`.
//!
//! A row holds which model its owner is of, as that model's singular (`post`), and the owner's key. Both are always
//! written together. No constraint of the database holds the key, so it may lead nowhere.
use std::collections::HashMap;
use std::marker::PhantomData;

use super::Shape;
use super::access::has_key;
use super::created::create_and_point;
use super::keys::RowKey;
use crate::builder::{Builder, Complete, Draft};
use crate::driver::{Flow, Request, Row, RowSink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;
use crate::query::run::decode_model;
use crate::query::update_one;
use crate::render::Rendered;
use crate::schema::{ModelDescription, PolymorphicDescription};
use crate::session::{Executor, Pending, Session, Subject, taken_by};
use crate::statement::{Select, Statement};
use crate::store::key_of;
use crate::value::Value;

/// The owner of a row, of one model or another: the enum that `#[derive(Model)]` writes.
pub trait Polymorphic: Sized + Send + 'static {
    /// The model that declares the association.
    type Source: Model;
    /// Whether there has to be an owner.
    type Shape: Shape;
    /// The columns it runs over.
    const RELATION: &'static OwnerRelation;

    /// Reads the owners of one kind.
    #[doc(hidden)]
    fn read(session: Session<'_>, kind: usize, places: Places) -> Pending<'_, Vec<(usize, Self)>>;
}

/// A polymorphic association with its columns resolved, as plain data.
#[derive(Debug)]
pub struct OwnerRelation {
    /// What the attribute declares.
    pub description: &'static PolymorphicDescription,
    /// The declaring model.
    pub source: &'static ModelDescription,
    /// The position of the column that says which model the owner is of.
    pub type_column: usize,
    /// The position of the column that holds the owner's key.
    pub key_column: usize,
}

impl OwnerRelation {
    /// The association as an error names it: `Comment.commentable`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}.{}", self.source.name, self.description.name)
    }
}

/// A model that the polymorphic association `P` lists.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `{P}`: the association does not list it",
    label = "not listed by the association",
    note = "add the model to its list: `#[belongs_to(… | {Self}, as = …)]`"
)]
pub trait OwnerOf<P> {
    /// Which one of the list it is.
    const KIND: usize;
}

/// A polymorphic association that may lead nowhere: its two fields are `Option`s.
#[diagnostic::on_unimplemented(
    message = "there has to be a `{Self}`: its key is required",
    label = "`None` is possible only where the key's fields are `Option`s"
)]
pub trait MaybeUnowned: Polymorphic {}

/// What says which owner is meant: `&post`, the enum, or its key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a `{P}` can be",
    label = "expected a row of one of the models that `{P}` lists",
    note = "give the row as `&row`, or its key as a variant of `{P}Key`"
)]
pub trait OwnerLink<P>: Send {
    /// Which one of the list, and its key; or no owner.
    fn owner(&self) -> Option<(usize, Value)>;
}

impl<P, M: Model + OwnerOf<P>> OwnerLink<P> for &M {
    fn owner(&self) -> Option<(usize, Value)> {
        Some((M::KIND, key_value(*self)))
    }
}

impl<P, M: Model + OwnerOf<P>> OwnerLink<P> for &mut M {
    fn owner(&self) -> Option<(usize, Value)> {
        Some((M::KIND, key_value(*self)))
    }
}

/// Only the enum: a single candidate lets a bare `None` be inferred.
impl<P: MaybeUnowned + Sync> OwnerLink<P> for Option<&P>
where
    for<'p> &'p P: OwnerLink<P>,
{
    fn owner(&self) -> Option<(usize, Value)> {
        self.and_then(|owner| owner.owner())
    }
}

/// The value of a key of one column, which the checks ask for.
pub(crate) fn key_value<M: Model>(row: &M) -> Value {
    row.value(M::DESCRIPTION.key[0])
}

/// The two columns of the row, which always go together.
fn columns<P: Polymorphic>(owner: Option<(usize, Value)>) -> [(usize, Value); 2] {
    let OwnerRelation { description, source, type_column, key_column } = P::RELATION;
    let (word, key) = match owner {
        Some((kind, key)) => (Value::Text(description.kinds[kind].word().to_owned()), key),
        None => (Value::Null(source.columns[*type_column].ty), Value::Null(source.columns[*key_column].ty)),
    };
    [(*type_column, word), (*key_column, key)]
}

/// Gives a new row its owner.
pub fn give<P: Polymorphic>(draft: &mut Draft<P::Source>, link: &impl OwnerLink<P>) {
    for (position, value) in columns::<P>(link.owner()) {
        draft.set(position, value);
    }
}

/// `set_x`: gives the row another owner, or none; both columns are written at once. The struct follows if the database
/// took them. Whether the owner exists is not asked.
///
/// # Errors
///
/// [`NotFound`](ErrorKind::NotFound) if this row is not stored; nothing is changed then.
pub fn set<'a, P: Polymorphic>(
    source: &'a mut P::Source,
    db: &'a (impl Executor + ?Sized),
    link: impl OwnerLink<P> + 'a,
) -> Pending<'a, ()> {
    let session = db.session();
    let columns = columns::<P>(link.owner());
    Box::pin(async move { point::<P>(session, source, columns).await })
}

async fn point<P: Polymorphic>(
    session: Session<'_>,
    source: &mut P::Source,
    columns: [(usize, Value); 2],
) -> Result<()> {
    let is_same = |(position, value): &(usize, Value)| {
        let stored = source.value(*position);
        stored == *value || (stored.is_null() && value.is_null())
    };
    if columns.iter().all(is_same) {
        return Ok(());
    }
    update_one(session, source, columns.into()).await
}

/// `create_x`: stores a new owner, of any of the models, and gives it to the row, as one unit.
///
/// # Errors
///
/// A violation if a constraint refuses the owner, [`NotFound`](ErrorKind::NotFound) if this row is not stored; nothing
/// is stored then.
pub fn create<'a, P: Polymorphic, B>(
    source: &'a mut P::Source,
    db: &'a (impl Executor + ?Sized),
    builder: B,
) -> Pending<'a, B::Stored>
where
    B: Builder + Complete,
    B::Model: OwnerOf<P>,
{
    let session = db.session();
    Box::pin(create_and_point(session, source, (builder, None), |owner| {
        columns::<P>(OwnerLink::<P>::owner(&owner)).into()
    }))
}

/// `get_x`: the owner of the row. A row without one asks no database.
///
/// # Errors
///
/// [`Decode`](ErrorKind::Decode) if the row names a model that the association does not list,
/// [`NotFound`](ErrorKind::NotFound) if there has to be an owner and is none.
pub fn get<'a, P: Polymorphic>(
    source: &P::Source,
    db: &'a (impl Executor + ?Sized),
) -> Pending<'a, <P::Shape as Shape>::Of<P>> {
    let session = db.session();
    let owners = Owners::of::<P>(std::slice::from_ref(source));
    Box::pin(async move {
        let found = load::<P>(session, owners?).await?;
        found.into_iter().next().ok_or_else(|| gone(P::RELATION))
    })
}

/// The owners of many rows, in their order: one statement per model.
pub(crate) async fn load<P: Polymorphic>(
    session: Session<'_>,
    owners: Owners,
) -> Result<Vec<<P::Shape as Shape>::Of<P>>> {
    let mut found: Vec<Option<P>> = (0..owners.count).map(|_| None).collect();
    for (kind, places) in owners.kinds.into_iter().enumerate() {
        if !places.0.is_empty() {
            for (place, owner) in P::read(session, kind, places).await? {
                found[place] = Some(owner);
            }
        }
    }
    let shaped = found
        .into_iter()
        .map(|owner| P::Shape::from_rows(owner.into_iter().collect()).ok_or_else(|| gone(P::RELATION)));
    shaped.collect()
}

#[cold]
fn gone(relation: &'static OwnerRelation) -> Error {
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
pub struct Places(HashMap<RowKey, Vec<usize>>);

impl Owners {
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if a row names a model that the association does not list.
    pub(crate) fn of<P: Polymorphic>(rows: &[P::Source]) -> Result<Self> {
        let relation = P::RELATION;
        let kinds = relation.description.kinds;
        let words: Vec<_> = kinds.iter().map(crate::schema::KindDescription::word).collect();
        let mut owners = Self { count: rows.len(), kinds: kinds.iter().map(|_| Places::default()).collect() };
        for (place, row) in rows.iter().enumerate() {
            let (word, key) = (row.value(relation.type_column), row.value(relation.key_column));
            let (Value::Text(word), false) = (word, key.is_null()) else { continue };
            let Some(kind) = words.iter().position(|known| *known == word) else {
                return Err(unknown(relation, &word, &words));
            };
            owners.kinds[kind].0.entry(RowKey(vec![key])).or_default().push(place);
        }
        Ok(owners)
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

/// Reads the rows of one model with these keys, each once for every place that it has.
pub(crate) async fn read<M: Model, P: Send + 'static>(
    session: Session<'_>,
    places: Places,
    wrap: fn(M) -> P,
) -> Result<Vec<(usize, P)>> {
    let model = M::DESCRIPTION;
    let mut select = Select::new(model);
    select.restrict(has_key(model, model.key, places.0.keys().cloned().collect()));
    let Rendered { text, arguments } = session.render(Statement::Select(select));
    let mut request = Request::new(text, arguments);
    request.sink = Some(Box::new(Reading { places, found: Vec::new(), wrap }));
    let outcome = session.run(request, Subject::of(model)).await?;
    let reading = taken_by::<Reading<M, P>>(outcome);
    reading
        .map(|reading| reading.found)
        .ok_or_else(|| Error::new(ErrorKind::Database, "the driver kept the rows"))
}

/// Takes the owners of one kind.
struct Reading<M, P> {
    places: Places,
    found: Vec<(usize, P)>,
    wrap: fn(M) -> P,
}

impl<M, P> std::fmt::Debug for Reading<M, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("found", &self.found.len()).finish_non_exhaustive()
    }
}

impl<M: Model, P: Send + 'static> RowSink for Reading<M, P> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        let owner: M = decode_model(row)?;
        let places = self.places.0.get(&RowKey(key_of(&owner))).map(Vec::as_slice).unwrap_or_default();
        // A model need not be `Clone`, so the row is read for each of its places.
        if let Some((&first, others)) = places.split_first() {
            for &place in others {
                self.found.push((place, (self.wrap)(decode_model(row)?)));
            }
            self.found.push((first, (self.wrap)(owner)));
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

/// `Comment::COMMENTABLE`: a polymorphic association as a value, to be included.
pub struct OwnerPath<P>(PhantomData<fn() -> P>);

impl<P> OwnerPath<P> {
    /// The association; the derive calls it.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<P: Polymorphic> OwnerPath<P> {
    /// The owners of many rows, in the order of the rows, with one statement for each model that occurs:
    /// `Comment::COMMENTABLE.load(&db, &comments)`.
    ///
    /// # Errors
    ///
    /// As [`get`], for any of the rows.
    pub fn load<'a>(
        self,
        db: &'a (impl Executor + ?Sized),
        rows: &[P::Source],
    ) -> Pending<'a, Vec<<P::Shape as Shape>::Of<P>>> {
        let (session, owners) = (db.session(), Owners::of::<P>(rows));
        Box::pin(async move { load::<P>(session, owners?).await })
    }
}

impl<P> Default for OwnerPath<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P> Clone for OwnerPath<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for OwnerPath<P> {}

impl<P: Polymorphic> std::fmt::Debug for OwnerPath<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&P::RELATION.label())
    }
}

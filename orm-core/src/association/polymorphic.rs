//! What accessors of a polymorphic `belongs_to` read and write: `#[belongs_to(Post | Image, as = commentable)]`.
//!
//! A row holds which model its owner is of, as that model's singular (`post`), and the owner's key. Both are always
//! written together. No constraint of the database holds the key, so it may lead nowhere.
mod expansion;
mod include;
mod kinds;
mod owners;
mod path;
mod read;
mod related;

pub use include::IncludedOwner;
pub use kinds::{Changed, Here, ListAt, LoadsOwners, OwnedThrough, There};
pub use owners::{Found, Owners, gone};
pub use path::OwnerPath;
pub use read::{Chooses, Chosen, ReadsOwners};
pub use related::{RelatedOwner, get};

use super::created::create_and_point;
use crate::builder::{Builder, Draft};
use crate::error::Result;
use crate::load::Loadable;
use crate::model::Model;
use crate::query::update_one;
use crate::schema::{ModelDescription, PolymorphicDescription};
use crate::session::{Executor, Pending, Session};
use crate::value::Value;

/// The owner of a row, of one model or another: the enum that `#[derive(Model)]` writes.
pub trait Polymorphic: Loadable<Row = Self, Sources = Owners> + Send {
    /// The columns it runs over.
    const RELATION: &'static OwnerRelation;
    /// What a plain include loads onto the owners: nothing, for each of their models.
    #[doc(hidden)]
    type Plain: Default;
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
pub trait OwnerOf<P>: Model {
    /// Which one of the list it is.
    const KIND: usize;
    /// The same, as a type: [`Here`] or [`There`].
    #[doc(hidden)]
    type Place;
    /// The enum with something else in this model's variant: the row with what was loaded of it, say.
    type Owner<T: Send + 'static>: Send + 'static;
    /// `T`; named through here, it is known only for a model of the list.
    #[doc(hidden)]
    type Passed<T>;

    /// Puts it there.
    #[doc(hidden)]
    fn owner<T: Send + 'static>(row: T) -> Self::Owner<T>;
}

/// A polymorphic association that may lead nowhere: its two fields are `Option`s.
#[diagnostic::on_unimplemented(
    message = "there has to be a `{Self}`: its key is required",
    label = "`None` is possible only where the key's fields are `Option`s"
)]
pub trait MaybeUnowned: Polymorphic + Sync {
    /// As [`OwnerLink::owner`].
    fn owner(&self) -> Option<(usize, Value)>;
}

/// What says which owner is meant: `&post`, the enum, or its key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a `{P}` can be",
    label = "expected a row of one of the models that `{P}` lists",
    note = "give the row as `&row`, or its key as a variant of `{P}Key`; a further model is listed in the attribute"
)]
pub trait OwnerLink<P>: Send {
    /// Which one of the list, and its key; or no owner.
    fn owner(&self) -> Option<(usize, Value)>;
}

#[diagnostic::do_not_recommend]
impl<P, M: Model + OwnerOf<P>> OwnerLink<P> for &M {
    fn owner(&self) -> Option<(usize, Value)> {
        Some((M::KIND, key_value(*self)))
    }
}

#[diagnostic::do_not_recommend]
impl<P, M: Model + OwnerOf<P>> OwnerLink<P> for &mut M {
    fn owner(&self) -> Option<(usize, Value)> {
        Some((M::KIND, key_value(*self)))
    }
}

/// Only the enum: a single candidate lets a bare `None` be inferred.
impl<P: MaybeUnowned> OwnerLink<P> for Option<&P> {
    fn owner(&self) -> Option<(usize, Value)> {
        self.and_then(MaybeUnowned::owner)
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
pub(crate) fn give<P: Polymorphic>(draft: &mut Draft<P::Source>, link: &impl OwnerLink<P>) {
    give_key::<P>(draft, link.owner());
}

/// Gives a new row its owner, by kind and key.
pub(crate) fn give_key<P: Polymorphic>(draft: &mut Draft<P::Source>, owner: Option<(usize, Value)>) {
    for (position, value) in columns::<P>(owner) {
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
    B: Builder,
    B::Model: OwnerOf<P>,
{
    let session = db.session();
    Box::pin(create_and_point(session, source, (builder, None), |owner| {
        columns::<P>(OwnerLink::<P>::owner(&owner)).into()
    }))
}

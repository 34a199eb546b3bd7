//! Nested creation: rows that are stored together with a row, those it points to before it, those that point to it
//! after it; one statement per level, whatever the number of rows.
use std::marker::PhantomData;

use crate::association::{Association, Link, Shape};
use crate::builder::{Builder, Builds, Complete, Draft};
use crate::error::{Error, ErrorKind, Result};
use crate::load::{Fill, Plain};
use crate::model::{IsModel, Model};
use crate::session::{Pending, Session, mapped};
use crate::store;

mod children;
mod denotes;
mod owner;
mod parent;
mod targets;

pub use children::{Children, NestedBy, WithChildren};
pub use denotes::{Denotes, ExistingRow, LinkedRow, NewOrExisting, NewRow, OneOfBoth};
pub use owner::{NewOwner, NewOwnerRow, OfOneModel, Owner, OwnerAs, StoredOwner, StoredOwners, WithOwner};
pub use parent::{Parent, ParentAs, WithParent};
pub use targets::{Joined, Joins, Target, TargetAs, WithTargets};

/// What a builder stores together with its row. The layers are handled from the innermost, so in the order of the calls.
///
/// Many rows of one type go through it together: that is what makes it one statement per level.
#[diagnostic::on_unimplemented(
    message = "an association of this new `{M}` is given twice",
    label = "given a second time here",
    note = "give all rows in one call: a list where there are several"
)]
pub trait Nested<M: Model>: Sized + Send + 'static {
    /// What is given back: the row, with what was stored together with it.
    type Output: IsModel<Row = M> + Send + 'static;
    /// What waits until the rows themselves are stored.
    type Rest: Send + 'static;
    /// The same; named through here, it is unknown where it cannot be nested, so that nothing more is said of it.
    type Itself;

    /// The same.
    #[doc(hidden)]
    fn itself(self) -> Self::Itself;

    /// Stores what the rows point to, and links it.
    #[doc(hidden)]
    fn before<'a>(
        nested: Vec<Self>,
        session: Session<'a>,
        drafts: &'a mut [Draft<M>],
    ) -> Pending<'a, Self::Rest>;

    /// Stores what points to the rows.
    #[doc(hidden)]
    fn after(rest: Self::Rest, session: Session<'_>, rows: Vec<M>) -> Pending<'_, Vec<Self::Output>>;

    /// Stores one row with what belongs to it, as one unit.
    #[doc(hidden)]
    fn store_one(self, session: Session<'_>, draft: Draft<M>) -> Pending<'_, Self::Output> {
        let rows = Self::store_all(vec![self], session, vec![draft]);
        mapped(rows, |rows| rows.into_iter().next().ok_or_else(store::lost::<M>))
    }

    /// As [`store_all`](Self::store_all), of rows that come one by one.
    #[doc(hidden)]
    fn store_each(
        session: Session<'_>,
        rows: impl Iterator<Item = (Draft<M>, Self)>,
    ) -> Pending<'_, Vec<Self::Output>> {
        let (drafts, nested) = rows.unzip();
        Self::store_all(nested, session, drafts)
    }

    /// Stores rows with what belongs to them, as one unit.
    #[doc(hidden)]
    fn store_all(
        nested: Vec<Self>,
        session: Session<'_>,
        drafts: Vec<Draft<M>>,
    ) -> Pending<'_, Vec<Self::Output>> {
        Box::pin(async move {
            if drafts.is_empty() {
                return Ok(Vec::new());
            }
            session.atomically(async |session| store_level(session, drafts, nested).await).await
        })
    }
}

/// Nothing but the row itself.
#[diagnostic::do_not_recommend]
impl<M: Model> Nested<M> for Plain {
    type Output = M;
    type Rest = ();
    type Itself = Self;

    fn itself(self) -> Self {
        self
    }

    fn before<'a>(_: Vec<Self>, _: Session<'a>, _: &'a mut [Draft<M>]) -> Pending<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn after((): (), _: Session<'_>, rows: Vec<M>) -> Pending<'_, Vec<M>> {
        Box::pin(std::future::ready(Ok(rows)))
    }

    // Without anything to store beside it, a row needs no transaction.
    fn store_one(self, session: Session<'_>, draft: Draft<M>) -> Pending<'_, M> {
        store::insert_one(session, draft)
    }

    fn store_each(session: Session<'_>, rows: impl Iterator<Item = (Draft<M>, Self)>) -> Pending<'_, Vec<M>> {
        store::insert_all(session, rows.map(|(draft, _)| draft))
    }

    fn store_all(_: Vec<Self>, session: Session<'_>, drafts: Vec<Draft<M>>) -> Pending<'_, Vec<M>> {
        store::insert_all(session, drafts)
    }
}

/// A builder's [`Nested`] without any nested rows.
#[diagnostic::on_unimplemented(
    message = "a builder with nested rows can only be inserted",
    label = "works for a row alone",
    note = "store the nested rows apart, or use `insert`"
)]
pub trait Alone {}

#[diagnostic::do_not_recommend]
impl Alone for Plain {}

/// Stores rows of one model with all that is nested in them; the caller sees to the transaction.
fn store_level<M: Model, N: Nested<M>>(
    session: Session<'_>,
    mut drafts: Vec<Draft<M>>,
    nested: Vec<N>,
) -> Pending<'_, Vec<N::Output>> {
    Box::pin(async move {
        let rest = N::before(nested, session, &mut drafts).await?;
        let rows = store::insert_all(session, drafts).await?;
        N::after(rest, session, rows).await
    })
}

/// Drafts and what is nested in them, apart.
fn into_drafts<B: Builder>(builders: impl IntoIterator<Item = B>) -> (Vec<Draft<B::Model>>, Vec<B::Nested>) {
    builders.into_iter().map(Builder::into_parts).unzip()
}

/// Stores builders: all of them, with what is nested in them, or nothing.
pub(crate) fn store_builders<B: Builder>(
    session: Session<'_>,
    builders: impl IntoIterator<Item = B>,
) -> Pending<'_, Vec<B::Stored>> {
    B::Nested::store_each(session, builders.into_iter().map(Builder::into_parts))
}

/// What fills a slot, of the rows that were stored for it.
type Slot<A, T> = <<A as Association>::Shape as Shape>::Of<T>;

fn fill<A: Association, R: Fill<A, Slot<A, T>>, T: Send + 'static>(
    row: R,
    stored: Vec<T>,
) -> Result<R::Filled> {
    let slot = A::Shape::from_rows(stored).ok_or_else(store::lost::<A::Target>)?;
    Ok(row.fill(slot))
}

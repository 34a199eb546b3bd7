//! Eager loading: one statement per association level, whatever the number of rows; rows are matched by typed keys.
use crate::association::Association;
use crate::error::Result;
use crate::model::Model;
use crate::session::{Pending, Session};
use crate::statement::Expression;

mod fetch;
mod include;
mod sources;
mod through;

pub use include::{Drops, Effect, Included, Keeps};
pub(crate) use sources::Sources;
pub use through::IncludedThrough;

/// What is done with the rows of a query before they are given: nothing, or loading associations onto them.
pub trait Load<M: Model>: Send + 'static {
    /// What a row becomes.
    type Output: Send + 'static;

    /// Loads onto all rows at once.
    fn load(self, session: Session<'_>, rows: Vec<M>) -> Pending<'_, Vec<Self::Output>>;
}

/// Loads nothing: a row stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Plain;

impl<M: Model> Load<M> for Plain {
    type Output = M;

    fn load(self, _session: Session<'_>, rows: Vec<M>) -> Pending<'_, Vec<M>> {
        Box::pin(std::future::ready(Ok(rows)))
    }
}

/// Loads what `Inner` loads, and one association more.
#[derive(Debug, Clone, Copy)]
pub struct With<Inner, I> {
    pub(crate) inner: Inner,
    pub(crate) include: I,
}

impl<M, Inner, I> Load<M> for With<Inner, I>
where
    M: Model,
    Inner: Load<M>,
    I: Include,
    I::Association: Association<Source = M>,
    Inner::Output: Fill<I::Association, I::Value>,
    <Inner::Output as Fill<I::Association, I::Value>>::Filled: Send + 'static,
{
    type Output = <Inner::Output as Fill<I::Association, I::Value>>::Filled;

    fn load(self, session: Session<'_>, rows: Vec<M>) -> Pending<'_, Vec<Self::Output>> {
        Box::pin(async move {
            let sources = Sources::of::<I::Association>(&rows);
            let rows = self.inner.load(session, rows).await?;
            let values = self.include.fetch(session, sources).await?;
            Ok(rows.into_iter().zip(values).map(|(row, value)| row.fill(value)).collect())
        })
    }
}

/// A row with a slot for the association `A` that is still empty; the derive implements it.
#[diagnostic::on_unimplemented(
    message = "`{A}` cannot be included here",
    label = "included twice, or an association of another model",
    note = "each association of the queried model can be included once"
)]
pub trait Fill<A, Value> {
    /// The row with the slot filled.
    type Filled;

    /// Fills the slot.
    fn fill(self, value: Value) -> Self::Filled;
}

/// What `include` takes: an association of the model, as it is or refined.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that can be included",
    label = "expected an association of the queried model, such as `Project::TASKS`"
)]
pub trait Include: Send + 'static {
    /// The association.
    type Association: Association;
    /// What fills the slot of one row.
    type Value: Send + 'static;
    /// What it does to rows above without a match.
    type Effect: Effect;

    /// The condition on the rows above, if only those with a match are wanted.
    fn condition(&self) -> Option<Expression>;

    /// Gives the value for each source, in order.
    #[doc(hidden)]
    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Self::Value>>;
}

/// The slot of an association that was not included: reading it does not compile.
///
/// Include the association in the query to have its rows here: `Project::query().include(Project::TASKS)`.
pub struct NotLoaded<A>(std::marker::PhantomData<fn() -> A>);

impl<A> Default for NotLoaded<A> {
    fn default() -> Self {
        Self(std::marker::PhantomData)
    }
}

impl<A> Clone for NotLoaded<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for NotLoaded<A> {}

impl<A> PartialEq for NotLoaded<A> {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl<A> Eq for NotLoaded<A> {}

impl<A> std::fmt::Debug for NotLoaded<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NotLoaded")
    }
}

/// Loads associations onto rows that are in memory already.
pub(crate) async fn onto<M: Model, L: Load<M>>(
    session: Session<'_>,
    load: L,
    rows: Vec<M>,
) -> Result<Vec<L::Output>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    load.load(session, rows).await
}

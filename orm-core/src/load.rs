//! Eager loading: one statement per association level, whatever the number of rows, whose rows are matched by typed keys;
//! to-one associations are joined to the statement of the rows that they are of, where that gives the same rows.
use crate::association::Association;
use crate::error::Result;
use crate::model::Model;
use crate::session::{Pause, Pending, Session};
use crate::statement::{Expression, Join, Select};

mod beside;
mod count;
mod fetch;
mod filling;
mod include;
mod loadable;
mod named;
mod not_loaded;
mod onto;
mod picked;
mod row;
#[cfg(feature = "serde")]
mod serialize;
mod sources;
mod through;
mod with;

pub use beside::Beside;
pub(crate) use fetch::{Placed, Wanted, level};
pub(crate) use include::Refinement;
pub use include::{Drops, Effect, Included, Keeps};
pub use loadable::Loadable;
pub use named::{LoadedAs, LoadedFiltered, LoadedPlain, LoadedPresent, NamedBy, TargetBy};
pub use not_loaded::{IsLoaded, NotLoaded};
pub use onto::Taking;
pub(crate) use onto::load_rows;
pub use picked::Picked;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serialize::{Slot, append_row};
pub use sources::Sources;
pub use through::{IncludedThrough, IncludedThroughColumns};
pub use with::{Plain, With};

/// What is done with the rows of a query before they are given: nothing, or loading associations onto them.
pub trait Load<M>: Send + 'static {
    /// What a row becomes.
    type Output: Send + 'static;

    /// Loads onto all rows at once.
    fn load(self, session: Session<'_>, rows: Vec<M>) -> Pending<'_, Vec<Self::Output>>;

    /// Reads rows with what is loaded onto them.
    #[doc(hidden)]
    fn read(self, session: Session<'_>, select: Box<Select>) -> Pending<'_, Vec<Self::Output>>
    where
        M: Model;

    /// The same of one row at most.
    #[doc(hidden)]
    fn read_first(self, session: Session<'_>, select: Box<Select>) -> Pending<'_, Option<Self::Output>>
    where
        M: Model;

    /// Reads the rows of an association, with what is loaded onto them.
    #[doc(hidden)]
    fn level<A: Association<Target = M>>(
        self,
        session: Session<'_>,
        rows: Refinement,
        sources: Sources,
    ) -> Pending<'_, Placed<Self::Output>>
    where
        M: Model;

    /// Whether joins can bring all of it at all: what nothing joins is not compiled to be.
    #[doc(hidden)]
    const JOINS: bool;

    /// The joins that bring all of it with the rows themselves, in the order of their columns; none if it takes
    /// statements of its own.
    #[doc(hidden)]
    fn joins(&self) -> Option<Vec<Join>>;

    /// The row with what the joins brought.
    #[doc(hidden)]
    fn beside(row: M, beside: &mut Beside<'_>) -> Result<Self::Output>;

    /// How many columns the joins bring.
    #[doc(hidden)]
    fn width() -> usize;
}

/// An association of the model `M`. Implemented by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an association of `{M}`",
    label = "not an association of `{M}`",
    note = "an include takes associations of the model whose rows it is loaded onto, such as `{M}::…`"
)]
pub trait OfModel<M>: Loadable {
    /// The association itself; a way round it would have two errors where there is one mistake.
    type Checked;
    /// `T`; named through here, it is known only for an association of `M`.
    type Passed<T>;
}

/// The association of an include, once it is known to be one of `M`.
type Checked<I, M> = <<I as Include>::Association as OfModel<M>>::Checked;

/// What is loaded already, and onto which `I` can be loaded as well.
///
/// What `include` gives is named by this trait, so that rustc knows no type to complain about after a mistake.
#[diagnostic::on_unimplemented(
    message = "associations are loaded onto whole rows of `{M}`, not onto columns of them",
    label = "columns take the place of the rows that this is loaded onto",
    note = "leave out the `select` of this model, or what is loaded onto its rows"
)]
pub trait Including<M: Model, I>: Load<M> {
    /// What is loaded then.
    type Output: Load<M>;

    /// Loads one association more.
    fn including(self, include: I) -> <Self as Including<M, I>>::Output;
}

impl<M: Model, L: Load<M>, I: Include, F, W> Including<M, I> for L
where
    I::Association: OfModel<M, Passed<F> = W>,
    L::Output: Fill<Checked<I, M>, I::Value, Passed<With<L, I>> = F>,
    W: Load<M> + From<With<L, I>>,
{
    type Output = W;

    fn including(self, include: I) -> W {
        With { inner: self, include }.into()
    }
}

/// A row with a slot for the association `A` that is still empty; the derive implements it.
#[diagnostic::on_unimplemented(
    message = "the association `{A}` is given twice",
    label = "given a second time here",
    note = "a loaded row has one place for each association"
)]
pub trait Fill<A, Value> {
    /// The row with the slot filled.
    type Filled;
    /// `T`; named through here, it is known only where the slot can be filled.
    type Passed<T>;

    /// Fills the slot.
    fn fill(self, value: Value) -> Self::Filled;
}

/// A model that has associations, so that its rows can be loaded with them.
pub trait Loads: Model {
    /// The row with a slot for each, all of them empty.
    type Empty;

    /// The row with nothing loaded.
    fn into_empty(self) -> Self::Empty;
}

#[diagnostic::do_not_recommend]
impl<M, A: Loadable, Value> Fill<A, Value> for M
where
    M: Loads,
    M::Empty: Fill<A, Value>,
{
    type Filled = <M::Empty as Fill<A, Value>>::Filled;
    type Passed<T> = <M::Empty as Fill<A, Value>>::Passed<T>;

    fn fill(self, value: Value) -> Self::Filled {
        self.into_empty().fill(value)
    }
}

/// No association.
#[derive(Debug, Clone, Copy)]
pub enum NoAssociation {}

/// With this, an association has no single model that rustc would show in place of what is wrong.
#[diagnostic::do_not_recommend]
impl<A: Loadable> OfModel<NoAssociation> for A {
    type Checked = A;
    type Passed<T> = T;
}

/// Another association that is none.
#[derive(Debug, Clone, Copy)]
pub enum NeitherAssociation {}

/// With these two, no row has a single implementation, also where all its slots are filled: rustc would take it for the
/// association that was meant, and report a second include as something else.
#[diagnostic::do_not_recommend]
impl<R, Value> Fill<NeitherAssociation, Value> for R {
    type Filled = R;
    type Passed<T> = T;

    fn fill(self, _: Value) -> R {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<R, Value> Fill<NoAssociation, Value> for R {
    type Filled = R;
    type Passed<T> = T;

    fn fill(self, _: Value) -> R {
        self
    }
}

/// What `include` takes: an association of the model, as it is or refined.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that can be included",
    label = "expected an association of the queried model, such as `Project::TASKS`"
)]
pub trait Include: Send + 'static {
    /// The association.
    type Association: Loadable;
    /// What fills the slot of one row.
    type Value: Send + 'static;
    /// What it does to rows above without a match.
    type Effect: Effect;

    /// The condition on the rows above, if only those with a match are wanted.
    fn condition(&self) -> Option<Expression>;

    /// Whether the value stands for no row.
    #[doc(hidden)]
    fn is_empty(value: &Self::Value) -> bool;

    /// Whether a join can bring the value at all.
    #[doc(hidden)]
    const JOINS: bool = false;

    /// The join that brings the value with the row above, if it needs no statement of its own.
    #[doc(hidden)]
    fn join(&self) -> Option<Join> {
        None
    }

    /// The value that the join brought; none where there has to be a row, but is none.
    #[doc(hidden)]
    fn beside(_beside: &mut Beside<'_>) -> Result<Option<Self::Value>> {
        Ok(None)
    }

    /// How many columns the join brings.
    #[doc(hidden)]
    fn width() -> usize {
        0
    }

    /// Gives the value for each source, in order; none where there has to be a row, but is none.
    #[doc(hidden)]
    fn fetch(
        self,
        session: Session<'_>,
        sources: <Self::Association as Loadable>::Sources,
    ) -> Pending<'_, Vec<Option<Self::Value>>>;
}

/// How many rows are put together in one turn, before other tasks of the thread have theirs.
const TURN: usize = 4096;

/// A turn for other tasks of the thread, if so many rows were worth one.
fn pause_after(rows: usize) -> Pause {
    Pause::new(rows >= TURN)
}

/// Without the feature `serde`, neither do owners.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize_owner {
    ($($tokens:tt)*) => {};
}

/// Without the feature `serde`, loaded rows do not serialize.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize_loaded {
    ($($tokens:tt)*) => {};
}

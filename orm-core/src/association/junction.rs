//! What lies between the two sides of a `belongs_to_many`, and what a write says of it.
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{Association, Many};
use crate::builder::{Builder, Builds, Complete, Nothing};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{ColumnAt, Model, Nth};
use crate::nested::Alone;
use crate::schema::{ModelDescription, ScopeDescription};
use crate::session::Pending;
use crate::value::Value;

/// The table between the two sides of a `belongs_to_many`.
#[derive(Debug)]
pub struct Junction {
    /// Its model; for a table that nobody needs to see, a description that was made for it.
    pub model: &'static ModelDescription,
    /// The positions of its columns that equal the source's.
    pub source_columns: &'static [usize],
    /// The positions of its columns that equal the target's.
    pub target_columns: &'static [usize],
    /// Its column values that belong to the association.
    pub scope: &'static [ScopeDescription],
    /// Whether a pair can be linked only once.
    pub unique: bool,
    /// What its columns get when nothing gives them.
    pub default_value: fn(usize) -> Option<Value>,
}

/// A `belongs_to_many`. Implemented by the derive.
#[diagnostic::on_unimplemented(
    message = "`{Self}` leads through no junction: it is no many-to-many association",
    label = "only a `#[belongs_to_many(…)]` has a junction"
)]
pub trait ManyToMany: Association<Shape = Many> {
    /// The junction's model, or [`Hidden`].
    type Junction: 'static;
    /// The name of a column of the junction that a link cannot do without, as a type; or [`Nothing`].
    type Lacking;
}

/// A `belongs_to_many` whose junction is a model. Implemented by the derive.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no junction row to speak of: it is no many-to-many association through a model",
    label = "only a `#[belongs_to_many(…, through = …)]` through a model has one",
    note = "leave this call out, or make the junction a model: `through = Membership`"
)]
pub trait Crossing: ManyToMany<Junction: Model> {}

/// A type that is named through the junction, so that it is unknown where there is none, and nothing more is said of it.
pub trait Carries {
    /// `T`.
    type Carried<T>;
}

impl<Junction> Carries for Junction {
    type Carried<T> = T;
}

/// The junction of a `through = "table"`.
#[derive(Debug, Clone, Copy)]
pub enum Hidden {}

/// An association whose links need no values of their own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be linked without `through`: the junction `{Junction}` requires a value for its column `{Column}`",
    label = "the junction's `{Column}` is missing",
    note = "say it for all rows, `.through({Junction}::build()…)`, or row by row, `(&row, {Junction}::build()…)`"
)]
pub trait LinksAlone<Junction, Column> {}

#[diagnostic::do_not_recommend]
impl<A, Junction> LinksAlone<Junction, Nothing> for A {}

/// An association whose links need no values of their own, where a builder makes them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be linked like this: the junction `{Junction}` requires a value for its column `{Column}`",
    label = "the junction's `{Column}` is missing",
    note = "say it row by row, `(row, {Junction}::build()…)`, where the row is a builder, `&row` or a key"
)]
pub trait Lone<Junction, Column> {}

#[diagnostic::do_not_recommend]
impl<A, Junction> Lone<Junction, Nothing> for A {}

/// Finds the name of the column at a position, if there is one to be found; the derive uses it.
#[derive(Debug)]
pub struct Lack<const POSITION: usize, const IS_THERE: bool>;

/// See [`Lack`].
pub trait LackOf<Junction> {
    /// The column's name as a type, or [`Nothing`].
    type Name;
}

impl<Junction, const POSITION: usize> LackOf<Junction> for Lack<POSITION, false> {
    type Name = Nothing;
}

impl<Junction: ColumnAt<Nth<POSITION>>, const POSITION: usize> LackOf<Junction> for Lack<POSITION, true> {
    type Name = Junction::Name;
}

/// Nothing was said of the junction's rows.
#[derive(Debug, Clone, Copy)]
pub enum Unsaid {}

/// Each row came with a `B` for its junction row.
#[derive(Debug)]
pub struct Each<B>(PhantomData<fn() -> B>);

/// `through` gave what the junction's rows need.
#[derive(Debug, Clone, Copy)]
pub enum Said {}

/// Whether enough was said of the junction's rows to store them.
pub trait Suffices<A> {}

impl<A: ManyToMany + LinksAlone<A::Junction, A::Lacking>> Suffices<A> for Unsaid {}

impl<A, B: Builder + Complete<A>> Suffices<A> for Each<B> {}

impl<A> Suffices<A> for Said {}

/// What `through` gave for all rows: one place per column of the junction, or none.
pub(crate) type Given = Vec<Option<Value>>;

type Start<'a, Output> = Box<dyn FnOnce(Given) -> Pending<'a, Output> + Send + 'a>;

/// A write of links: awaited at once, or told before what the junction's rows say:
/// `project.add_member(&db, &ada).through(Membership::build().role("lead")).await?`.
#[must_use = "does nothing until it is awaited"]
pub struct Linking<'a, A, Output, Through> {
    work: Work<'a, Output>,
    types: PhantomData<fn() -> (A, Through)>,
}

enum Work<'a, Output> {
    Ready(Start<'a, Output>, Given),
    Running(Pending<'a, Output>),
    Done,
}

impl<A, Output, Through> std::fmt::Debug for Linking<'_, A, Output, Through> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let state = match &self.work {
            Work::Ready(..) => "ready",
            Work::Running(_) => "running",
            Work::Done => "done",
        };
        f.debug_tuple("Linking").field(&state).finish()
    }
}

impl<'a, A: ManyToMany, Output, Through> Linking<'a, A, Output, Through> {
    pub(crate) fn new(start: impl FnOnce(Given) -> Pending<'a, Output> + Send + 'a) -> Self {
        Self { work: Work::Ready(Box::new(start), Vec::new()), types: PhantomData }
    }

    /// Gives the columns of the junction's rows; what a row brings itself goes before.
    // On one line, because rustc shows it with a column that is missing.
    #[rustfmt::skip]
    pub fn through<B: Builds<A::Junction, Checked: Complete<A>, Nested = N>, N>(self, row: B) -> Linking<'a, A, Output, Said>
    where
        A: Crossing,
        N: Alone + crate::nested::Nested<A::Junction>,
    {
        let work = match self.work {
            Work::Ready(start, _) => Work::Ready(start, row.into_draft().into_values()),
            work => work,
        };
        Linking { work, types: PhantomData }
    }
}

/// A future itself, not only what becomes one: so the compiler says what is missing, and not that this is no future.
impl<A, Output, Through: Suffices<A>> Future for Linking<'_, A, Output, Through> {
    type Output = Result<Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut running = match std::mem::replace(&mut self.work, Work::Done) {
            Work::Ready(start, given) => start(given),
            Work::Running(running) => running,
            Work::Done => {
                let error = Error::new(ErrorKind::InvalidInput, "this was awaited to its end already");
                return Poll::Ready(Err(error));
            }
        };
        let polled = running.as_mut().poll(context);
        if polled.is_pending() {
            self.work = Work::Running(running);
        }
        polled
    }
}

//! `Project::TASKS.filter(…).limit(3).include(Task::ASSIGNEE)`: an association with what is to be loaded of it.
use std::marker::PhantomData;

use crate::association::{Association, Path, Shape, ToMany};
use crate::load::{Fill, Include, Load, Plain, Sources, With, fetch};
use crate::query::{Filter, Ordering};
use crate::session::{Pending, Session};
use crate::statement::{Direction, Expression};

/// An association to be included, refined: which rows, in which order, with what of their own.
#[must_use = "an include does nothing until a query includes it"]
pub struct Included<A: Association, L = Plain, S = <A as Association>::Shape> {
    pub(crate) rows: Refinement,
    required: bool,
    load: L,
    types: PhantomData<fn() -> (A, S)>,
}

/// Which rows of an association are loaded, and in which order; counts are per parent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refinement {
    pub(crate) filter: Option<Expression>,
    pub(crate) order: Vec<(Expression, Direction)>,
    pub(crate) limit: Option<u64>,
    pub(crate) offset: Option<u64>,
}

impl<A: Association, L: Clone, S> Clone for Included<A, L, S> {
    fn clone(&self) -> Self {
        Self { rows: self.rows.clone(), required: self.required, load: self.load.clone(), types: PhantomData }
    }
}

impl<A: Association, L, S> std::fmt::Debug for Included<A, L, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Included").field("association", &A::RELATION.label()).finish_non_exhaustive()
    }
}

impl<A: Association> Included<A> {
    fn new() -> Self {
        Self { rows: Refinement::default(), required: false, load: Plain, types: PhantomData }
    }
}

impl<A: Association, L, S: Shape> Included<A, L, S> {
    fn reshape<S2>(self) -> Included<A, L, S2> {
        Included { rows: self.rows, required: self.required, load: self.load, types: PhantomData }
    }

    /// Loads only rows for which the predicate holds. No row above is dropped by it: one without a match has an empty
    /// list, or `None` (also where the key is required).
    pub fn filter(mut self, predicate: impl Filter<A::Target>) -> Included<A, L, S::Filtered> {
        if let Some(condition) = predicate.into_condition() {
            self.rows.filter = Some(match self.rows.filter.take() {
                Some(filter) => filter.and(condition),
                None => condition,
            });
        }
        self.reshape()
    }

    /// Orders the loaded rows of each row above.
    pub fn order_by(mut self, order: impl Ordering<A::Target>) -> Self {
        order.append_to(&mut self.rows.order);
        self
    }

    /// Loads at most this many rows **for each** row above.
    pub fn limit(mut self, rows: u64) -> Self
    where
        A::Shape: ToMany,
    {
        self.rows.limit = Some(rows);
        self
    }

    /// Passes over this many rows **of each** row above first.
    pub fn offset(mut self, rows: u64) -> Self
    where
        A::Shape: ToMany,
    {
        self.rows.offset = Some(rows);
        self
    }

    /// Drops the rows above for which nothing is loaded.
    pub fn required(mut self) -> Included<A, L, S::Present> {
        self.required = true;
        self.reshape()
    }

    /// Loads an association of the loaded rows as well, to any depth.
    pub fn include<I>(self, include: I) -> Included<A, With<L, I>, S>
    where
        I: Include,
        I::Association: Association<Source = A::Target>,
        L: Load<A::Target>,
        L::Output: Fill<I::Association, I::Value>,
    {
        let mut rows = self.rows;
        if let Some(condition) = include.condition() {
            rows.filter = Some(match rows.filter.take() {
                Some(filter) => filter.and(condition),
                None => condition,
            });
        }
        let load = With { inner: self.load, include };
        Included { rows, required: self.required, load, types: PhantomData }
    }
}

impl<A, L, S> Include for Included<A, L, S>
where
    A: Association,
    L: Load<A::Target>,
    S: Shape,
{
    type Association = A;
    type Value = S::Of<L::Output>;

    fn condition(&self) -> Option<Expression> {
        self.required.then(|| Expression::Exists(A::RELATION, self.rows.filter.clone().map(Box::new)))
    }

    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Self::Value>> {
        Box::pin(async move {
            let lists = fetch::lists::<A, L>(session, (self.rows, self.load), sources).await?;
            let shaped =
                lists.into_iter().map(|rows| S::from_rows(rows).ok_or_else(|| fetch::gone(A::RELATION)));
            shaped.collect()
        })
    }
}

impl<A: Association> Include for Path<A> {
    type Association = A;
    type Value = <A::Shape as Shape>::Of<A::Target>;

    fn condition(&self) -> Option<Expression> {
        None
    }

    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Self::Value>> {
        Included::<A>::new().fetch(session, sources)
    }
}

/// What an association offers where it is included.
impl<A: Association> Path<A> {
    /// As [`Included::filter`].
    pub fn filter(
        self,
        predicate: impl Filter<A::Target>,
    ) -> Included<A, Plain, <A::Shape as Shape>::Filtered> {
        Included::<A>::new().filter(predicate)
    }

    /// As [`Included::order_by`].
    pub fn order_by(self, order: impl Ordering<A::Target>) -> Included<A> {
        Included::<A>::new().order_by(order)
    }

    /// As [`Included::limit`].
    pub fn limit(self, rows: u64) -> Included<A>
    where
        A::Shape: ToMany,
    {
        Included::<A>::new().limit(rows)
    }

    /// As [`Included::offset`].
    pub fn offset(self, rows: u64) -> Included<A>
    where
        A::Shape: ToMany,
    {
        Included::<A>::new().offset(rows)
    }

    /// As [`Included::required`].
    pub fn required(self) -> Included<A, Plain, <A::Shape as Shape>::Present> {
        Included::<A>::new().required()
    }

    /// As [`Included::include`].
    pub fn include<I>(self, include: I) -> Included<A, With<Plain, I>>
    where
        I: Include,
        I::Association: Association<Source = A::Target>,
        A::Target: Fill<I::Association, I::Value>,
    {
        Included::<A>::new().include(include)
    }
}

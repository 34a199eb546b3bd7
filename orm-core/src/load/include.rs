//! `Project::TASKS.filter(…).limit(3).include(Task::ASSIGNEE)`: an association with what is to be loaded of it.
use std::marker::PhantomData;

use crate::association::{Association, Path, Shape, ToMany};
use crate::error::Result;
use crate::load::filling::gathered;
use crate::load::{Beside, Include, Including, Load, Plain, Sources};
use crate::query::{Filter, Ordering};
use crate::session::{Pending, Session};
use crate::statement::{Direction, Expression, Join};

/// An association to be included, refined: which rows, in which order, with what of their own.
#[must_use = "an include does nothing until a query includes it"]
pub struct Included<A: Association, L = Plain, S = <A as Association>::Shape, E = Keeps> {
    pub(crate) rows: Refinement,
    pub(crate) load: L,
    types: PhantomData<fn() -> (A, S, E)>,
}

/// What an include does to the rows above that have no match.
pub trait Effect: Send + 'static {
    /// The shape once a filter may hide the row: where rows above without a match are dropped, it stays.
    type Filtered<S: Shape>: Shape;
    /// The shape of the include above, which has the effect `Outer`.
    type Above<S: Shape, Outer: Effect>: Shape;
    /// Whether rows above without a match are dropped.
    const DROPS: bool;
}

/// Keeps all rows above.
#[derive(Debug, Clone, Copy)]
pub enum Keeps {}

/// Drops rows above without a match: `.required()`.
#[derive(Debug, Clone, Copy)]
pub enum Drops {}

impl Effect for Keeps {
    type Filtered<S: Shape> = S::Filtered;
    type Above<S: Shape, Outer: Effect> = S;
    const DROPS: bool = false;
}

impl Effect for Drops {
    type Filtered<S: Shape> = S;
    type Above<S: Shape, Outer: Effect> = Outer::Filtered<S>;
    const DROPS: bool = true;
}

/// Which rows of an association are loaded, and in which order; counts are per parent.
#[derive(Debug, Clone, Default)]
pub struct Refinement {
    pub(crate) filter: Option<Expression>,
    pub(crate) order: Vec<(Expression, Direction)>,
    pub(crate) limit: Option<u64>,
    pub(crate) offset: Option<u64>,
}

impl Refinement {
    pub(crate) fn restrict(&mut self, condition: Expression) {
        self.filter = Some(match self.filter.take() {
            Some(filter) => filter.and(condition),
            None => condition,
        });
    }
}

impl<A: Association, L: Clone, S, E> Clone for Included<A, L, S, E> {
    fn clone(&self) -> Self {
        Self { rows: self.rows.clone(), load: self.load.clone(), types: PhantomData }
    }
}

impl<A: Association, L, S, E> std::fmt::Debug for Included<A, L, S, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Included").field("association", &A::RELATION.label()).finish_non_exhaustive()
    }
}

impl<A: Association> Included<A> {
    pub(crate) fn new() -> Self {
        Self { rows: Refinement::default(), load: Plain, types: PhantomData }
    }
}

impl<A: Association, L, S: Shape, E: Effect> Included<A, L, S, E> {
    /// The same of `P`, which is the same association.
    pub(crate) fn carried<P: Association>(self) -> Included<P, L, S, E> {
        Included { rows: self.rows, load: self.load, types: PhantomData }
    }

    fn reshape<S2, E2>(self) -> Included<A, L, S2, E2> {
        Included { rows: self.rows, load: self.load, types: PhantomData }
    }

    /// Loads only rows for which the predicate holds. No row above is dropped by it: one without a match has an empty
    /// list, or `None` (also where the key is required).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let projects = Project::query().include(Project::TASKS.filter(Task::DONE.eq(true))).all(&db).await?;
    /// assert_eq!((projects[0].tasks.len(), projects[1].tasks.len()), (1, 0)); // Gemini is there, too
    /// # Ok(())
    /// # });
    /// ```
    pub fn filter(mut self, predicate: impl Filter<A::Target>) -> Included<A, L, E::Filtered<S>, E> {
        if let Some(condition) = predicate.into_condition() {
            self.rows.restrict(condition);
        }
        self.reshape()
    }

    /// Orders the loaded rows of each row above.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let projects = Project::query().include(Project::TASKS.order_by(Task::ID.desc())).all(&db).await?;
    /// assert_eq!(projects[0].tasks[0].title, "Name it");
    /// # Ok(())
    /// # });
    /// ```
    pub fn order_by(mut self, order: impl Ordering<A::Target>) -> Self {
        order.append_to(&mut self.rows.order);
        self
    }

    /// Loads at most this many rows **for each** row above.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let projects = Project::query().include(Project::TASKS.order_by(Task::ID.asc()).limit(2)).all(&db).await?;
    /// assert_eq!(projects[0].tasks.len(), 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn limit(mut self, rows: u64) -> Self
    where
        A::Shape: ToMany,
    {
        self.rows.limit = Some(rows);
        self
    }

    /// Passes over this many rows **of each** row above first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let projects = Project::query().include(Project::TASKS.order_by(Task::ID.asc()).offset(2)).all(&db).await?;
    /// assert_eq!(projects[0].tasks[0].title, "Name it");
    /// # Ok(())
    /// # });
    /// ```
    pub fn offset(mut self, rows: u64) -> Self
    where
        A::Shape: ToMany,
    {
        self.rows.offset = Some(rows);
        self
    }

    /// Drops the rows above for which nothing is loaded.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let owned = Project::query().include(Project::OWNER.required()).all(&db).await?;
    /// assert_eq!(owned.len(), 1);
    /// assert_eq!(owned[0].owner.name, "Ada"); // no `Option`: it is there
    /// # Ok(())
    /// # });
    /// ```
    pub fn required(self) -> Included<A, L, S::Present, Drops> {
        self.reshape()
    }

    /// Loads an association of the loaded rows as well, to any depth.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tasks = Task::query().include(Task::PROJECT.include(Project::OWNER)).all(&db).await?;
    /// assert_eq!(tasks[0].project.owner.as_ref().unwrap().name, "Ada");
    /// # Ok(())
    /// # });
    /// ```
    pub fn include<I: Include, W>(self, include: I) -> Included<A, W, <I::Effect as Effect>::Above<S, E>, E>
    where
        L: Including<A::Target, I, Output = W>,
    {
        let mut rows = self.rows;
        if let Some(condition) = include.condition() {
            rows.restrict(condition);
        }
        let load = self.load.including(include);
        Included { rows, load, types: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<A, L, S, E> Include for Included<A, L, S, E>
where
    A: Association,
    L: Load<A::Target>,
    S: Shape,
    E: Effect,
{
    type Association = A;
    type Value = S::Of<L::Output>;
    type Effect = E;
    const JOINS: bool = S::IS_ONE && L::JOINS;

    fn condition(&self) -> Option<Expression> {
        exists::<A, E>(&self.rows)
    }

    fn is_empty(value: &Self::Value) -> bool {
        S::is_empty(value)
    }

    fn join(&self) -> Option<Join> {
        let own = self.rows.filter.as_ref().is_some_and(Expression::holds_own_sql);
        let joins = (A::RELATION.leads_to_one() && !own).then(|| self.load.joins()).flatten()?;
        Some(Join { relation: A::RELATION, filter: self.rows.filter.clone(), joins })
    }

    #[inline(always)]
    fn beside(beside: &mut Beside<'_>) -> Result<Option<Self::Value>> {
        let row = match beside.take::<A>()? {
            Some(row) => Some(L::beside(row, beside)?),
            None => {
                beside.skip(L::width());
                None
            }
        };
        Ok(S::from_row(row))
    }

    fn width() -> usize {
        A::RELATION.target.columns.len() + L::width()
    }

    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Option<Self::Value>>> {
        let count = sources.len();
        gathered::<S, _>(self.load.level::<A>(session, self.rows, sources), count)
    }
}

/// The condition on the rows above, if those without a match are dropped.
pub(super) fn exists<A: Association, E: Effect>(rows: &Refinement) -> Option<Expression> {
    E::DROPS.then(|| Expression::Exists(A::RELATION, rows.filter.clone().map(Box::new)))
}

#[diagnostic::do_not_recommend]
impl<A: Association> Include for Path<A> {
    type Association = A;
    type Value = <A::Shape as Shape>::Of<A::Target>;
    type Effect = Keeps;
    const JOINS: bool = <Included<A> as Include>::JOINS;

    fn condition(&self) -> Option<Expression> {
        None
    }

    fn is_empty(value: &Self::Value) -> bool {
        A::Shape::is_empty(value)
    }

    fn join(&self) -> Option<Join> {
        Included::<A>::new().join()
    }

    #[inline(always)]
    fn beside(beside: &mut Beside<'_>) -> Result<Option<Self::Value>> {
        <Included<A> as Include>::beside(beside)
    }

    fn width() -> usize {
        <Included<A> as Include>::width()
    }

    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Option<Self::Value>>> {
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
    pub fn required(self) -> Included<A, Plain, <A::Shape as Shape>::Present, Drops> {
        Included::<A>::new().required()
    }

    /// As [`Included::include`].
    pub fn include<I: Include, W>(
        self,
        include: I,
    ) -> Included<A, W, <I::Effect as Effect>::Above<A::Shape, Keeps>>
    where
        Plain: Including<A::Target, I, Output = W>,
    {
        Included::<A>::new().include(include)
    }
}

//! `Project::TASKS`: an association as a value, for predicates and orders that run across it.
use std::marker::PhantomData;

use super::{Association, Many, Optional, Required};
use crate::query::{CountOf, Filter, Order, Predicate};
use crate::statement::Expression;

/// An association of a model, as a value.
pub struct Path<A>(PhantomData<fn() -> A>);

impl<A> Clone for Path<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Path<A> {}

impl<A: Association> std::fmt::Debug for Path<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&A::RELATION.label())
    }
}

impl<A> Default for Path<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A> Path<A> {
    /// The association; the derive calls it.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// A shape of at most one row.
#[diagnostic::on_unimplemented(
    message = "this association leads to many rows, so there is no single value to compare or to order by",
    label = "leads to many rows",
    note = "ask with `any(…)`, `none(…)` or `count()` instead"
)]
pub trait ToOne {}
#[diagnostic::do_not_recommend]
impl ToOne for Optional {}
#[diagnostic::do_not_recommend]
impl ToOne for Required {}

/// A shape of any number of rows.
#[diagnostic::on_unimplemented(
    message = "this association leads to at most one row, so there is nothing to count or to limit",
    label = "leads to at most one row",
    note = "ask with `matches(…)`, `exists()` or `is_empty()` instead"
)]
pub trait ToMany {}
#[diagnostic::do_not_recommend]
impl ToMany for Many {}

impl<A: Association> Path<A> {
    fn exists_where(filter: Option<Expression>) -> Predicate<A::Source> {
        Predicate::new(Expression::Exists(A::RELATION, filter.map(Box::new)))
    }

    /// Rows from which it leads to a row for which the predicate holds.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let open = Project::query().filter(Project::TASKS.any(Task::DONE.eq(false)));
    /// assert_eq!(open.one(&db).await?.name, "Apollo");
    /// # Ok(())
    /// # });
    /// ```
    pub fn any(self, predicate: impl Filter<A::Target>) -> Predicate<A::Source> {
        Self::exists_where(predicate.into_condition())
    }

    /// Rows from which it leads to no row for which the predicate holds.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let finished = Project::query().filter(Project::TASKS.none(Task::DONE.eq(false)));
    /// assert_eq!(finished.one(&db).await?.name, "Gemini");
    /// # Ok(())
    /// # });
    /// ```
    pub fn none(self, predicate: impl Filter<A::Target>) -> Predicate<A::Source> {
        !self.any(predicate)
    }

    /// Rows from which it leads to a row.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Project::query().filter(Project::OWNER.exists()).one(&db).await?.name, "Apollo");
    /// # Ok(())
    /// # });
    /// ```
    pub fn exists(self) -> Predicate<A::Source> {
        Self::exists_where(None)
    }

    /// Rows from which it leads to no row.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Project::query().filter(Project::MEMBERS.is_empty()).one(&db).await?.name, "Gemini");
    /// # Ok(())
    /// # });
    /// ```
    pub fn is_empty(self) -> Predicate<A::Source> {
        !self.exists()
    }

    /// How many rows it leads to: `Project::TASKS.count().gt(3)`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Project::query().filter(Project::MEMBERS.count().eq(2)).one(&db).await?.name, "Apollo");
    /// # Ok(())
    /// # });
    /// ```
    pub fn count(self) -> CountOf<A>
    where
        A::Shape: ToMany,
    {
        CountOf::new(Expression::Count(A::RELATION, None))
    }

    /// How many rows it leads to for which the predicate holds.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let open = Project::TASKS.count_where(Task::DONE.eq(false));
    /// assert_eq!(Project::query().filter(open.gt(1)).one(&db).await?.name, "Apollo");
    /// # Ok(())
    /// # });
    /// ```
    pub fn count_where(self, predicate: impl Filter<A::Target>) -> CountOf<A>
    where
        A::Shape: ToMany,
    {
        CountOf::new(Expression::Count(A::RELATION, predicate.into_condition().map(Box::new)))
    }

    /// Rows whose row at the other end satisfies the predicate.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let of_ada = Task::PROJECT.matches(Project::OWNER.matches(User::NAME.eq("Ada")));
    /// assert_eq!(Task::query().filter(of_ada).count(&db).await?, 3);
    /// # Ok(())
    /// # });
    /// ```
    pub fn matches(self, predicate: impl Filter<A::Target>) -> Predicate<A::Source>
    where
        A::Shape: ToOne,
    {
        self.any(predicate)
    }

    /// The order by a column of the row at the other end: `Task::PROJECT.order(Project::NAME.asc())`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let by_project = [Task::PROJECT.order(Project::NAME.desc()), Task::ID.desc()];
    /// let tasks = Task::query().order_by(by_project).all(&db).await?;
    /// assert_eq!(tasks[0].title, "Name it");
    /// # Ok(())
    /// # });
    /// ```
    pub fn order(self, order: Order<A::Target>) -> Order<A::Source>
    where
        A::Shape: ToOne,
    {
        order.map(|expression| Expression::Through(A::RELATION, Box::new(expression)))
    }
}

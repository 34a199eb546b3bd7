//! Predicates and orders over the columns of one model.
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use crate::model::Model;
use crate::statement::{Direction, Expression};
use crate::value::Value;

/// A condition on rows of the model `M`.
#[must_use = "a predicate does nothing until a query is filtered by it"]
pub struct Predicate<M> {
    expression: Expression,
    model: PhantomData<fn() -> M>,
}

impl<M> Clone for Predicate<M> {
    fn clone(&self) -> Self {
        Self::new(self.expression.clone())
    }
}

impl<M: Model> std::fmt::Debug for Predicate<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Predicate").field("model", &M::DESCRIPTION.name).finish_non_exhaustive()
    }
}

impl<M> Predicate<M> {
    pub(crate) fn new(expression: Expression) -> Self {
        Self { expression, model: PhantomData }
    }

    pub(crate) fn into_expression(self) -> Expression {
        self.expression
    }

    /// Rows for which both hold.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let filter = Task::DONE.eq(false).and(Task::HOURS.gt(4)); // or with `&`
    /// assert_eq!(Task::query().filter(filter).one(&db).await?.title, "Build");
    /// # Ok(())
    /// # });
    /// ```
    pub fn and(self, other: Self) -> Self {
        Self::new(self.expression.and(other.expression))
    }

    /// Rows for which one of them holds, or both.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let filter = Task::DONE.eq(true).or(Task::HOURS.gt(4)); // or with `|`
    /// assert_eq!(Task::query().filter(filter).count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn or(self, other: Self) -> Self {
        let mut parts = match self.expression {
            Expression::Any(parts) => parts,
            part => vec![part],
        };
        parts.push(other.expression);
        Self::new(Expression::Any(parts))
    }

    /// Rows for which all of them hold; all rows if there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let words = ["sig", "Des"]; // of a search
    /// let filter = Predicate::all(words.map(|word| Task::TITLE.contains(word)));
    /// assert_eq!(Task::query().filter(filter).one(&db).await?.title, "Design");
    /// # Ok(())
    /// # });
    /// ```
    pub fn all(predicates: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Expression::All(predicates.into_iter().map(Self::into_expression).collect()))
    }

    /// Rows for which any of them holds; no rows if there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let filter = Predicate::any(["Des", "Bui"].map(|start| Task::TITLE.starts_with(start)));
    /// assert_eq!(Task::query().filter(filter).count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn any(predicates: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Expression::Any(predicates.into_iter().map(Self::into_expression).collect()))
    }

    /// A condition in SQL of your own: each `?` is one of the values, `??` a question mark. Columns of the model are
    /// in scope under their names in the database: `Predicate::sql("length(name) < ?", [5.into()])`.
    ///
    /// The text goes to the database as it stands: never build it from what a user typed.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let short = Predicate::sql("length(title) < ?", [6.into()]);
    /// assert_eq!(Task::query().filter(short).one(&db).await?.title, "Build");
    /// # Ok(())
    /// # });
    /// ```
    pub fn sql(text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self::new(Expression::Raw(text.into(), values.into_iter().collect()))
    }
}

impl<M> Not for Predicate<M> {
    type Output = Self;

    /// Rows for which it does not hold. Where it compares an empty column, neither it nor its opposite holds.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(!Task::TITLE.contains("i")).count(&db).await?, 0);
    /// # Ok(())
    /// # });
    /// ```
    fn not(self) -> Self {
        Self::new(Expression::Not(Box::new(self.expression)))
    }
}

impl<M> BitAnd for Predicate<M> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.and(other)
    }
}

impl<M> BitOr for Predicate<M> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

/// What `filter` takes: a predicate on the model, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no predicate on `{M}`",
    label = "expected a predicate on columns of `{M}`",
    note = "conditions on another model's columns run across an association: `{M}::….any(…)` or `{M}::….matches(…)`"
)]
pub trait Filter<M> {
    /// The condition, if there is one.
    fn into_condition(self) -> Option<Expression>;
}

#[diagnostic::do_not_recommend]
impl<M> Filter<M> for Predicate<M> {
    fn into_condition(self) -> Option<Expression> {
        Some(self.expression)
    }
}

#[diagnostic::do_not_recommend]
impl<M> Filter<M> for Option<Predicate<M>> {
    fn into_condition(self) -> Option<Expression> {
        self.map(Predicate::into_expression)
    }
}

/// One criterion that rows of `M` are ordered by.
#[must_use = "an order does nothing until a query is ordered by it"]
pub struct Order<M> {
    expression: Expression,
    direction: Direction,
    model: PhantomData<fn() -> M>,
}

impl<M> Clone for Order<M> {
    fn clone(&self) -> Self {
        Self { expression: self.expression.clone(), direction: self.direction, model: PhantomData }
    }
}

impl<M: Model> std::fmt::Debug for Order<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Order")
            .field("model", &M::DESCRIPTION.name)
            .field("direction", &self.direction)
            .finish_non_exhaustive()
    }
}

impl<M> Order<M> {
    pub(crate) fn new(expression: Expression, descending: bool) -> Self {
        let direction = Direction { descending, nulls_first: None };
        Self { expression, direction, model: PhantomData }
    }

    /// Puts rows without a value first; otherwise the database decides.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let task = Task::query().order_by(Task::HOURS.asc().nulls_first()).first(&db).await?.unwrap();
    /// assert_eq!(task.hours, None);
    /// # Ok(())
    /// # });
    /// ```
    pub fn nulls_first(mut self) -> Self {
        self.direction.nulls_first = Some(true);
        self
    }

    /// Puts rows without a value last; otherwise the database decides.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let task = Task::query().order_by(Task::HOURS.desc().nulls_last()).first(&db).await?.unwrap();
    /// assert_eq!(task.hours, Some(5));
    /// # Ok(())
    /// # });
    /// ```
    pub fn nulls_last(mut self) -> Self {
        self.direction.nulls_first = Some(false);
        self
    }

    /// The same order for a model from which `wrap` leads here.
    pub(crate) fn map<Source>(self, wrap: impl FnOnce(Expression) -> Expression) -> Order<Source> {
        Order { expression: wrap(self.expression), direction: self.direction, model: PhantomData }
    }
}

/// What `order_by` takes: an order by a column of the model, or an array of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no order of `{M}`",
    label = "expected `{M}::….asc()` or `.desc()`, or an array of them",
    note = "to order by the column of a to-one association's row: `{M}::….order(Other::COLUMN.asc())`"
)]
pub trait Ordering<M> {
    /// Appends its criteria.
    fn append_to(self, order: &mut Vec<(Expression, Direction)>);
}

#[diagnostic::do_not_recommend]
impl<M> Ordering<M> for Order<M> {
    fn append_to(self, order: &mut Vec<(Expression, Direction)>) {
        order.push((self.expression, self.direction));
    }
}

#[diagnostic::do_not_recommend]
impl<M, const N: usize> Ordering<M> for [Order<M>; N] {
    fn append_to(self, order: &mut Vec<(Expression, Direction)>) {
        order.extend(self.into_iter().map(|one| (one.expression, one.direction)));
    }
}

#[diagnostic::do_not_recommend]
impl<M> Ordering<M> for Vec<Order<M>> {
    fn append_to(self, order: &mut Vec<(Expression, Direction)>) {
        order.extend(self.into_iter().map(|one| (one.expression, one.direction)));
    }
}

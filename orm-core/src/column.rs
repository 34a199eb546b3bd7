//! Typed columns: `Task::TITLE`, and what can be asked about them.
use std::marker::PhantomData;

use crate::builder::Storable;
use crate::model::Model;
use crate::query::{Order, Predicate};
use crate::statement::{Comparison, Expression};
use crate::value::{ColumnType, Comparable, Nullable, Ordered, Value};

mod of;
mod text;

pub use of::{ColumnOf, UniqueColumnOf};

/// A column in which any number of rows may have the same value.
#[derive(Debug, Clone, Copy)]
pub enum Plain {}

/// A column in which no two rows have the same value.
#[derive(Debug, Clone, Copy)]
pub enum Unique {}

/// A column of the model `M` whose field has the type `T`.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let open = Task::query().filter(Task::DONE.eq(false)).order_by(Task::TITLE.asc()).select(Task::TITLE);
/// assert_eq!(open.all(&db).await?, ["Build", "Design"]);
/// assert_eq!(format!("{:?}", Task::TITLE), "Task.title");
/// # Ok(())
/// # });
/// ```
pub struct Column<M, T, Uniqueness = Plain> {
    position: usize,
    types: Types<M, T, Uniqueness>,
}

type Types<M, T, U> = PhantomData<fn() -> (M, T, U)>;

impl<M, T, U> Clone for Column<M, T, U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, T, U> Copy for Column<M, T, U> {}

impl<M: Model, T, U> std::fmt::Debug for Column<M, T, U> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", M::DESCRIPTION.name, M::DESCRIPTION.columns[self.position].field)
    }
}

impl<M, T, U> Column<M, T, U> {
    /// The column at this position; the derive calls it.
    #[must_use]
    pub const fn new(position: usize) -> Self {
        Self { position, types: PhantomData }
    }

    /// Its position in the model.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::TITLE.position(), 1);
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub const fn position(self) -> usize {
        self.position
    }
}

impl<M: Model, T: ColumnType, U> Column<M, T, U> {
    pub(crate) fn expression(self) -> Expression {
        Expression::Column(M::DESCRIPTION.columns[self.position].name)
    }

    /// What is to be stored in the column.
    pub(crate) fn value(self, value: impl Storable<T>) -> Value {
        value.into_stored().of_column(M::DESCRIPTION, self.position)
    }

    fn compare(self, comparison: Comparison, value: Value) -> Predicate<M> {
        let value = value.of_column(M::DESCRIPTION, self.position);
        Predicate::new(self.expression().compare(comparison, Expression::Value(value)))
    }

    /// Rows whose value equals this one. Empty columns equal nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::TITLE.eq("Design")).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn eq(self, value: impl Comparable<T::Base>) -> Predicate<M> {
        self.compare(Comparison::Equal, value.into_operand())
    }

    /// Rows whose value differs from this one. Empty columns do not differ; add `.or(….is_null())` to have them too.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// // `Name it` has no hours at all.
    /// assert_eq!(Task::query().filter(Task::HOURS.ne(3)).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn ne(self, value: impl Comparable<T::Base>) -> Predicate<M> {
        self.compare(Comparison::NotEqual, value.into_operand())
    }

    /// Rows whose value equals the one in another column of theirs.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::ID.eq_column(Task::PROJECT_ID)).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn eq_column<T2, U2>(self, other: Column<M, T2, U2>) -> Predicate<M>
    where
        T2: ColumnType<Base = T::Base>,
    {
        Predicate::new(self.expression().compare(Comparison::Equal, other.expression()))
    }

    /// Rows whose value is one of these; none if the list is empty. Any number of values is one parameter.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::ID.is_in([1, 3, 99])).count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn is_in<V: Comparable<T::Base>>(self, values: impl IntoIterator<Item = V>) -> Predicate<M> {
        Predicate::new(self.membership(values))
    }

    /// Rows whose value is none of these; all rows if the list is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::TITLE.not_in(["Design", "Build"])).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn not_in<V: Comparable<T::Base>>(self, values: impl IntoIterator<Item = V>) -> Predicate<M> {
        Predicate::new(Expression::Not(Box::new(self.membership(values))))
    }

    fn membership<V: Comparable<T::Base>>(self, values: impl IntoIterator<Item = V>) -> Expression {
        let known = |value: V| value.into_operand().of_column(M::DESCRIPTION, self.position);
        let values = values.into_iter().map(known).collect();
        Expression::Member(Box::new(self.expression()), T::TYPE, values)
    }

    /// The order by this column, smallest first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tasks = Task::query().order_by(Task::TITLE.asc()).all(&db).await?;
    /// assert_eq!(tasks[0].title, "Build");
    /// # Ok(())
    /// # });
    /// ```
    pub fn asc(self) -> Order<M> {
        Order::new(self.expression(), false)
    }

    /// The order by this column, greatest first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tasks = Task::query().order_by([Task::DONE.desc(), Task::ID.desc()]).all(&db).await?;
    /// assert_eq!(tasks[0].title, "Name it");
    /// # Ok(())
    /// # });
    /// ```
    pub fn desc(self) -> Order<M> {
        Order::new(self.expression(), true)
    }
}

/// Each asks for the order itself, so that rustc finds the method, and then says what is missing.
impl<M: Model, T: ColumnType, U> Column<M, T, U> {
    /// Rows whose value is greater than this one.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::HOURS.gt(3)).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn gt(self, value: impl Comparable<T::Base>) -> Predicate<M>
    where
        T: Ordered,
    {
        self.compare(Comparison::Greater, value.into_operand())
    }

    /// Rows whose value is this one or greater.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::HOURS.gte(3)).count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn gte(self, value: impl Comparable<T::Base>) -> Predicate<M>
    where
        T: Ordered,
    {
        self.compare(Comparison::GreaterOrEqual, value.into_operand())
    }

    /// Rows whose value is less than this one.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::HOURS.lt(5)).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn lt(self, value: impl Comparable<T::Base>) -> Predicate<M>
    where
        T: Ordered,
    {
        self.compare(Comparison::Less, value.into_operand())
    }

    /// Rows whose value is this one or less.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::HOURS.lte(5)).count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn lte(self, value: impl Comparable<T::Base>) -> Predicate<M>
    where
        T: Ordered,
    {
        self.compare(Comparison::LessOrEqual, value.into_operand())
    }

    /// Rows whose value is one of these two, or lies between them.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::HOURS.between(3, 4)).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn between(self, low: impl Comparable<T::Base>, high: impl Comparable<T::Base>) -> Predicate<M>
    where
        T: Ordered,
    {
        self.gte(low).and(self.lte(high))
    }
}

impl<M: Model, T: ColumnType, U> Column<M, T, U> {
    /// Rows without a value.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::HOURS.is_null()).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn is_null(self) -> Predicate<M>
    where
        T: Nullable,
    {
        Predicate::new(Expression::IsNull(Box::new(self.expression())))
    }

    /// Rows with a value.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::HOURS.is_not_null()).count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn is_not_null(self) -> Predicate<M>
    where
        T: Nullable,
    {
        !self.is_null()
    }
}

//! Typed columns: `Task::TITLE`, and what can be asked about them.
use std::marker::PhantomData;

use crate::builder::Storable;
use crate::model::Model;
use crate::query::{Order, Predicate};
use crate::statement::{Comparison, Expression};
use crate::value::{ColumnType, Comparable, Nullable, Ordered, Textual, Value};

/// A column in which any number of rows may have the same value.
#[derive(Debug, Clone, Copy)]
pub enum Plain {}

/// A column in which no two rows have the same value.
#[derive(Debug, Clone, Copy)]
pub enum Unique {}

/// A column of the model `M` whose field has the type `T`.
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
    pub fn eq(self, value: impl Comparable<T::Base>) -> Predicate<M> {
        self.compare(Comparison::Equal, value.into_operand())
    }

    /// Rows whose value differs from this one. Empty columns do not differ; add `.or(….is_null())` to have them too.
    pub fn ne(self, value: impl Comparable<T::Base>) -> Predicate<M> {
        self.compare(Comparison::NotEqual, value.into_operand())
    }

    /// Rows whose value equals the one in another column of theirs.
    pub fn eq_column<T2, U2>(self, other: Column<M, T2, U2>) -> Predicate<M>
    where
        T2: ColumnType<Base = T::Base>,
    {
        Predicate::new(self.expression().compare(Comparison::Equal, other.expression()))
    }

    /// Rows whose value is one of these; none if the list is empty. Any number of values is one parameter.
    pub fn is_in<V: Comparable<T::Base>>(self, values: impl IntoIterator<Item = V>) -> Predicate<M> {
        Predicate::new(self.membership(values))
    }

    /// Rows whose value is none of these; all rows if the list is empty.
    pub fn not_in<V: Comparable<T::Base>>(self, values: impl IntoIterator<Item = V>) -> Predicate<M> {
        Predicate::new(Expression::Not(Box::new(self.membership(values))))
    }

    fn membership<V: Comparable<T::Base>>(self, values: impl IntoIterator<Item = V>) -> Expression {
        let known = |value: V| value.into_operand().of_column(M::DESCRIPTION, self.position);
        let values = values.into_iter().map(known).collect();
        Expression::Member(Box::new(self.expression()), T::TYPE, values)
    }

    /// The order by this column, smallest first.
    pub fn asc(self) -> Order<M> {
        Order::new(self.expression(), false)
    }

    /// The order by this column, greatest first.
    pub fn desc(self) -> Order<M> {
        Order::new(self.expression(), true)
    }
}

impl<M: Model, T: Ordered, U> Column<M, T, U> {
    /// Rows whose value is greater than this one.
    pub fn gt(self, value: impl Comparable<T::Base>) -> Predicate<M> {
        self.compare(Comparison::Greater, value.into_operand())
    }

    /// Rows whose value is this one or greater.
    pub fn gte(self, value: impl Comparable<T::Base>) -> Predicate<M> {
        self.compare(Comparison::GreaterOrEqual, value.into_operand())
    }

    /// Rows whose value is less than this one.
    pub fn lt(self, value: impl Comparable<T::Base>) -> Predicate<M> {
        self.compare(Comparison::Less, value.into_operand())
    }

    /// Rows whose value is this one or less.
    pub fn lte(self, value: impl Comparable<T::Base>) -> Predicate<M> {
        self.compare(Comparison::LessOrEqual, value.into_operand())
    }

    /// Rows whose value is one of these two, or lies between them.
    pub fn between(self, low: impl Comparable<T::Base>, high: impl Comparable<T::Base>) -> Predicate<M> {
        self.gte(low).and(self.lte(high))
    }
}

impl<M: Model, T: Nullable, U> Column<M, T, U> {
    /// Rows without a value.
    pub fn is_null(self) -> Predicate<M> {
        Predicate::new(Expression::IsNull(Box::new(self.expression())))
    }

    /// Rows with a value.
    pub fn is_not_null(self) -> Predicate<M> {
        !self.is_null()
    }
}

impl<M: Model, T: Textual, U> Column<M, T, U> {
    /// Rows whose text matches a pattern, heeding case: `%` is any text, `_` any character, `\` takes the next one as
    /// it stands.
    pub fn like(self, pattern: impl Into<String>) -> Predicate<M> {
        Predicate::new(Expression::Like(Box::new(self.expression()), pattern.into(), true))
    }

    /// Rows whose text does not match a pattern; the opposite of [`like`](Column::like).
    pub fn not_like(self, pattern: impl Into<String>) -> Predicate<M> {
        !self.like(pattern)
    }

    /// Like [`like`](Column::like), whatever the case of ASCII letters (a database may know more letters).
    pub fn ilike(self, pattern: impl Into<String>) -> Predicate<M> {
        Predicate::new(Expression::Like(Box::new(self.expression()), pattern.into(), false))
    }

    /// Rows whose text holds this one; `%` and `_` have no special meaning.
    pub fn contains(self, text: &str) -> Predicate<M> {
        self.like(format!("%{}%", escape(text)))
    }

    /// Rows whose text begins with this one; `%` and `_` have no special meaning.
    pub fn starts_with(self, text: &str) -> Predicate<M> {
        self.like(format!("{}%", escape(text)))
    }

    /// Rows whose text ends with this one; `%` and `_` have no special meaning.
    pub fn ends_with(self, text: &str) -> Predicate<M> {
        self.like(format!("%{}", escape(text)))
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

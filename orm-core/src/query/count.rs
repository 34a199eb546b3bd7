//! How many rows an association leads to.
use std::marker::PhantomData;

use super::{Order, Predicate};
use crate::association::Association;
use crate::statement::{Comparison, Expression};
use crate::value::ColumnType as _;

/// How many rows an association leads to: to compare, to order by, or to include in place of the rows.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let busy = Project::query().filter(Project::TASKS.count().gte(3));
/// assert_eq!(busy.one(&db).await?.name, "Apollo");
/// let busiest = Project::query().order_by(Project::TASKS.count().desc()).first(&db).await?;
/// assert_eq!(busiest.unwrap().name, "Apollo");
/// let idle = Project::query().filter(Project::TASKS.count_where(Task::DONE.eq(false)).eq(0));
/// assert_eq!(idle.one(&db).await?.name, "Gemini");
/// # Ok(())
/// # });
/// ```
#[derive(Debug, Clone)]
#[must_use = "a count does nothing until it is compared or ordered by"]
pub struct CountOf<A> {
    expression: Expression,
    association: PhantomData<fn() -> A>,
}

impl<A: Association> CountOf<A> {
    pub(crate) fn new(expression: Expression) -> Self {
        Self { expression, association: PhantomData }
    }

    /// The condition on the counted rows.
    pub(crate) fn into_filter(self) -> Option<Expression> {
        match self.expression {
            Expression::Count(_, filter) => filter.map(|filter| *filter),
            _ => None,
        }
    }

    fn compare(self, comparison: Comparison, rows: i64) -> Predicate<A::Source> {
        Predicate::new(self.expression.compare(comparison, Expression::Value(rows.to_value())))
    }

    /// As [`Column::eq`](crate::column::Column::eq): exactly this many.
    pub fn eq(self, rows: i64) -> Predicate<A::Source> {
        self.compare(Comparison::Equal, rows)
    }

    /// As [`Column::ne`](crate::column::Column::ne): any number but this one.
    pub fn ne(self, rows: i64) -> Predicate<A::Source> {
        self.compare(Comparison::NotEqual, rows)
    }

    /// As [`Column::gt`](crate::column::Column::gt): more than this many.
    pub fn gt(self, rows: i64) -> Predicate<A::Source> {
        self.compare(Comparison::Greater, rows)
    }

    /// As [`Column::gte`](crate::column::Column::gte): this many or more.
    pub fn gte(self, rows: i64) -> Predicate<A::Source> {
        self.compare(Comparison::GreaterOrEqual, rows)
    }

    /// As [`Column::lt`](crate::column::Column::lt): fewer than this many.
    pub fn lt(self, rows: i64) -> Predicate<A::Source> {
        self.compare(Comparison::Less, rows)
    }

    /// As [`Column::lte`](crate::column::Column::lte): this many or fewer.
    pub fn lte(self, rows: i64) -> Predicate<A::Source> {
        self.compare(Comparison::LessOrEqual, rows)
    }

    /// As [`Column::asc`](crate::column::Column::asc): the order by it, fewest first.
    pub fn asc(self) -> Order<A::Source> {
        Order::new(self.expression, false)
    }

    /// As [`Column::desc`](crate::column::Column::desc): the order by it, most first.
    pub fn desc(self) -> Order<A::Source> {
        Order::new(self.expression, true)
    }
}

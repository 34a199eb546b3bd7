//! What runs a query for one number of a column: `sum`, `min`, `max`, `avg`.
use super::Query;
use super::run::fetch_scalar;
use crate::column::ColumnOf;
use crate::model::Model;
use crate::session::{Executor, Pending};
use crate::statement::{Aggregate, Projection};
use crate::value::{ColumnType, Number, Ordered};

impl<M: Model> Query<M> {
    fn aggregate<'a, T>(
        mut self,
        db: &'a (impl Executor + ?Sized),
        (function, expression): (Aggregate, crate::statement::Expression),
    ) -> Pending<'a, Option<T>>
    where
        T: ColumnType<Base = T>,
    {
        let session = db.session();
        Box::pin(async move {
            if self.empty {
                return Ok(None);
            }
            self.select.order.clear();
            self.select.lock = None;
            self.select.projection = Projection::Aggregate(function, Some(expression));
            fetch_scalar::<Option<T>>(session, self.select).await
        })
    }

    /// Adds a column up; `None` if there is no row with a value.
    ///
    /// # Errors
    ///
    /// As for [`all`](Query::all).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().sum(&db, Task::HOURS).await?, Some(8));
    /// # Ok(())
    /// # });
    /// ```
    pub fn sum<'a, C: ColumnOf<M, Type = T>, T: Number>(
        self,
        db: &'a (impl Executor + ?Sized),
        column: C,
    ) -> Pending<'a, Option<T::Sum>>
    where
        T::Sum: ColumnType<Base = T::Sum>,
    {
        self.aggregate(db, (Aggregate::Sum, column.column().expression()))
    }

    /// The least value of a column; `None` if there is no row with a value.
    ///
    /// # Errors
    ///
    /// As for [`all`](Query::all).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().min(&db, Task::HOURS).await?, Some(3));
    /// assert_eq!(Task::query().filter(Task::DONE.eq(true)).min(&db, Task::HOURS).await?, None);
    /// # Ok(())
    /// # });
    /// ```
    pub fn min<'a, C: ColumnOf<M, Type = T>, T: Ordered>(
        self,
        db: &'a (impl Executor + ?Sized),
        column: C,
    ) -> Pending<'a, Option<T::Base>> {
        self.aggregate(db, (Aggregate::Min, column.column().expression()))
    }

    /// The greatest value of a column; `None` if there is no row with a value.
    ///
    /// # Errors
    ///
    /// As for [`all`](Query::all).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().max(&db, Task::TITLE).await?.as_deref(), Some("Name it"));
    /// # Ok(())
    /// # });
    /// ```
    pub fn max<'a, C: ColumnOf<M, Type = T>, T: Ordered>(
        self,
        db: &'a (impl Executor + ?Sized),
        column: C,
    ) -> Pending<'a, Option<T::Base>> {
        self.aggregate(db, (Aggregate::Max, column.column().expression()))
    }

    /// The mean of a column; `None` if there is no row with a value.
    ///
    /// # Errors
    ///
    /// As for [`all`](Query::all).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().avg(&db, Task::HOURS).await?, Some(4.0));
    /// # Ok(())
    /// # });
    /// ```
    pub fn avg<'a, C: ColumnOf<M, Type = T>, T: Number>(
        self,
        db: &'a (impl Executor + ?Sized),
        column: C,
    ) -> Pending<'a, Option<f64>> {
        self.aggregate(db, (Aggregate::Average, column.column().expression()))
    }
}

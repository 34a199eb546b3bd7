//! Reads of some columns, as a value or a tuple instead of the whole struct.
use std::marker::PhantomData;

use crate::column::Column;
use crate::driver::Row;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Model, misfit};
use crate::query::run::{fetch, only};
use crate::query::{Filter, Ordering, Page, Query, Rows};
use crate::schema::ModelDescription;
use crate::session::{Executor, Pending, Session, mapped};
use crate::statement::{Expression, Projection};
use crate::value::{ColumnType, Mismatch, ValueRef};

/// What `select` takes: a column of the model, or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no selection of columns of `{M}`",
    label = "expected a column of `{M}`, or a tuple of up to 8 of them"
)]
pub trait Columns<M: Model> {
    /// What a row becomes.
    type Row: Send + 'static;
    /// The columns themselves; named through here, they are unknown where they are none of this model, so that nothing
    /// more is said of them.
    type Checked: Columns<M, Row = Self::Row> + 'static;

    /// The columns as expressions.
    fn expressions(self) -> Vec<Expression>;

    /// Reads a row that holds these columns.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if a stored value does not fit.
    fn decode(row: &dyn Row) -> Result<Self::Row>;
}

/// What `select` takes of owners that are of one model or another: columns of one of these models.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no selection of columns of one model",
    label = "expected a column of one of the models, or a tuple of up to 8 of them",
    note = "each model has a `select` of its own, one after the other"
)]
pub trait OwnerColumns<M: Model>: Columns<M> {}

#[diagnostic::do_not_recommend]
impl<M: Model, C: Columns<M>> OwnerColumns<M> for C {}

fn read<T: ColumnType>(row: &dyn Row, index: usize, model: &ModelDescription) -> Result<T> {
    let value = row.get(index)?;
    T::from_value(value).map_err(|mismatch| explain(row, (index, value), (model, &mismatch)))
}

/// The result has the column's name, so that the message can be the one of a whole row.
#[cold]
fn explain(
    row: &dyn Row,
    (index, value): (usize, ValueRef<'_>),
    (model, mismatch): (&ModelDescription, &Mismatch),
) -> Error {
    let named = row.name(index).and_then(|name| model.columns.iter().position(|column| column.name == name));
    if let Some(position) = named {
        return misfit(model, position, (value, mismatch));
    }
    let (expected, place, name) = (mismatch.expected, index + 1, model.name);
    let message = format!("selected column {place} of `{name}` expects {expected}, but holds {value}");
    Error::new(ErrorKind::Decode, message)
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType, U: 'static> Columns<M> for Column<M, T, U> {
    type Row = T;
    type Checked = Self;

    fn expressions(self) -> Vec<Expression> {
        vec![self.expression()]
    }

    fn decode(row: &dyn Row) -> Result<T> {
        read(row, 0, M::DESCRIPTION)
    }
}

macro_rules! tuples {
    ($($ty:ident $uniqueness:ident $index:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<M: Model, $($ty: ColumnType,)+ $($uniqueness: 'static,)+> Columns<M> for ($(Column<M, $ty, $uniqueness>,)+) {
            type Row = ($($ty,)+);
            type Checked = Self;

            fn expressions(self) -> Vec<Expression> {
                vec![$(self.$index.expression()),+]
            }

            fn decode(row: &dyn Row) -> Result<Self::Row> {
                Ok(($(read::<$ty>(row, $index, M::DESCRIPTION)?,)+))
            }
        }
    };
}
tuples!(T0 U0 0);
tuples!(T0 U0 0, T1 U1 1);
tuples!(T0 U0 0, T1 U1 1, T2 U2 2);
tuples!(T0 U0 0, T1 U1 1, T2 U2 2, T3 U3 3);
tuples!(T0 U0 0, T1 U1 1, T2 U2 2, T3 U3 3, T4 U4 4);
tuples!(T0 U0 0, T1 U1 1, T2 U2 2, T3 U3 3, T4 U4 4, T5 U5 5);
tuples!(T0 U0 0, T1 U1 1, T2 U2 2, T3 U3 3, T4 U4 4, T5 U5 5, T6 U6 6);
tuples!(T0 U0 0, T1 U1 1, T2 U2 2, T3 U3 3, T4 U4 4, T5 U5 5, T6 U6 6, T7 U7 7);

/// A query that gives some columns of each row.
#[must_use = "a query does nothing until it is run, for example by `.all(&db)`"]
pub struct Selected<M, C> {
    pub(crate) query: Query<M>,
    columns: PhantomData<fn() -> C>,
}

impl<M: Model, C> std::fmt::Debug for Selected<M, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Selected").field("query", &self.query).finish_non_exhaustive()
    }
}

impl<M: Model> Query<M> {
    /// Gives only these columns: `Task::query().select((Task::ID, Task::TITLE))` gives `(i64, String)` for each row.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let pairs = Task::query().select((Task::ID, Task::TITLE)).order_by(Task::ID.asc());
    /// let rows: Vec<(i64, String)> = pairs.all(&db).await?;
    /// assert_eq!(rows[0], (1, "Design".to_owned()));
    /// # Ok(())
    /// # });
    /// ```
    pub fn select<C: Columns<M, Checked = P>, P>(mut self, columns: C) -> Selected<M, P> {
        self.select.projection = Projection::Expressions(columns.expressions());
        Selected { query: self, columns: PhantomData }
    }
}

impl<M: Model, C: Columns<M> + 'static> Selected<M, C> {
    /// As [`Query::filter`].
    pub fn filter(self, predicate: impl Filter<M>) -> Self {
        Self { query: self.query.filter(predicate), columns: PhantomData }
    }

    /// As [`Query::order_by`].
    pub fn order_by(self, order: impl Ordering<M>) -> Self {
        Self { query: self.query.order_by(order), columns: PhantomData }
    }

    /// As [`Query::limit`].
    pub fn limit(self, rows: u64) -> Self {
        Self { query: self.query.limit(rows), columns: PhantomData }
    }

    /// As [`Query::offset`].
    pub fn offset(self, rows: u64) -> Self {
        Self { query: self.query.offset(rows), columns: PhantomData }
    }

    /// As [`Query::distinct`].
    pub fn distinct(self) -> Self {
        Self { query: self.query.distinct(), columns: PhantomData }
    }

    /// Gives all rows.
    ///
    /// # Errors
    ///
    /// As for [`Query::all`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let titles: Vec<String> = Task::query().select(Task::TITLE).all(&db).await?;
    /// assert_eq!(titles.len(), 3);
    /// # Ok(())
    /// # });
    /// ```
    pub fn all<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Vec<C::Row>> {
        self.all_in(db.session())
    }

    pub(crate) fn all_in(self, session: Session<'_>) -> Pending<'_, Vec<C::Row>> {
        if self.query.empty {
            return Box::pin(std::future::ready(Ok(Vec::new())));
        }
        Box::pin(fetch(session, self.query.select, C::decode))
    }

    /// Gives the first row, or `None`.
    ///
    /// # Errors
    ///
    /// As for [`Query::all`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let title = Task::query().order_by(Task::ID.asc()).select(Task::TITLE).first(&db).await?;
    /// assert_eq!(title.as_deref(), Some("Design"));
    /// # Ok(())
    /// # });
    /// ```
    pub fn first<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Option<C::Row>> {
        self.first_in(db.session())
    }

    pub(crate) fn first_in(self, session: Session<'_>) -> Pending<'_, Option<C::Row>> {
        let limit = self.query.select.limit.unwrap_or(1).min(1);
        let rows = self.limit(limit).all_in(session);
        mapped(rows, |rows| Ok(rows.into_iter().next()))
    }

    /// Gives the only row.
    ///
    /// # Errors
    ///
    /// As for [`Query::one`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(User::query().filter(User::NAME.eq("Ada")).select(User::ID).one(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn one<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, C::Row> {
        self.one_in(db.session())
    }

    pub(crate) fn one_in(self, session: Session<'_>) -> Pending<'_, C::Row> {
        let limit = self.query.select.limit.unwrap_or(2).min(2);
        let rows = self.limit(limit).all_in(session);
        mapped(rows, only::<M, _>)
    }

    /// Counts the rows; after [`distinct`](Self::distinct), equal ones once.
    ///
    /// # Errors
    ///
    /// As for [`Query::all`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().select(Task::DONE).distinct().count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn count<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, u64> {
        self.query.count_in(db.session())
    }

    /// Says whether there is a row.
    ///
    /// # Errors
    ///
    /// As for [`Query::all`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert!(Task::query().select(Task::TITLE).exists(&db).await?);
    /// # Ok(())
    /// # });
    /// ```
    pub fn exists<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, bool> {
        self.query.exists_in(db.session())
    }

    /// Gives one page, counted from 1, and how many rows there are in all; as [`Query::page`].
    ///
    /// # Errors
    ///
    /// As for [`Query::page`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let page = Task::query().select(Task::TITLE).page(&db, 1, 2).await?;
    /// assert_eq!(page.rows, ["Design", "Build"]);
    /// # Ok(())
    /// # });
    /// ```
    pub fn page<'a>(
        self,
        db: &'a (impl Executor + ?Sized),
        number: u64,
        size: u64,
    ) -> Pending<'a, Page<C::Row>> {
        self.page_in(db.session(), number, size)
    }

    pub(crate) fn page_in(
        mut self,
        session: Session<'_>,
        number: u64,
        size: u64,
    ) -> Pending<'_, Page<C::Row>> {
        Box::pin(async move {
            let counted = self.query.clone();
            self.query.select.cut_to_page(number, size)?;
            let total = counted.count_in(session).await?;
            let rows = self.all_in(session).await?;
            Ok(Page { rows, number, size, total })
        })
    }

    /// Gives the rows one by one; as [`Query::stream`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let mut titles = Task::query().select(Task::TITLE).order_by(Task::ID.asc()).stream(&db);
    /// assert_eq!(titles.next().await.unwrap()?, "Design");
    /// # Ok(())
    /// # });
    /// ```
    pub fn stream<'a>(self, db: &'a (impl Executor + ?Sized)) -> Rows<'a, C::Row> {
        self.stream_in(db.session())
    }

    pub(crate) fn stream_in(self, session: Session<'_>) -> Rows<'_, C::Row> {
        Rows::new(session, (!self.query.empty).then_some(self.query.select), C::decode)
    }

    /// The SQL that [`all`](Selected::all) would send.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let sql = Task::query().select(Task::TITLE).to_sql(&db);
    /// assert!(sql.contains("title") && !sql.contains("hours"), "{sql}");
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn to_sql(&self, db: &(impl Executor + ?Sized)) -> String {
        self.query.to_sql(db)
    }
}

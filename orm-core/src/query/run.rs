//! What runs a query: `all`, `first`, `one`, `count`, `exists`, pages.
use crate::driver::{BoxFuture, Request, Row};
use crate::error::{Error, ErrorKind, Result};
use crate::load::Load;
use crate::model::{Cells, Model};
use crate::query::Query;
use crate::query::text::prepared;
use crate::session::{Decode, Executor, Pending, Reading, Running, Session, Subject, mapped};
use crate::statement::{Aggregate, Projection, Select, Statement};
use crate::value::ColumnType;

/// A page of rows, with how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<M> {
    /// The rows of this page.
    pub rows: Vec<M>,
    /// The number of the page, from 1.
    pub number: u64,
    /// How many rows a full page has.
    pub size: u64,
    /// How many rows all pages have together.
    pub total: u64,
}

impl<M> Page<M> {
    /// How many pages there are.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().page(&db, 1, 2).await?.pages(), 2);
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(self.size.max(1))
    }
}

pub(crate) fn decode_model<M: Model>(row: &dyn Row) -> Result<M> {
    M::decode(&Cells::new(row, 0, M::DESCRIPTION))
}

pub(crate) fn decode_scalar<T: ColumnType>(row: &dyn Row) -> Result<T> {
    let value = row.get(0)?;
    T::from_value(value).map_err(|mismatch| {
        Error::new(
            ErrorKind::Decode,
            format!("the result is expected to be {}, but is {value}", mismatch.expected),
        )
    })
}

/// Runs a read whose rows `decode` understands.
///
/// Its text is made before anything is awaited, so that no future carries the statement as data.
pub(crate) fn fetch<T: Send + 'static>(
    session: Session<'_>,
    select: Box<Select>,
    decode: Decode<T>,
) -> Reading<'_, Vec<T>> {
    run(session, select).collecting(decode)
}

/// Runs a read that gives one row at most.
pub(crate) fn fetch_first<T: Send + 'static>(
    session: Session<'_>,
    select: Box<Select>,
    decode: Decode<T>,
) -> Reading<'_, Option<T>> {
    run(session, select).keeping_first(decode)
}

/// Runs a read that gives one row of one column.
pub(crate) fn fetch_scalar<T: ColumnType>(session: Session<'_>, select: Box<Select>) -> Reading<'_, T> {
    run(session, select).keeping_one(decode_scalar::<T>)
}

fn run(session: Session<'_>, mut select: Box<Select>) -> Running<'_> {
    let (asked, subject) = (select.asked.take(), subject(&select));
    let (text, arguments) = prepared(session, select);
    // Who asks is reported first.
    let report = asked.map(|asked| -> BoxFuture<'_, ()> { Box::pin(asked.report(session)) });
    session.run(Request::new(text, arguments), subject).after(report)
}

pub(crate) fn subject(select: &Select) -> Subject {
    Subject::on(select.model, select.from.as_ref().map(crate::statement::Origin::relation))
}

impl Select {
    /// The same rows, counted; neither an order nor a lock makes sense for a number.
    fn counted(mut self: Box<Self>) -> Box<Self> {
        self.order.clear();
        self.lock = None;
        self.projection = if self.distinct {
            Projection::Counted(Box::new(self.projection))
        } else if self.limit.is_some() || self.offset.is_some() {
            Projection::Counted(Box::new(Projection::One))
        } else {
            Projection::Aggregate(Aggregate::Count, None)
        };
        self
    }
}

pub(crate) fn count(session: Session<'_>, select: Box<Select>) -> impl Future<Output = Result<u64>> + Send {
    let counting = fetch_scalar::<i64>(session, select.counted());
    async move { Ok(u64::try_from(counting.await?).unwrap_or(0)) }
}

pub(crate) fn exists(
    session: Session<'_>,
    mut select: Box<Select>,
) -> impl Future<Output = Result<bool>> + Send {
    // Of rows that are to be told apart, more than one may have to be passed over.
    if !select.distinct {
        select.projection = Projection::One;
        select.order.clear();
    }
    select.lock = None;
    select.limit = Some(select.limit.unwrap_or(1).min(1));
    let looking = fetch_first(session, select, |_| Ok(()));
    async move { Ok(looking.await?.is_some()) }
}

#[cold]
pub(crate) fn not_found<M: Model>() -> Error {
    Error::new(
        ErrorKind::NotFound,
        format!("no `{}` matches; use `first` or `find` where none is possible", M::DESCRIPTION.name),
    )
}

/// The row, if it is the only one.
pub(crate) fn only<M: Model, T>(rows: Vec<T>) -> Result<T> {
    let mut rows = rows.into_iter();
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row),
        (None, _) => Err(not_found::<M>()),
        _ => {
            let message = format!("more than one `{}` matches; use `first` or `all`", M::DESCRIPTION.name);
            Err(Error::new(ErrorKind::TooManyRows, message))
        }
    }
}

impl<M: Model, L: Load<M>> Query<M, L> {
    /// Gives all rows.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if a stored value does not fit its field,
    /// [`UndefinedTable`](ErrorKind::UndefinedTable) if the table is missing, or a connection error; likewise for
    /// everything below that runs a query.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tasks: Vec<Task> = Task::query().all(&db).await?;
    /// assert_eq!(tasks.len(), 3);
    /// # Ok(())
    /// # });
    /// ```
    pub fn all<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Vec<L::Output>> {
        self.all_in(db.session())
    }

    pub(crate) fn all_in(self, session: Session<'_>) -> Pending<'_, Vec<L::Output>> {
        if self.empty {
            return Box::pin(std::future::ready(Ok(Vec::new())));
        }
        self.load.read(session, self.select)
    }

    /// Gives the first row, or `None`; the order decides which one is first.
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
    /// let longest = Task::query().filter(Task::HOURS.is_not_null()).order_by(Task::HOURS.desc()).first(&db).await?;
    /// assert_eq!(longest.unwrap().title, "Build");
    /// # Ok(())
    /// # });
    /// ```
    pub fn first<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Option<L::Output>> {
        self.first_in(db.session())
    }

    pub(crate) fn first_in(mut self, session: Session<'_>) -> Pending<'_, Option<L::Output>> {
        self.select.limit = Some(self.select.limit.unwrap_or(1).min(1));
        if self.empty {
            return Box::pin(std::future::ready(Ok(None)));
        }
        self.load.read_first(session, self.select)
    }

    /// Gives the only row.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) if there is none, [`TooManyRows`](ErrorKind::TooManyRows) if there are
    /// several; otherwise as for [`all`](Query::all).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(User::query().filter(User::NAME.eq("Ada")).one(&db).await?.id, 1);
    /// assert_eq!(User::query().one(&db).await.unwrap_err().kind(), orm::ErrorKind::TooManyRows);
    /// # Ok(())
    /// # });
    /// ```
    pub fn one<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, L::Output> {
        self.one_in(db.session())
    }

    pub(crate) fn one_in(mut self, session: Session<'_>) -> Pending<'_, L::Output> {
        self.select.limit = Some(self.select.limit.unwrap_or(2).min(2));
        mapped(self.all_in(session), only::<M, _>)
    }

    /// Counts the rows.
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
    /// assert_eq!(Task::query().filter(Task::DONE.eq(false)).count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn count<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, u64> {
        self.count_in(db.session())
    }

    pub(crate) fn count_in(self, session: Session<'_>) -> Pending<'_, u64> {
        if self.empty {
            return Box::pin(std::future::ready(Ok(0)));
        }
        Box::pin(count(session, self.select))
    }

    /// Says whether there is a row.
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
    /// assert!(Task::query().filter(Task::HOURS.gt(4)).exists(&db).await?);
    /// # Ok(())
    /// # });
    /// ```
    pub fn exists<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, bool> {
        self.exists_in(db.session())
    }

    pub(crate) fn exists_in(self, session: Session<'_>) -> Pending<'_, bool> {
        if self.empty {
            return Box::pin(std::future::ready(Ok(false)));
        }
        Box::pin(exists(session, self.select))
    }

    /// Gives one page, counted from 1, and how many rows there are in all. Without an order, the rows are ordered by
    /// their key, so that no row is on two pages.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) if `number` or `size` is 0; otherwise as for [`all`](Query::all).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let page = Task::query().order_by(Task::TITLE.asc()).page(&db, 2, 2).await?;
    /// assert_eq!((page.rows.len(), page.total, page.pages()), (1, 3, 2));
    /// # Ok(())
    /// # });
    /// ```
    pub fn page<'a>(
        self,
        db: &'a (impl Executor + ?Sized),
        number: u64,
        size: u64,
    ) -> Pending<'a, Page<L::Output>> {
        self.page_in(db.session(), number, size)
    }

    pub(crate) fn page_in(
        mut self,
        session: Session<'_>,
        number: u64,
        size: u64,
    ) -> Pending<'_, Page<L::Output>> {
        Box::pin(async move {
            let counted = self.select.clone();
            self.select.cut_to_page(number, size)?;
            let total = if self.empty { 0 } else { count(session, counted).await? };
            let rows = self.all_in(session).await?;
            Ok(Page { rows, number, size, total })
        })
    }

    /// The SQL that [`all`](Query::all) would send, for reading and logging; values stay parameters.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let sql = Task::query().filter(Task::DONE.eq(false)).to_sql(&db);
    /// assert!(sql.starts_with("SELECT") && !sql.contains("false"), "{sql}");
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn to_sql(&self, db: &(impl Executor + ?Sized)) -> String {
        let (session, mut select) = (db.session(), self.select.clone());
        select.join(self.load.joins(), session);
        session.render(Statement::Select(select)).text.sql.clone()
    }
}

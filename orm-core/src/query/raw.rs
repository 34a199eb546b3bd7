//! SQL of the user's, into models, tuples or nothing.
use std::sync::Arc;

use crate::driver::{Effort, Flow, Request, Row, RowSink, Text};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Cells, Model};
use crate::schema::ModelDescription;
use crate::session::{Decode, Executor, Pending, Session, Subject, taken_by};
use crate::value::{ColumnType, Value};

/// A statement in SQL of your own, with the parameter marks of the database (`?1` or `$1`).
///
/// The text goes to the database as it stands: never build it from what a user typed; give values to
/// [`bind`](Sql::bind).
#[must_use = "SQL does nothing until it is run by `fetch` or `execute`"]
#[derive(Debug, Clone)]
pub struct Sql {
    text: String,
    arguments: Vec<Value>,
}

/// Begins a statement in SQL of your own: `orm::sql("SELECT … WHERE id = $1").bind(7).fetch::<Task>(&db)`.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let long: Vec<Task> = orm::sql("SELECT * FROM tasks WHERE hours > ?1").bind(4).fetch(&db).await?;
/// assert_eq!(long[0].title, "Build");
/// # Ok(())
/// # });
/// ```
pub fn sql(text: impl Into<String>) -> Sql {
    Sql { text: text.into(), arguments: Vec::new() }
}

static RAW: ModelDescription = ModelDescription {
    name: "sql",
    identity: 0,
    singular: "sql",
    plural: "sql",
    schema: None,
    table: "sql",
    columns: &[],
    field_hashes: &[],
    key: &[],
    uniques: &[],
    associations: &[],
    polymorphics: &[],
};

impl Sql {
    /// Gives the next parameter its value: one of a column type, `&str`, or `&[u8]`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let sums = orm::sql("SELECT ?1 + ?2").bind(20).bind(22).fetch_scalars::<i64>(&db).await?;
    /// assert_eq!(sums, [42]);
    /// # Ok(())
    /// # });
    /// ```
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.arguments.push(value.into());
        self
    }

    fn request(self) -> (Arc<Text>, Vec<Value>) {
        (Arc::new(Text { sql: self.text, cached: true }), self.arguments)
    }

    async fn read<T: Send + 'static>(self, session: Session<'_>, decode: Decode<T>) -> Result<Vec<T>> {
        session.read(self.request(), Subject::of(&RAW), decode).await
    }

    /// Runs it and makes a model of each row. The columns are found by their names in the database, in any order;
    /// further columns are passed over.
    ///
    /// # Errors
    ///
    /// [`UndefinedColumn`](ErrorKind::UndefinedColumn) if the result lacks a column of the model,
    /// [`Decode`](ErrorKind::Decode) if a value does not fit, and whatever the database says of the text.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let users: Vec<User> = orm::sql("SELECT 'Eve' AS name, 7 AS id").fetch(&db).await?;
    /// assert_eq!((users[0].id, users[0].name.as_str()), (7, "Eve"));
    /// # Ok(())
    /// # });
    /// ```
    pub fn fetch<'a, M: Model>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Vec<M>> {
        Box::pin(read_by_name(db.session(), self))
    }

    /// Runs it and gives the first column of each row.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if a value does not fit, and whatever the database says of the text.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let names: Vec<String> = orm::sql("SELECT name FROM users ORDER BY id").fetch_scalars(&db).await?;
    /// assert_eq!(names, ["Ada", "Bob"]);
    /// # Ok(())
    /// # });
    /// ```
    pub fn fetch_scalars<'a, T: ColumnType>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Vec<T>> {
        Box::pin(self.read(db.session(), super::run::decode_scalar::<T>))
    }

    /// Runs it and gives a tuple of each row, by the order of the columns.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if a value does not fit, and whatever the database says of the text.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let counts = orm::sql("SELECT done, count(*) FROM tasks GROUP BY done ORDER BY done");
    /// let rows: Vec<(bool, i64)> = counts.fetch_rows(&db).await?;
    /// assert_eq!(rows, [(false, 2), (true, 1)]);
    /// # Ok(())
    /// # });
    /// ```
    pub fn fetch_rows<'a, T: FromRow>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Vec<T>> {
        Box::pin(self.read(db.session(), T::from_row))
    }

    /// Runs it and gives how many rows it changed.
    ///
    /// # Errors
    ///
    /// Whatever the database says of the text.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let changed = orm::sql("UPDATE tasks SET hours = hours * 2 WHERE done = ?1").bind(false).execute(&db).await?;
    /// assert_eq!(changed, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn execute<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, u64> {
        let session = db.session();
        Box::pin(async move {
            let (text, arguments) = self.request();
            let mut request = Request::new(text, arguments);
            request.effort = Effort::Unbounded;
            Ok(session.run(request, Subject::of(&RAW)).await?.affected)
        })
    }
}

/// A row of a raw statement, in the order of the model's columns.
struct ByName<'r> {
    row: &'r dyn Row,
    places: &'r [usize],
}

impl Row for ByName<'_> {
    fn get(&self, index: usize) -> Result<crate::value::ValueRef<'_>> {
        self.row.get(self.places[index])
    }

    fn len(&self) -> usize {
        self.places.len()
    }

    fn name(&self, index: usize) -> Option<&str> {
        self.row.name(self.places[index])
    }
}

/// Collects models from rows whose columns are found by name, once for all rows.
struct CollectByName<M> {
    places: Option<Vec<usize>>,
    rows: Vec<M>,
}

impl<M: Model> std::fmt::Debug for CollectByName<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CollectByName").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

impl<M: Model> RowSink for CollectByName<M> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        let places = match self.places.take() {
            Some(places) => places,
            None => find_columns(row, M::DESCRIPTION)?,
        };
        self.rows.push(M::decode(&Cells::new(&ByName { row, places: &places }, 0, M::DESCRIPTION))?);
        self.places = Some(places);
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.rows.clear();
        true
    }

    fn taken(&self) -> u64 {
        self.rows.len() as u64
    }
}

/// The place of each of the model's columns in the row.
fn find_columns(row: &dyn Row, model: &'static ModelDescription) -> Result<Vec<usize>> {
    let find = |name: &str| (0..row.len()).find(|&index| row.name(index) == Some(name));
    let place = |column: &crate::schema::ColumnDescription| {
        find(column.name).ok_or_else(|| {
            let message = format!("the result has no column `{}`, which `{}` needs", column.name, model.name);
            Error::new(ErrorKind::UndefinedColumn, message)
        })
    };
    model.columns.iter().map(place).collect()
}

async fn read_by_name<M: Model>(session: Session<'_>, sql: Sql) -> Result<Vec<M>> {
    let (text, arguments) = sql.request();
    let mut request = Request::new(text, arguments);
    request.sink = Some(Box::new(CollectByName::<M> { places: None, rows: Vec::new() }));
    let outcome = session.run(request, Subject::of(M::DESCRIPTION)).await?;
    Ok(taken_by::<CollectByName<M>>(outcome).map(|found| found.rows).unwrap_or_default())
}

/// A tuple of column types, read by the order of the columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tuple of column types",
    label = "expected a tuple of up to 8 column types"
)]
pub trait FromRow: Sized + Send + 'static {
    /// Reads a row.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if a value does not fit.
    fn from_row(row: &dyn Row) -> Result<Self>;
}

fn cell<T: ColumnType>(row: &dyn Row, index: usize) -> Result<T> {
    let value = row.get(index)?;
    T::from_value(value).map_err(|mismatch| {
        let (place, expected) = (index + 1, mismatch.expected);
        Error::new(
            ErrorKind::Decode,
            format!("column {place} of the result is expected to be {expected}, but is {value}"),
        )
    })
}

macro_rules! tuples {
    ($($ty:ident $index:tt),+) => {
        impl<$($ty: ColumnType),+> FromRow for ($($ty,)+) {
            fn from_row(row: &dyn Row) -> Result<Self> {
                Ok(($(cell::<$ty>(row, $index)?,)+))
            }
        }
    };
}
tuples!(T0 0);
tuples!(T0 0, T1 1);
tuples!(T0 0, T1 1, T2 2);
tuples!(T0 0, T1 1, T2 2, T3 3);
tuples!(T0 0, T1 1, T2 2, T3 3, T4 4);
tuples!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5);
tuples!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6);
tuples!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7);

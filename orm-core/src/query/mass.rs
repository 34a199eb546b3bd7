//! Writes that change many rows and say so in their name, and the partial update of one row.
use std::future::IntoFuture;
use std::marker::PhantomData;

use crate::builder::Storable;
use crate::column::ColumnOf;
use crate::driver::Effort;
use crate::error::Result;
use crate::model::Model;
use crate::query::{Filter, Predicate};
use crate::session::{Executor, Pending, Session, Subject};
use crate::statement::{Delete, Expression, Statement, Update};
use crate::store::{key_of, missing, pinpoint_write, stamp, values_of};
use crate::value::{ColumnType, Number, Value};

/// A change of all rows for which a predicate holds: [`Model::update_where`].
#[must_use = "an update does nothing until it is run by `.execute(&db)`"]
#[derive(Debug)]
pub struct UpdateWhere<M> {
    assignments: Vec<(usize, Expression)>,
    filter: Option<Expression>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> UpdateWhere<M> {
    pub(crate) fn new(filter: Option<Predicate<M>>) -> Self {
        Self { assignments: Vec::new(), filter: filter.and_then(Filter::into_condition), model: PhantomData }
    }

    /// Gives a column a value in all these rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// Task::update_where(Task::DONE.eq(true)).set(Task::DONE, false).set(Task::HOURS, None).execute(&db).await?;
    /// assert_eq!(Task::query().filter(Task::DONE.eq(true)).count(&db).await?, 0);
    /// # Ok(())
    /// # });
    /// ```
    pub fn set<C: ColumnOf<M, Type = T>, T: ColumnType>(
        mut self,
        column: C,
        value: impl Storable<T>,
    ) -> Self {
        let column = column.column();
        let value = column.value(value);
        self.assignments.push((column.position(), Expression::Value(value)));
        self
    }

    /// Adds to a column of numbers in all these rows; a negative number takes away.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// Task::update_where(Task::ID.eq(1)).add(Task::HOURS, -1).execute(&db).await?;
    /// assert_eq!(Task::get(&db, 1).await?.hours, Some(2));
    /// # Ok(())
    /// # });
    /// ```
    pub fn add<C: ColumnOf<M, Type = T>, T: Number>(mut self, column: C, value: impl Storable<T>) -> Self {
        let column = column.column();
        let sides = (column.expression(), Expression::Value(column.value(value)));
        let sum = Expression::Arithmetic(Box::new(sides), '+');
        self.assignments.push((column.position(), sum));
        self
    }

    /// Changes the rows and gives how many there were.
    ///
    /// # Errors
    ///
    /// A violation if a constraint refuses the change (nothing is changed then), or a connection error.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::update_where(Task::ID.lte(2)).set(Task::DONE, true).execute(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn execute<'a>(mut self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, u64> {
        let session = db.session();
        Box::pin(async move {
            if self.assignments.is_empty() {
                return Ok(0);
            }
            stamp(M::DESCRIPTION, &mut self.assignments);
            let update = Update {
                model: M::DESCRIPTION,
                assignments: self.assignments,
                filter: self.filter,
                returning: Vec::new(),
            };
            session.write(Statement::Update(update), Subject::of(M::DESCRIPTION), Effort::Unbounded).await
        })
    }
}

/// A removal of all rows for which a predicate holds: [`Model::delete_where`].
#[must_use = "a removal does nothing until it is run by `.execute(&db)`"]
#[derive(Debug)]
pub struct DeleteWhere<M> {
    filter: Option<Expression>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> DeleteWhere<M> {
    pub(crate) fn new(filter: Option<Predicate<M>>) -> Self {
        Self { filter: filter.and_then(Filter::into_condition), model: PhantomData }
    }

    /// Deletes the rows and gives how many there were.
    ///
    /// # Errors
    ///
    /// [`ForeignKeyViolation`](crate::ErrorKind::ForeignKeyViolation) if other rows point to one of them (nothing is
    /// deleted then), or a connection error.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::delete_where(Task::ID.lte(2)).execute(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn execute<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, u64> {
        let session = db.session();
        Box::pin(async move {
            let delete = Delete { model: M::DESCRIPTION, filter: self.filter };
            session.write(Statement::Delete(delete), Subject::of(M::DESCRIPTION), Effort::Unbounded).await
        })
    }
}

/// A change of some columns of one row: [`Model::update`].
#[must_use = "an update does nothing until it is awaited"]
pub struct UpdateOne<'a, M> {
    session: Session<'a>,
    row: &'a mut M,
    values: Vec<(usize, Value)>,
}

impl<M> std::fmt::Debug for UpdateOne<'_, M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpdateOne").field("columns", &self.values.len()).finish_non_exhaustive()
    }
}

impl<'a, M: Model> UpdateOne<'a, M> {
    pub(crate) fn new(session: Session<'a>, row: &'a mut M) -> Self {
        Self { session, row, values: Vec::new() }
    }

    /// Gives a column a value, in the database and then in the struct.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let mut task = Task::get(&db, 1).await?;
    /// task.update(&db).set(Task::TITLE, "Design it").set(Task::HOURS, None).await?;
    /// assert_eq!(task.title, "Design it");
    /// # Ok(())
    /// # });
    /// ```
    pub fn set<C: ColumnOf<M, Type = T>, T: ColumnType>(
        mut self,
        column: C,
        value: impl Storable<T>,
    ) -> Self {
        let column = column.column();
        self.values.push((column.position(), column.value(value)));
        self
    }
}

impl<'a, M: Model> IntoFuture for UpdateOne<'a, M> {
    type Output = Result<()>;
    type IntoFuture = Pending<'a, ()>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(update_one(self.session, self.row, self.values))
    }
}

/// Writes some columns of a row; the struct follows only if the database took them.
pub(crate) async fn update_one<M: Model>(
    session: Session<'_>,
    row: &mut M,
    values: Vec<(usize, Value)>,
) -> Result<()> {
    let written = write_columns(session, row, values).await?;
    assign(row, written);
    Ok(())
}

/// Writes some columns of a row in the database, and gives what the struct has to follow with.
pub(crate) async fn write_columns<M: Model>(
    session: Session<'_>,
    row: &M,
    mut values: Vec<(usize, Value)>,
) -> Result<Vec<(usize, Value)>> {
    if values.is_empty() {
        return Ok(values);
    }
    let model = M::DESCRIPTION;
    let mut assignments =
        values.iter().map(|(position, value)| (*position, Expression::Value(value.clone()))).collect();
    stamp(model, &mut assignments);
    for (position, expression) in &assignments[values.len()..] {
        if let Expression::Value(time) = expression {
            values.push((*position, time.clone()));
        }
    }
    let key = key_of(row);
    let filter = Some(Expression::columns_equal(model, model.key, key.clone()));
    let update = Update { model, assignments, filter, returning: Vec::new() };
    match session.write(Statement::Update(update), Subject::of(model), Effort::Bounded).await {
        Ok(0) => Err(missing(model, &key)),
        Ok(_) => Ok(values),
        Err(error) => {
            let mut row = values_of(row);
            for (position, value) in values {
                row[position] = value;
            }
            Err(pinpoint_write(session, error, (model, &[row])).await)
        }
    }
}

/// Lets a struct follow what was written to its row.
pub(crate) fn assign<M: Model>(row: &mut M, values: Vec<(usize, Value)>) {
    for (position, value) in values {
        // The value was made for this column's type.
        let _ = row.assign(position, value.as_ref());
    }
}

//! `Model`: the trait that the derive implements.
use crate::builder::{Builder, Builds, Complete};
use crate::error::Result;
use crate::nested::store_builders;
use crate::query::{DeleteWhere, Predicate, Query, UpdateOne, UpdateWhere};
use crate::schema::ModelDescription;
use crate::session::{Executor, Pending};
use crate::store;
use crate::value::{ColumnType, Mismatch, Value, ValueRef};

mod cells;
mod position;

pub use crate::expansion::{IsRow, ModelType};
pub use cells::Cells;
pub(crate) use cells::misfit;
pub use position::{Nth, nth};

/// A struct whose values are the rows of a table. Implemented by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "this type has no `#[derive(Model)]`",
    note = "associations and queries need models: put #[derive(Model)] on the struct `{Self}`"
)]
pub trait Model: Sized + Send + Sync + 'static {
    /// Tells the model from every other one; apart from the description, so that two models can name each other.
    const IDENTITY: u64;
    /// What the derive knows of the struct.
    const DESCRIPTION: &'static ModelDescription;
    /// The primary key: the column's type, or a tuple of them.
    type Key;
    /// What `build()` begins with: no column given yet.
    type Builder: Builder<Model = Self>;

    /// The description, by a function that each model writes for itself: descriptions lead to each other through it, and
    /// rustc follows one generic function for no more than 128 types.
    #[doc(hidden)]
    fn description() -> &'static ModelDescription;

    /// Begins a new row: `Task::build().title("Design").insert(&db)`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let task = Task::build().title("Test").project_id(1).insert(&db).await?;
    /// assert!(task.id > 0 && !task.done); // the key is the database's, `done` has a default
    /// # Ok(())
    /// # });
    /// ```
    fn build() -> Self::Builder;

    /// Reads a row whose columns stand in the order of the fields.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode), naming model and column, if a stored value does not fit its field.
    fn decode(cells: &Cells<'_>) -> Result<Self>;

    /// The value of the column at this position.
    fn value(&self, position: usize) -> Value;

    /// Sets the field of the column at this position.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if the value does not fit the field.
    fn assign(&mut self, position: usize, value: ValueRef<'_>) -> Result<(), Mismatch>;

    /// What the column at this position gets when a builder does not give it: `#[column(default = …)]`.
    fn default_value(_position: usize) -> Option<Value> {
        None
    }

    /// All rows, to be refined: `Task::query().filter(Task::DONE.eq(false)).all(&db)`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let open = Task::query().filter(Task::DONE.eq(false)).order_by(Task::TITLE.asc()).all(&db).await?;
    /// assert_eq!(open[0].title, "Build");
    /// # Ok(())
    /// # });
    /// ```
    fn query() -> Query<Self> {
        Query::new()
    }

    /// Gives the row with this key, or `None`.
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
    /// assert_eq!(Task::find(&db, 1).await?.unwrap().title, "Design");
    /// assert!(Task::find(&db, 77).await?.is_none());
    /// // A key of several columns is a tuple.
    /// assert_eq!(Membership::find(&db, (1, 2)).await?.unwrap().role, "member");
    /// # Ok(())
    /// # });
    /// ```
    fn find<'a>(
        db: &'a (impl Executor + ?Sized),
        key: impl KeyValue<Self::Key>,
    ) -> Pending<'a, Option<Self>> {
        Box::pin(store::find(db.session(), key.into_values()))
    }

    /// Gives the row with this key.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if there is none; otherwise as for [`Query::all`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::get(&db, 1).await?.title, "Design");
    /// let error = Task::get(&db, 77).await.unwrap_err();
    /// assert_eq!((error.kind(), error.message()), (orm::ErrorKind::NotFound, "there is no `Task` with `id` 77"));
    /// # Ok(())
    /// # });
    /// ```
    fn get<'a>(db: &'a (impl Executor + ?Sized), key: impl KeyValue<Self::Key>) -> Pending<'a, Self> {
        let (session, key) = (db.session(), key.into_values());
        Box::pin(async move {
            let found = store::find(session, key.clone()).await?;
            found.ok_or_else(|| store::missing(Self::DESCRIPTION, &key))
        })
    }

    /// Writes all columns of this row; `updated_at` columns get the time.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if no row has this key, a violation if a constraint refuses a value.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let mut task = Task::get(&db, 1).await?;
    /// task.title.push_str(" it");
    /// task.hours = None;
    /// task.save(&db).await?;
    /// assert_eq!(Task::get(&db, 1).await?, task);
    /// # Ok(())
    /// # });
    /// ```
    fn save<'a>(&'a mut self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, ()> {
        Box::pin(store::save(db.session(), self))
    }

    /// Writes some columns of this row, in the database and then in the struct:
    /// `task.update(&db).set(Task::DONE, true).await?`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let mut task = Task::get(&db, 1).await?;
    /// task.update(&db).set(Task::DONE, true).set(Task::HOURS, 4).await?;
    /// assert!(task.done && Task::get(&db, 1).await?.hours == Some(4));
    /// # Ok(())
    /// # });
    /// ```
    fn update<'a>(&'a mut self, db: &'a (impl Executor + ?Sized)) -> UpdateOne<'a, Self> {
        UpdateOne::new(db.session(), self)
    }

    /// Reads this row again.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if it is not stored any more; the struct is as before then.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let mut task = Task::get(&db, 1).await?;
    /// Task::update_all().set(Task::DONE, true).execute(&db).await?;
    /// task.reload(&db).await?;
    /// assert!(task.done);
    /// # Ok(())
    /// # });
    /// ```
    fn reload<'a>(&'a mut self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, ()> {
        Box::pin(store::reload(db.session(), self))
    }

    /// Deletes this row.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if it is not stored any more,
    /// [`ForeignKeyViolation`](crate::ErrorKind::ForeignKeyViolation) if other rows point to it and their association does
    /// not say `on_delete = cascade` or `set_null`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let task = Task::get(&db, 1).await?;
    /// let same = task.clone();
    /// task.delete(&db).await?; // takes the struct: there is nothing left to use
    /// assert_eq!(same.delete(&db).await.unwrap_err().kind(), orm::ErrorKind::NotFound);
    /// # Ok(())
    /// # });
    /// ```
    fn delete<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, ()> {
        Box::pin(async move { store::delete(db.session(), &self).await })
    }

    /// Stores many rows with few statements, all of them or none, and gives them with their keys, in their order; with
    /// what is nested in them, level by level.
    ///
    /// # Errors
    ///
    /// A violation if a constraint refuses one of them.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let titles = ["Test", "Ship", "Rest"];
    /// let tasks = Task::insert_all(&db, titles.map(|title| Task::build().title(title).project_id(2))).await?;
    /// assert_eq!(tasks[2].title, "Rest");
    /// # Ok(())
    /// # });
    /// ```
    // On one line, because rustc shows it with a column that is missing.
    #[rustfmt::skip]
    fn insert_all<'a, B: Builds<Self, Checked: Complete + Builder<Model = Self, Stored = S>>, S>(
        db: &'a (impl Executor + ?Sized),
        rows: impl IntoIterator<Item = B>,
    ) -> Pending<'a, Vec<S>> {
        store_builders(db.session(), rows.into_iter().map(B::checked))
    }

    /// Changes all rows for which a predicate holds:
    /// `Task::update_where(Task::DONE.eq(true)).set(Task::DONE, false).execute(&db)`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let changed = Task::update_where(Task::HOURS.gt(4)).set(Task::DONE, true).execute(&db).await?;
    /// assert_eq!(changed, 1);
    /// # Ok(())
    /// # });
    /// ```
    fn update_where(predicate: Predicate<Self>) -> UpdateWhere<Self> {
        UpdateWhere::new(Some(predicate))
    }

    /// Changes all rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::update_all().set(Task::HOURS, None).execute(&db).await?, 3);
    /// # Ok(())
    /// # });
    /// ```
    fn update_all() -> UpdateWhere<Self> {
        UpdateWhere::new(None)
    }

    /// Deletes all rows for which a predicate holds.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::delete_where(Task::DONE.eq(true)).execute(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    fn delete_where(predicate: Predicate<Self>) -> DeleteWhere<Self> {
        DeleteWhere::new(Some(predicate))
    }

    /// Deletes all rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::delete_all().execute(&db).await?, 3);
    /// # Ok(())
    /// # });
    /// ```
    fn delete_all() -> DeleteWhere<Self> {
        DeleteWhere::new(None)
    }
}

/// The column at a position, as a type: its name for error messages, and its Rust type.
pub trait ColumnAt<Position>: Model {
    /// A type called like the field.
    type Name;
    /// The field's type.
    type Type: ColumnType;
}

/// The association at a position, as a type: associations first, polymorphic ones behind them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no association of this name",
    label = "no association of `{Self}` is called so"
)]
pub trait AssociationAt<Position>: Model {
    /// The association.
    type Association: crate::load::Loadable<Source = Self>;
}

/// The association of `M` at a position.
pub type At<M, Position> = <M as AssociationAt<Position>>::Association;

/// The value of one column (or of several, as a tuple) that stands for a key of type `K`.
#[diagnostic::on_unimplemented(
    message = "a key of type `{K}` is expected, not `{Self}`",
    label = "expected `{K}`"
)]
pub trait KeyValue<K> {
    /// The values, in the order of the key's columns.
    fn into_values(self) -> Vec<Value>;
}

#[diagnostic::do_not_recommend]
impl<K: ColumnType, V: crate::value::Comparable<K>> KeyValue<K> for V {
    fn into_values(self) -> Vec<Value> {
        vec![self.into_operand()]
    }
}

macro_rules! key_tuples {
    ($($key:ident $value:ident $index:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<$($key: ColumnType,)+ $($value: crate::value::Comparable<$key>,)+> KeyValue<($($key,)+)> for ($($value,)+) {
            fn into_values(self) -> Vec<Value> {
                vec![$(self.$index.into_operand()),+]
            }
        }
    };
}
key_tuples!(K0 V0 0, K1 V1 1);
key_tuples!(K0 V0 0, K1 V1 1, K2 V2 2);
key_tuples!(K0 V0 0, K1 V1 1, K2 V2 2, K3 V3 3);

/// A value that is a row of a model: what accessor traits stand on.
pub trait IsModel {
    /// The model.
    type Row: Model;

    /// The row.
    fn row(&self) -> &Self::Row;

    /// The row, to be changed.
    fn row_mut(&mut self) -> &mut Self::Row;
}

impl<M: Model> IsModel for M {
    type Row = M;

    fn row(&self) -> &M {
        self
    }

    fn row_mut(&mut self) -> &mut M {
        self
    }
}

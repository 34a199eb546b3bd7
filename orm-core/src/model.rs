//! `Model`: the trait that the derive implements, and how a row becomes a struct.
use crate::builder::{Builder, Complete};
use crate::driver::Row;
use crate::error::{Error, ErrorKind, Result};
use crate::query::{DeleteWhere, Predicate, Query, UpdateOne, UpdateWhere};
use crate::schema::ModelDescription;
use crate::session::{Executor, Pending};
use crate::store;
use crate::value::{ColumnType, Mismatch, Value, ValueRef};

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

    /// Begins a new row: `Task::build().title("Design").insert(&db)`.
    fn build() -> Self::Builder;

    /// Reads a row whose columns stand in the order of the fields.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`], naming model and column, if a stored value does not fit its field.
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
    fn default_value(position: usize) -> Option<Value>;

    /// All rows, to be refined: `Task::query().filter(Task::DONE.eq(false)).all(&db)`.
    fn query() -> Query<Self> {
        Query::new()
    }

    /// Gives the row with this key, or `None`.
    ///
    /// # Errors
    ///
    /// As for [`Query::all`].
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
    /// [`ErrorKind::NotFound`] if there is none; otherwise as for [`Query::all`].
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
    /// [`ErrorKind::NotFound`] if no row has this key, a violation if a constraint refuses a value.
    fn save<'a>(&'a mut self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, ()> {
        Box::pin(store::save(db.session(), self))
    }

    /// Writes some columns of this row, in the database and then in the struct:
    /// `task.update(&db).set(Task::DONE, true).await?`.
    fn update<'a>(&'a mut self, db: &'a (impl Executor + ?Sized)) -> UpdateOne<'a, Self> {
        UpdateOne::new(db.session(), self)
    }

    /// Reads this row again.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] if it is not stored any more; the struct is as before then.
    fn reload<'a>(&'a mut self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, ()> {
        Box::pin(store::reload(db.session(), self))
    }

    /// Deletes this row.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] if it is not stored any more, [`ErrorKind::ForeignKeyViolation`] if other rows point to
    /// it and their association does not say `on_delete = cascade` or `set_null`.
    fn delete<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, ()> {
        Box::pin(async move { store::delete(db.session(), &self).await })
    }

    /// Stores many rows with few statements, all of them or none, and gives them with their keys, in their order.
    ///
    /// # Errors
    ///
    /// A violation if a constraint refuses one of them.
    fn insert_all<'a, B>(
        db: &'a (impl Executor + ?Sized),
        rows: impl IntoIterator<Item = B>,
    ) -> Pending<'a, Vec<Self>>
    where
        B: Builder<Model = Self> + Complete,
    {
        let drafts = rows.into_iter().map(Builder::into_draft).collect();
        Box::pin(store::insert_all(db.session(), drafts))
    }

    /// Changes all rows for which a predicate holds:
    /// `Task::update_where(Task::DONE.eq(true)).set(Task::DONE, false).execute(&db)`.
    fn update_where(predicate: Predicate<Self>) -> UpdateWhere<Self> {
        UpdateWhere::new(Some(predicate))
    }

    /// Changes all rows.
    fn update_all() -> UpdateWhere<Self> {
        UpdateWhere::new(None)
    }

    /// Deletes all rows for which a predicate holds.
    fn delete_where(predicate: Predicate<Self>) -> DeleteWhere<Self> {
        DeleteWhere::new(Some(predicate))
    }

    /// Deletes all rows.
    fn delete_all() -> DeleteWhere<Self> {
        DeleteWhere::new(None)
    }
}

/// The column at a position, as a type: its name for error messages, and its Rust type.
pub trait ColumnAt<const POSITION: usize>: Model {
    /// A type called like the field.
    type Name;
    /// The field's type.
    type Type: ColumnType;
}

/// The association at a position, as a type.
pub trait AssociationAt<const POSITION: usize>: Model {
    /// The association.
    type Association: crate::association::Association<Source = Self>;
}

/// The association of `M` at a position.
pub type At<M, const POSITION: usize> = <M as AssociationAt<POSITION>>::Association;

/// The columns of one model in a row: the row may hold those of others before and after.
#[derive(Clone, Copy)]
pub struct Cells<'r> {
    row: &'r dyn Row,
    first: usize,
    model: &'static ModelDescription,
}

impl std::fmt::Debug for Cells<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cells")
            .field("first", &self.first)
            .field("model", &self.model.name)
            .finish_non_exhaustive()
    }
}

impl<'r> Cells<'r> {
    /// The columns of this model, of which the first stands at `first`.
    #[must_use]
    pub fn new(row: &'r dyn Row, first: usize, model: &'static ModelDescription) -> Self {
        Self { row, first, model }
    }

    /// Reads the column at this position of the model.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if the stored value does not fit `T`.
    #[inline]
    pub fn read<T: ColumnType>(&self, position: usize) -> Result<T> {
        let value = match self.row.get(self.first + position) {
            Ok(value) => value,
            Err(error) => return Err(self.explain(position, &error)),
        };
        T::from_value(value).map_err(|mismatch| misfit(self.model, position, (value, &mismatch)))
    }

    #[cold]
    fn explain(&self, position: usize, error: &Error) -> Error {
        let column = &self.model.columns[position];
        Error::new(
            error.kind(),
            format!(
                "`{}.{}` of table `{}`: {}",
                self.model.name,
                column.field,
                self.model.table,
                error.message()
            ),
        )
    }
}

/// What to say of a stored value that does not fit its field.
#[cold]
pub(crate) fn misfit(
    model: &ModelDescription,
    position: usize,
    (found, mismatch): (ValueRef<'_>, &Mismatch),
) -> Error {
    let column = &model.columns[position];
    let hint = if matches!(found, ValueRef::Null) {
        format!("make the field `{}` an `Option`, or fill the column", column.field)
    } else {
        format!("give the field `{}` a type that fits what is stored", column.field)
    };
    let message = format!(
        "`{}.{}` expects {}, but column `{}` of table `{}` holds {found}; {hint}",
        model.name, column.field, mismatch.expected, column.name, model.table
    );
    Error::new(ErrorKind::Decode, message)
}

/// The value of one column (or of several, as a tuple) that stands for a key of type `K`.
#[diagnostic::on_unimplemented(
    message = "a key of type `{K}` is expected, not `{Self}`",
    label = "expected `{K}`"
)]
pub trait KeyValue<K> {
    /// The values, in the order of the key's columns.
    fn into_values(self) -> Vec<Value>;
}

impl<K: ColumnType, V: crate::value::Comparable<K>> KeyValue<K> for V {
    fn into_values(self) -> Vec<Value> {
        vec![self.into_operand()]
    }
}

macro_rules! key_tuples {
    ($($key:ident $value:ident $index:tt),+) => {
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
pub trait IsModel: Send + Sync {
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

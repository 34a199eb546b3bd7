//! What the code that the derives write stands on, beside the public items. Nothing here is for programs.
//!
//! A type that a user writes may turn out to be no column type, or no model. If every use of it in the expansion asked
//! for the trait, one mistake would be ten errors. So the expansion asks in one place, and goes through [`Typed`] and
//! [`Known`] everywhere else: where the trait is missing, their inherent items do not apply, and rustc takes those of
//! the traits [`Untyped`] and [`Unknown`], which every type has.
use std::marker::PhantomData;

use crate::association::polymorphic;
use crate::builder::{Missing, Set, State};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Cells, ColumnAt, Model};
use crate::schema::{
    Action, AssociationDescription, AssociationKind, ColumnDescription, DefaultValue, JunctionDescription,
    KeyPlace, ModelDescription, ReferenceDescription, ScopeDescription, Stamp,
};
use crate::value::{ColumnType, Mismatch, SqlType, Value, ValueRef};

/// The name of a column, as a type.
pub type NameOf<M, Position> = <M as ColumnAt<Position>>::Name;

/// The type of a column.
pub type TypeOf<M, Position> = <M as ColumnAt<Position>>::Type;

/// What generated code of a model lies in: a constant that is called like the model, so that rustc names what is in it
/// as the user does: `Project::TASKS`.
#[derive(Debug)]
pub struct ModelType<M>(PhantomData<fn() -> M>);

/// What a type has where a row is written; nothing has it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a type, not a row: its functions are called with `::`",
    label = "write `{Self}::` before this name"
)]
pub trait IsRow {}

impl<M> ModelType<M> {
    /// The constant.
    pub const NEW: Self = Self(PhantomData);

    /// Stands for [`Model::query`], so that `Task.query()` says what is wrong.
    pub fn query(self) -> crate::query::Query<M>
    where
        M: IsRow + Model,
    {
        M::query()
    }

    /// Stands for [`Model::build`], so that `Task.build()` says what is wrong.
    pub fn build(self) -> M::Builder
    where
        M: IsRow + Model,
    {
        M::build()
    }
}

/// A model whose key the database may count up.
pub trait Keyed {
    /// What its builder begins with for the key.
    type AsKey: State;
}

/// A newtype.
pub trait Wraps {
    /// What is inside.
    type Inner: ColumnType;
}

/// [`Set`] or [`Missing`], by a value.
pub type StateOf<const IS_GIVEN: bool> = <Choice<IS_GIVEN> as Chosen>::State;

/// A state by a value.
#[derive(Debug)]
pub enum Choice<const IS_GIVEN: bool> {}

/// The type that a [`Choice`] means.
pub trait Chosen {
    /// The state.
    type State: State;
}

impl Chosen for Choice<true> {
    type State = Set;
}

impl Chosen for Choice<false> {
    type State = Missing;
}

/// What the type of a column says about the column.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    ty: SqlType,
    identity: u64,
    nullable: bool,
}

/// A column of which the attributes say nothing.
#[must_use]
pub const fn column(field: &'static str, rust_type: &'static str, facts: Facts) -> ColumnDescription {
    ColumnDescription {
        field,
        name: field,
        ty: facts.ty,
        rust_type,
        type_identity: facts.identity,
        nullable: facts.nullable,
        generated: false,
        unique: None,
        index: false,
        default: None,
        sql_type: None,
        references: None,
        stamp: None,
    }
}

/// An association of which the attribute says no more than its target.
#[must_use]
pub const fn association(
    kind: AssociationKind,
    (name, singular): (&'static str, &'static str),
    target_name: &'static str,
    (target_identity, target): (u64, fn() -> &'static ModelDescription),
) -> AssociationDescription {
    AssociationDescription {
        kind,
        name,
        singular,
        aliased: false,
        target_name,
        target_identity,
        target,
        foreign_key: &[],
        key_places: &[],
        foreign_key_named: false,
        referenced_key: &[],
        on_delete: None,
        on_update: None,
        constraints: None,
        deletes_orphans: false,
        scope: &[],
        via: None,
        junction: None,
    }
}

impl AssociationDescription {
    /// The fields of the foreign key, with what the derive knows of each.
    #[doc(hidden)]
    #[must_use]
    pub const fn over(mut self, fields: &'static [&'static str], places: &'static [KeyPlace]) -> Self {
        self.foreign_key = fields;
        self.key_places = places;
        self
    }
}

/// What attributes say, each a call that changes one thing of a description.
macro_rules! said {
    ($description:ident: $($field:ident = |$value:ident: $ty:ty| $change:expr;)+) => {
        #[doc(hidden)]
        impl $description {
            $(
                #[must_use]
                pub const fn $field(mut self, $value: $ty) -> Self {
                    self.$field = $change;
                    self
                }
            )+
        }
    };
}

said! { ColumnDescription:
    name = |name: &'static str| name;
    generated = |generated: bool| generated;
    unique = |unique: bool| Some(unique);
    index = |index: bool| index;
    default = |default: DefaultValue| Some(default);
    sql_type = |ty: &'static str| Some(ty);
    references = |reference: ReferenceDescription| Some(reference);
    stamp = |stamp: Stamp| Some(stamp);
}

said! { AssociationDescription:
    foreign_key_named = |is_named: bool| is_named;
    aliased = |is_aliased: bool| is_aliased;
    deletes_orphans = |deletes: bool| deletes;
    referenced_key = |fields: &'static [&'static str]| fields;
    on_delete = |action: Action| Some(action);
    on_update = |action: Action| Some(action);
    constraints = |constraints: bool| Some(constraints);
    via = |via: &'static str| Some(via);
    scope = |scope: &'static [ScopeDescription]| scope;
    junction = |junction: JunctionDescription| Some(junction);
}

/// A type that should be a column type.
#[derive(Debug)]
pub struct Typed<T>(PhantomData<T>);

impl<T: ColumnType> Typed<T> {
    /// What a description says of such a column.
    pub const FACTS: Facts = Facts { ty: T::TYPE, identity: T::IDENTITY, nullable: T::NULLABLE };
    /// See [`ColumnType::TYPE`].
    pub const TYPE: SqlType = T::TYPE;
    /// Whether the database counts such a key up.
    pub const IS_COUNTED: bool = <T::AsKey as State>::IS_GIVEN;

    /// Reads a field of a row.
    ///
    /// # Errors
    ///
    /// As [`Cells::read`].
    #[inline]
    pub fn read(cells: &Cells<'_>, position: usize) -> Result<T> {
        cells.read(position)
    }

    /// See [`ColumnType::to_value`].
    #[inline]
    pub fn value(field: &T) -> Value {
        field.to_value()
    }

    /// See [`ColumnType::from_value`].
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if the stored value does not fit.
    #[inline]
    pub fn from_value(value: ValueRef<'_>) -> std::result::Result<T, Mismatch> {
        T::from_value(value)
    }
}

/// What a type that is no column type has in place of what [`Typed`] says. It never runs.
pub trait Untyped<T> {
    /// Stands for what is said of a column.
    const FACTS: Facts = Facts { ty: SqlType::Text, identity: 0, nullable: false };
    /// Stands for the type.
    const TYPE: SqlType = SqlType::Text;
    /// Stands for whether it counts up.
    const IS_COUNTED: bool = false;

    /// Stands for reading.
    ///
    /// # Errors
    ///
    /// Always.
    fn read(_cells: &Cells<'_>, _position: usize) -> Result<T> {
        Err(Error::new(ErrorKind::Decode, "not a column type"))
    }

    /// Stands for the value.
    fn value(_field: &T) -> Value {
        Value::Null(SqlType::Text)
    }

    /// Stands for reading.
    ///
    /// # Errors
    ///
    /// Always.
    fn from_value(_value: ValueRef<'_>) -> std::result::Result<T, Mismatch> {
        Err(Mismatch { expected: "a column type" })
    }
}

impl<T> Untyped<T> for Typed<T> {}

/// A type that should be a model.
#[derive(Debug)]
pub struct Known<M>(PhantomData<M>);

impl<M: Model> Known<M> {
    /// See [`Model::IDENTITY`].
    pub const IDENTITY: u64 = M::IDENTITY;
    /// See [`Model::DESCRIPTION`].
    pub const DESCRIPTION: &'static ModelDescription = M::DESCRIPTION;

    /// See [`Model::description`].
    pub const DESCRIBE: fn() -> &'static ModelDescription = M::description;

    /// See [`Model::default_value`].
    #[must_use]
    pub fn default_value(position: usize) -> Option<Value> {
        M::default_value(position)
    }
}

/// What a type that is no model has in place of what [`Known`] says: a description without columns.
pub trait Unknown {
    /// Stands for the identity.
    const IDENTITY: u64 = 0;
    /// Stands for the description.
    const DESCRIPTION: &'static ModelDescription = &ModelDescription {
        name: "",
        identity: 0,
        singular: "",
        plural: "",
        schema: None,
        table: "",
        columns: &[],
        field_hashes: &[],
        key: &[],
        uniques: &[],
        associations: &[],
        polymorphics: &[],
    };

    /// Stands for the description, as a function.
    const DESCRIBE: fn() -> &'static ModelDescription = || Self::DESCRIPTION;

    /// Stands for the defaults.
    #[must_use]
    fn default_value(_position: usize) -> Option<Value> {
        None
    }
}

impl<M> Unknown for Known<M> {}

/// A model among those that a polymorphic association lists.
#[derive(Debug)]
pub struct Kind<M>(PhantomData<M>);

impl<M: Model> Kind<M> {
    /// The value of the row's key.
    pub fn key(row: &M) -> Value {
        polymorphic::key_value(row)
    }
}

/// What a type that is no model has in place of what [`Kind`] does. It never runs.
pub trait NoKind<M> {
    /// Stands for the key.
    fn key(_row: &M) -> Value {
        Value::Null(SqlType::Text)
    }
}

impl<M> NoKind<M> for Kind<M> {}

/// The value of a scope that says which kind of owner a row has.
#[must_use]
pub fn word_of(owner: &ModelDescription) -> Value {
    Value::Text(owner.singular.to_owned())
}

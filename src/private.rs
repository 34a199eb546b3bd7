//! What the derives' expansions use; not for programs.
pub use std::iter::{FromIterator, IntoIterator};
pub use std::marker::PhantomData;
pub use std::vec::Vec;

pub use orm_core::__loaded_owner as loaded_owner;
pub use orm_core::__loaded_row as loaded_row;
pub use orm_core::__owner_traits as owner_traits;
pub use orm_core::association::polymorphic::{
    self, Here, MaybeUnowned, OwnerLink, OwnerOf, OwnerPath, OwnerRelation, Polymorphic, RelatedOwner, There,
};
pub use orm_core::association::{
    Association, CanBeEmpty, Crossing, HasKey, Hidden, Junction, Lack, LackOf, Link, Linking, LinksBy, Many,
    ManyToMany, MaybeLink, Optional, Path, Relation, ReleasedLink, Releases, Required, Shape, Unsaid,
    belongs_to, belongs_to_many, has_many, has_one, to_many, to_one,
};
pub use orm_core::builder::{
    Builder, Builds, Complete, Draft, Given, Growing, Leaves, Missing, NotGiven, Provides, Set, State,
    Storable,
};
pub use orm_core::column::{Column, Unique};
pub use orm_core::expansion::{
    Keyed, Kind, Known, ModelType, NameOf, NoKind, StateOf, TypeOf, Typed, Unknown, Untyped, Wraps,
    association, column, word_of,
};
pub use orm_core::load::{
    Fill, Loadable, LoadedAs, LoadedFiltered, LoadedPlain, LoadedPresent, NotLoaded, OfModel, Plain, TargetBy,
};
pub use orm_core::model::{AssociationAt, At, Cells, ColumnAt, IsModel, Model, Nth, nth};
pub use orm_core::nested::{
    Children, Denotes, ExistingRow, Joined, Joins, LinkedRow, Nested, NestedBy, NewRow, Owner, Parent,
    ParentAs, Target, TargetAs, WithChildren, WithParent, WithTargets,
};
pub use orm_core::query::{Count, Related, RelatedOne};
pub use orm_core::schema::{
    Action, AssociationDescription, AssociationKind, ColumnDescription, DefaultValue, JunctionDescription,
    KeyPlace, KindDescription, ModelDescription, PolymorphicDescription, ReferenceDescription,
    ScopeDescription, Stamp, UniqueDescription, check, extend_identity, hidden, identity,
};
pub use orm_core::value::{ColumnType, Mismatch, Number, Ordered, SqlType, Textual, Value, ValueRef};
pub use orm_core::{__link_by_key, Executor, Pending, Result, Session};

//! What is loaded of owners, model by model: a list with a place for each model that the association lists.
use std::marker::PhantomData;

use super::{Found, OwnerOf, OwnerRelation, Polymorphic};
use crate::association::{Association, Optional, Relation};
use crate::model::Model;
use crate::schema::{AssociationDescription, AssociationKind};
use crate::session::{Pending, Session};
use crate::statement::Expression;
use crate::value::Value;

/// The first place of a list `(First, (Second, ()))`.
#[derive(Debug, Clone, Copy)]
pub enum Here {}

/// The place in the rest of a list.
#[derive(Debug, Clone, Copy)]
pub struct There<Place>(PhantomData<fn() -> Place>);

/// A list of what is read of owners, with the place of one model.
///
/// It holds whatever stands there, so that rustc finds the place by the model alone, and not by what fits.
pub trait ListAt<Place> {
    /// What stands there.
    type Item;
    /// The list with something else there.
    type With<T>;

    /// Changes what stands there.
    fn change<T>(self, change: impl FnOnce(Self::Item) -> T) -> Self::With<T>;
}

/// The list with something else in the place of the model `M`.
pub type Changed<L, P, M, T> = <L as ListAt<<M as OwnerOf<P>>::Place>>::With<T>;

impl<First, Rest> ListAt<Here> for (First, Rest) {
    type Item = First;
    type With<T> = (T, Rest);

    fn change<T>(self, change: impl FnOnce(First) -> T) -> (T, Rest) {
        (change(self.0), self.1)
    }
}

impl<Place, First, Rest: ListAt<Place>> ListAt<There<Place>> for (First, Rest) {
    type Item = Rest::Item;
    type With<T> = (First, Rest::With<T>);

    fn change<T>(self, change: impl FnOnce(Rest::Item) -> T) -> Self::With<T> {
        (self.0, self.1.change(change))
    }
}

/// A list of what is loaded of the owners `P`. Implemented by `#[derive(Model)]`.
pub trait LoadsOwners<P: Polymorphic>: Send + 'static {
    /// The enum, with what was loaded in its variants.
    type Owner: Send + 'static;
    /// What leads to the owners of each model.
    const RELATIONS: &'static [&'static Relation];

    /// Reads the owners of all models.
    fn read<'s>(
        self,
        session: Session<'s>,
        found: Found<Self::Owner>,
    ) -> Pending<'s, Vec<Option<Self::Owner>>>;
}

/// The condition that a row's owner is of this kind.
pub(super) fn of_kind<P: Polymorphic>(kind: usize) -> Expression {
    let OwnerRelation { description, source, type_column, .. } = P::RELATION;
    let word = description.kinds[kind].word().to_owned();
    Expression::holds(source.columns[*type_column].name, Value::Text(word))
}

/// The condition that a row's owner is of this kind, is there, and satisfies a condition.
pub(super) fn exists<P: Polymorphic>(
    kind: usize,
    relation: &'static Relation,
    condition: Option<Expression>,
) -> Expression {
    of_kind::<P>(kind).and(Expression::Exists(relation, condition.map(Box::new)))
}

/// What leads from the rows to their owners of one model, for subqueries and for reading them; which rows have such an owner
/// is said beside it.
#[derive(Debug)]
pub struct OwnedThrough<P, M>(PhantomData<fn() -> (P, M)>);

/// As if there were a `belongs_to` of that model alone.
impl<P: Polymorphic, M: Model> Association for OwnedThrough<P, M> {
    type Source = P::Source;
    type Target = M;
    type Shape = Optional;
    const RELATION: &'static Relation = &Relation {
        description: &AssociationDescription {
            kind: AssociationKind::BelongsTo,
            name: P::RELATION.description.name,
            singular: P::RELATION.description.name,
            aliased: true,
            target_name: M::DESCRIPTION.name,
            target_identity: M::DESCRIPTION.identity,
            target: || M::DESCRIPTION,
            foreign_key: &[P::RELATION.description.key_field],
            key_places: &[],
            foreign_key_named: true,
            referenced_key: &[],
            on_delete: None,
            on_update: None,
            constraints: Some(false),
            deletes_orphans: false,
            scope: &[],
            via: None,
            junction: None,
        },
        source: P::RELATION.source,
        target: M::DESCRIPTION,
        source_columns: &[P::RELATION.key_column],
        target_columns: M::DESCRIPTION.key,
        junction: None,
    };
}

/// A list of one thing for each model, as type, pattern or value.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    () => { () };
    ($first:ident $($rest:ident)*) => { ($first, $crate::__list!($($rest)*)) };
}

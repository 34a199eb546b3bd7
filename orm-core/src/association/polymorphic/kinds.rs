//! What is loaded of owners, model by model: a list with a place for each model that the association lists.
use std::marker::PhantomData;

use super::{Found, OwnerRelation, Polymorphic};
use crate::association::Relation;
use crate::load::Including;
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

/// A list of what is loaded of owners, onto which `I` can be loaded as well for the model `M`, whose place it is.
pub trait LoadsAt<Place, M, I> {
    /// The list then.
    type Output;

    /// Loads one association more.
    fn including(self, include: I) -> Self::Output;
}

#[diagnostic::do_not_recommend]
impl<M: Model, I, First: Including<M, I, Output = W>, W, Rest> LoadsAt<Here, M, I> for (First, Rest) {
    type Output = (W, Rest);

    fn including(self, include: I) -> (W, Rest) {
        (self.0.including(include), self.1)
    }
}

#[diagnostic::do_not_recommend]
impl<Place, M, I, First, Rest: LoadsAt<Place, M, I>> LoadsAt<There<Place>, M, I> for (First, Rest) {
    type Output = (First, Rest::Output);

    fn including(self, include: I) -> Self::Output {
        (self.0, self.1.including(include))
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

/// What leads from the rows to their owners of one model, for subqueries; the condition on the kind stands beside it.
#[derive(Debug)]
pub struct OwnedThrough<P, M>(PhantomData<fn() -> (P, M)>);

impl<P: Polymorphic, M: Model> OwnedThrough<P, M> {
    /// As if there were a `belongs_to` of that model alone.
    pub const RELATION: &'static Relation = &Relation {
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

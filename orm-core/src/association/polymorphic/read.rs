//! What is read of the owners of one model: their rows, with what is loaded onto them, or some of their columns.
use std::marker::PhantomData;

use crate::association::Association;
use crate::load::{Load, Placed, Plain, Refinement, Sources, Wanted, With, level};
use crate::model::Model;
use crate::query::Columns;
use crate::session::{Pending, Session};
use crate::statement::Expression;

/// What is read of the owners of the model `M`.
pub trait ReadsOwners<M>: Send + 'static {
    /// What an owner becomes.
    type Output: Send + 'static;

    /// Reads the owners to which `A` leads.
    fn read<A: Association<Target = M>>(
        self,
        session: Session<'_>,
        owners: Refinement,
        sources: Sources,
    ) -> Pending<'_, Placed<Self::Output>>
    where
        M: Model;
}

impl<M: Send + 'static> ReadsOwners<M> for Plain {
    type Output = M;

    fn read<A: Association<Target = M>>(
        self,
        session: Session<'_>,
        owners: Refinement,
        sources: Sources,
    ) -> Pending<'_, Placed<M>>
    where
        M: Model,
    {
        self.level::<A>(session, owners, sources)
    }
}

impl<M: Model, Inner, I> ReadsOwners<M> for With<Inner, I>
where
    Self: Load<M>,
{
    type Output = <Self as Load<M>>::Output;

    fn read<A: Association<Target = M>>(
        self,
        session: Session<'_>,
        owners: Refinement,
        sources: Sources,
    ) -> Pending<'_, Placed<Self::Output>> {
        self.level::<A>(session, owners, sources)
    }
}

/// Some columns of the owners of one model, in place of their rows.
pub struct Chosen<C> {
    columns: Vec<Expression>,
    types: PhantomData<fn() -> C>,
}

impl<C> Clone for Chosen<C> {
    fn clone(&self) -> Self {
        Self { columns: self.columns.clone(), types: PhantomData }
    }
}

impl<C> std::fmt::Debug for Chosen<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chosen").field("columns", &self.columns).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, C: Columns<M> + 'static> ReadsOwners<M> for Chosen<C> {
    type Output = C::Row;

    fn read<A: Association<Target = M>>(
        self,
        session: Session<'_>,
        owners: Refinement,
        sources: Sources,
    ) -> Pending<'_, Placed<C::Row>> {
        Box::pin(level(session, A::RELATION, (owners, Wanted::picked::<M, C>(self.columns)), sources))
    }
}

/// What is read of the owners of the model `M`, if columns can be chosen in its place: whole rows.
#[diagnostic::on_unimplemented(
    message = "columns of `{M}` are chosen already, or an association of it is loaded",
    label = "further columns of `{M}` cannot be chosen",
    note = "choose all columns of a model at once, in a tuple, and load associations onto whole rows only"
)]
pub trait Chooses<M> {
    /// Chooses these columns.
    fn choosing<C>(self, columns: Vec<Expression>) -> Chosen<C>;
}

impl<M> Chooses<M> for Plain {
    fn choosing<C>(self, columns: Vec<Expression>) -> Chosen<C> {
        Chosen { columns, types: PhantomData }
    }
}

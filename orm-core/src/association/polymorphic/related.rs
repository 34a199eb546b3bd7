//! `get_commentable`: the owner of a row, to be awaited, or refined first.
use std::future::IntoFuture;
use std::panic::Location;

use super::{
    Changed, Chooses, Chosen, IncludedOwner, ListAt, LoadsOwners, OwnerOf, Owners, Polymorphic, gone,
};
use crate::association::Shape;
use crate::error::Result;
use crate::load::{Effect, Include, Including, Keeps, Loadable};
use crate::model::Model;
use crate::query::{Filter, OwnerColumns};
use crate::repetition::{Asked, Way};
use crate::session::{Executor, Pending, Session};

/// The owner of a row, to be awaited, or refined first as an include of it.
#[must_use = "nothing is asked before it is awaited"]
pub struct RelatedOwner<'a, P: Polymorphic, L = <P as Polymorphic>::Plain, S = <P as Loadable>::Shape> {
    session: Session<'a>,
    owners: Result<Owners>,
    asked: Option<Box<Asked>>,
    include: IncludedOwner<P, L, S>,
}

impl<P: Polymorphic, L, S> std::fmt::Debug for RelatedOwner<'_, P, L, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RelatedOwner").field("association", &P::RELATION.label()).finish_non_exhaustive()
    }
}

/// `get_x`: the owner of the row; the derive calls it. A row without one asks no database.
#[track_caller]
pub fn get<'a, P: Polymorphic>(source: &P::Source, db: &'a (impl Executor + ?Sized)) -> RelatedOwner<'a, P> {
    let (session, owners) = (db.session(), Owners::of::<P, P::Source>(std::slice::from_ref(source)));
    let asked = match &owners {
        Ok(owners) if !owners.is_empty() => {
            Asked::of(session, (Way::Get, P::RELATION.description.name), source, Location::caller())
        }
        _ => None,
    };
    RelatedOwner { session, owners, asked, include: IncludedOwner::new() }
}

impl<'a, P: Polymorphic, L, S: Shape> RelatedOwner<'a, P, L, S> {
    fn refine<L2, S2>(
        self,
        refine: impl FnOnce(IncludedOwner<P, L, S>) -> IncludedOwner<P, L2, S2>,
    ) -> RelatedOwner<'a, P, L2, S2> {
        let Self { session, owners, asked, include } = self;
        RelatedOwner { session, owners, asked, include: refine(include) }
    }

    /// Gives an owner of this model only if the predicate holds for it; as [`IncludedOwner::filter`].
    pub fn filter<M: Model + OwnerOf<P>>(
        self,
        predicate: impl Filter<M>,
    ) -> RelatedOwner<'a, P, L, S::Filtered> {
        self.refine(|include| include.filter(predicate))
    }

    /// Loads an association of one of the models onto an owner of that model; as [`IncludedOwner::include`].
    pub fn include<I, M, W>(
        self,
        include: I,
    ) -> RelatedOwner<'a, P, Changed<L, P, M, W>, <I::Effect as Effect>::Above<S, Keeps>>
    where
        I: Include,
        I::Association: Loadable<Source = M>,
        M: OwnerOf<P>,
        L: ListAt<M::Place, Item: Including<M, I, Output = W>>,
    {
        self.refine(|owner| owner.include(include))
    }

    /// Gives only these columns of an owner of one model; as [`IncludedOwner::select`].
    pub fn select<C, M, K>(self, columns: C) -> RelatedOwner<'a, P, Changed<L, P, M, Chosen<K>>, S>
    where
        C: OwnerColumns<M, Checked = K>,
        M: Model + OwnerOf<P>,
        L: ListAt<M::Place, Item: Chooses<M>>,
    {
        self.refine(|owner| owner.select(columns))
    }
}

/// Gives the owner.
///
/// # Errors
///
/// [`Decode`](crate::ErrorKind::Decode) if the row names a model that the association does not list,
/// [`NotFound`](crate::ErrorKind::NotFound) if there has to be an owner and is none.
impl<'a, P: Polymorphic, L: LoadsOwners<P>, S: Shape> IntoFuture for RelatedOwner<'a, P, L, S> {
    type Output = Result<S::Of<L::Owner>>;
    type IntoFuture = Pending<'a, S::Of<L::Owner>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { session, owners, asked, include } = self;
        Box::pin(async move {
            let owners = owners?;
            if let Some(asked) = asked {
                asked.report(session).await;
            }
            let found = include.fetch(session, owners).await?;
            found.into_iter().next().flatten().ok_or_else(|| gone(P::RELATION))
        })
    }
}

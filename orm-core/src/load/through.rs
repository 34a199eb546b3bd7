//! `Project::MEMBERS.with_through()`: an include whose rows come with their junction rows.
mod columns;

pub use columns::IncludedThroughColumns;

use std::marker::PhantomData;

use crate::association::{Association, Carries, Crossing, Path, Shape, ToMany};
use crate::driver::Row;
use crate::load::fetch::{Placed, Wanted, level};
use crate::load::include::{Drops, Effect, Included, Keeps};
use crate::load::{Include, Including, Load, Plain, Sources};
use crate::model::Model as _;
use crate::query::{Filter, Linked, Ordering, across, decode_linked, order_across};
use crate::session::{Pending, Session};
use crate::statement::{Expression, Projection};

/// An include whose rows come with their junction rows, as [`Linked`].
#[must_use = "an include does nothing until a query includes it"]
#[derive(Debug)]
pub struct IncludedThrough<A: Association, J, L = Plain, S = <A as Association>::Shape, E = Keeps>(
    Included<A, L, S, E>,
    // Named, so that without a junction the type is unknown, and nothing more is said about it.
    PhantomData<fn() -> J>,
);

impl<A: Association, J, L: Clone, S, E> Clone for IncludedThrough<A, J, L, S, E> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<A: Association, L, S: Shape, E: Effect> Included<A, L, S, E> {
    /// Loads only rows whose junction row satisfies the predicate; no row above is dropped by it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let leads = Project::MEMBERS.filter_through(Membership::ROLE.eq("lead"));
    /// let projects = Project::query().include(leads).all(&db).await?;
    /// assert_eq!(projects[0].members.len(), 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn filter_through(mut self, predicate: impl Filter<A::Junction>) -> Self
    where
        A: Crossing,
    {
        if let Some(condition) = across::<A::Junction>(predicate) {
            self.rows.restrict(condition);
        }
        self
    }

    /// Orders the loaded rows of each row above by columns of their junction rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let members = Project::MEMBERS.order_through(Membership::ROLE.desc());
    /// let projects = Project::query().include(members).all(&db).await?;
    /// assert_eq!(projects[0].members[0].name, "Bob"); // `member` comes after `lead`
    /// # Ok(())
    /// # });
    /// ```
    pub fn order_through(mut self, order: impl Ordering<A::Junction>) -> Self
    where
        A: Crossing,
    {
        order_across::<A::Junction>(&mut self.rows.order, order);
        self
    }

    /// Loads each row with the junction row that links it; a row that is linked twice comes twice.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let projects = Project::query().include(Project::MEMBERS.with_through()).all(&db).await?;
    /// assert!(projects[0].members.iter().any(|member| member.name == "Ada" && member.through.role == "lead"));
    /// # Ok(())
    /// # });
    /// ```
    pub fn with_through<J: Carries<Carried<A> = P>, P: Association>(self) -> IncludedThrough<P, J, L, S, E>
    where
        A: Crossing<Junction = J>,
    {
        IncludedThrough(self.carried(), PhantomData)
    }
}

/// What an association through a junction offers where it is included.
impl<A: Association> Path<A> {
    /// As [`Included::filter_through`].
    pub fn filter_through(self, predicate: impl Filter<A::Junction>) -> Included<A>
    where
        A: Crossing,
    {
        Included::<A>::new().filter_through(predicate)
    }

    /// As [`Included::order_through`].
    pub fn order_through(self, order: impl Ordering<A::Junction>) -> Included<A>
    where
        A: Crossing,
    {
        Included::<A>::new().order_through(order)
    }

    /// As [`Included::with_through`].
    pub fn with_through<J, P>(self) -> IncludedThrough<P, J, Plain, A::Shape>
    where
        A: Crossing<Junction = J>,
        J: Carries<Carried<A> = P>,
        P: Association,
    {
        Included::<A>::new().with_through()
    }
}

impl<A: Crossing, L, S: Shape, E: Effect> IncludedThrough<A, A::Junction, L, S, E> {
    /// As [`Included::filter`].
    pub fn filter(
        self,
        predicate: impl Filter<A::Target>,
    ) -> IncludedThrough<A, A::Junction, L, E::Filtered<S>, E> {
        IncludedThrough(self.0.filter(predicate), PhantomData)
    }

    /// As [`Included::filter_through`].
    pub fn filter_through(self, predicate: impl Filter<A::Junction>) -> Self {
        Self(self.0.filter_through(predicate), PhantomData)
    }

    /// As [`Included::order_by`].
    pub fn order_by(self, order: impl Ordering<A::Target>) -> Self {
        Self(self.0.order_by(order), PhantomData)
    }

    /// As [`Included::order_through`].
    pub fn order_through(self, order: impl Ordering<A::Junction>) -> Self {
        Self(self.0.order_through(order), PhantomData)
    }

    /// As [`Included::limit`].
    pub fn limit(self, rows: u64) -> Self
    where
        A::Shape: ToMany,
    {
        Self(self.0.limit(rows), PhantomData)
    }

    /// As [`Included::offset`].
    pub fn offset(self, rows: u64) -> Self
    where
        A::Shape: ToMany,
    {
        Self(self.0.offset(rows), PhantomData)
    }

    /// As [`Included::required`].
    pub fn required(self) -> IncludedThrough<A, A::Junction, L, S::Present, Drops> {
        IncludedThrough(self.0.required(), PhantomData)
    }

    /// As [`Included::include`].
    pub fn include<I: Include, W>(
        self,
        include: I,
    ) -> IncludedThrough<A, A::Junction, W, <I::Effect as Effect>::Above<S, E>, E>
    where
        L: Including<A::Target, I, Output = W>,
    {
        IncludedThrough(self.0.include(include), PhantomData)
    }
}

#[diagnostic::do_not_recommend]
impl<A, L, S, E> Include for IncludedThrough<A, A::Junction, L, S, E>
where
    A: Crossing,
    L: Load<A::Target>,
    S: Shape,
    E: Effect,
{
    type Association = A;
    type Value = S::Of<Linked<L::Output, A::Junction>>;
    type Effect = E;

    fn condition(&self) -> Option<Expression> {
        self.0.condition()
    }

    fn is_empty(value: &Self::Value) -> bool {
        S::is_empty(value)
    }

    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Option<Self::Value>>> {
        Box::pin(async move {
            let count = sources.len();
            let wanted = (self.0.rows, linked_rows::<A>());
            let Placed { places, rows } = level(session, A::RELATION, wanted, sources).await?;
            let (rows, through): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            let rows = self.0.load.load(session, rows).await?;
            let linked = rows.into_iter().zip(through).map(|(row, through)| Linked { row, through });
            Ok(S::gather(count, &places, linked.collect()))
        })
    }
}

/// Whole rows with their junction rows, which stand behind the columns that say whose row it is.
fn linked_rows<A: Crossing>() -> Wanted<(A::Target, A::Junction)> {
    let decode = |row: &dyn Row| {
        decode_linked::<A>(row, A::RELATION.target.columns.len() + A::RELATION.source_columns.len())
    };
    let junction = Expression::columns_of(A::Junction::DESCRIPTION);
    Wanted::expressions(Projection::Linked(junction), A::RELATION.target.columns.len(), decode)
}

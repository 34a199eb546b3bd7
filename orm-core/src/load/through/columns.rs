//! `Project::MEMBERS.select_through(Membership::ROLE)`: an include whose rows come with columns of their junction rows.
use std::marker::PhantomData;

use crate::association::{Association, Crossing, Path, Shape};
use crate::driver::Row;
use crate::load::fetch::{Placed, Wanted, level};
use crate::load::include::{Effect, Included, Keeps};
use crate::load::{Include, Load, Plain, Sources};
use crate::query::{Columns, Linked, decode_columns};
use crate::session::{Pending, Session};
use crate::statement::{Expression, Projection};

/// An include whose rows come with some columns of their junction rows, as [`Linked`].
#[must_use = "an include does nothing until a query includes it"]
#[derive(Debug)]
pub struct IncludedThroughColumns<A: Association, C, L = Plain, S = <A as Association>::Shape, E = Keeps> {
    included: Included<A, L, S, E>,
    columns: Vec<Expression>,
    types: PhantomData<fn() -> C>,
}

impl<A: Association, C, L: Clone, S, E> Clone for IncludedThroughColumns<A, C, L, S, E> {
    fn clone(&self) -> Self {
        Self { included: self.included.clone(), columns: self.columns.clone(), types: PhantomData }
    }
}

impl<A: Association, L, S: Shape, E: Effect> Included<A, L, S, E> {
    /// Loads each row with these columns of the junction row that links it, as [`Linked`]: a value, or a tuple. What
    /// restricts and orders the rows goes before.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let members = Project::MEMBERS.order_by(User::ID.asc()).select_through((Membership::ROLE, Membership::USER_ID));
    /// let apollo = Project::query().filter(Project::ID.eq(1)).include(members).one(&db).await?;
    /// assert_eq!(apollo.members[0].through, ("lead".to_owned(), apollo.members[0].id));
    /// # Ok(())
    /// # });
    /// ```
    pub fn select_through<C: Columns<A::Junction>>(self, columns: C) -> IncludedThroughColumns<A, C, L, S, E>
    where
        A: Crossing,
    {
        IncludedThroughColumns { included: self, columns: columns.expressions(), types: PhantomData }
    }
}

impl<A: Association> Path<A> {
    /// As [`Included::select_through`].
    pub fn select_through<C: Columns<A::Junction>>(self, columns: C) -> IncludedThroughColumns<A, C>
    where
        A: Crossing,
    {
        Included::<A>::new().select_through(columns)
    }
}

#[diagnostic::do_not_recommend]
impl<A, C, L, S, E> Include for IncludedThroughColumns<A, C, L, S, E>
where
    A: Crossing,
    C: Columns<A::Junction> + 'static,
    L: Load<A::Target>,
    S: Shape,
    E: Effect,
{
    type Association = A;
    type Value = S::Of<Linked<L::Output, C::Row>>;
    type Effect = E;

    fn condition(&self) -> Option<Expression> {
        self.included.condition()
    }

    fn is_empty(value: &Self::Value) -> bool {
        S::is_empty(value)
    }

    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Option<Self::Value>>> {
        Box::pin(async move {
            let count = sources.len();
            let Included { rows, load, .. } = self.included;
            let decode = |row: &dyn Row| {
                let relation = A::RELATION;
                decode_columns::<A, C>(row, relation.target.columns.len() + relation.source_columns.len())
            };
            let projection = Projection::Linked(self.columns);
            let wanted = Wanted::expressions(projection, A::RELATION.target.columns.len(), decode);
            let Placed { places, rows } = level(session, A::RELATION, (rows, wanted), sources).await?;
            let (rows, through): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            let rows = load.load(session, rows).await?;
            let linked = rows.into_iter().zip(through).map(|(row, through)| Linked { row, through });
            Ok(S::gather(count, &places, linked.collect()))
        })
    }
}

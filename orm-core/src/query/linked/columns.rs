//! Rows of a many-to-many association together with some columns of their junction rows.
use std::future::IntoFuture;
use std::marker::PhantomData;

use super::{Linked, Related};
use crate::association::{Association, Crossing};
use crate::driver::Row;
use crate::error::Result;
use crate::load::Load;
use crate::model::{Cells, Model};
use crate::query::run::fetch;
use crate::query::{Columns, Query};
use crate::session::{Pending, Session};
use crate::statement::Projection;
use crate::value::ValueRef;

/// The columns of a row from one on.
struct Behind<'r> {
    row: &'r dyn Row,
    first: usize,
}

impl Row for Behind<'_> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>> {
        self.row.get(self.first + index)
    }

    fn len(&self) -> usize {
        self.row.len() - self.first
    }

    fn name(&self, index: usize) -> Option<&str> {
        self.row.name(self.first + index)
    }
}

/// The target's columns, and from `first` on those of the junction.
pub(crate) fn decode_columns<A: Crossing, C: Columns<A::Junction>>(
    row: &dyn Row,
    first: usize,
) -> Result<(A::Target, C::Row)> {
    let target = A::Target::decode(&Cells::new(row, 0, A::Target::DESCRIPTION))?;
    Ok((target, C::decode(&Behind { row, first })?))
}

fn decode<A: Crossing, C: Columns<A::Junction>>(row: &dyn Row) -> Result<(A::Target, C::Row)> {
    decode_columns::<A, C>(row, A::Target::DESCRIPTION.columns.len())
}

impl<'a, M: Model, L: Load<M>, A: Association<Target = M>> Related<'a, M, L, A> {
    /// Gives each row with these columns of the junction row that links it, as [`Linked`]: a value, or a tuple. What
    /// restricts and orders the rows goes before.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let apollo = Project::get(&db, 1).await?;
    /// let members = apollo.get_members(&db).order_by(User::ID.asc()).select_through(Membership::ROLE).await?;
    /// assert_eq!((members[0].name.as_str(), members[0].through.as_str()), ("Ada", "lead"));
    /// # Ok(())
    /// # });
    /// ```
    pub fn select_through<C: Columns<A::Junction>>(self, columns: C) -> RelatedThroughColumns<'a, A, L, C>
    where
        A: Crossing,
    {
        let mut query = self.query;
        query.select.projection = Projection::Linked(columns.expressions());
        RelatedThroughColumns { session: self.session, query, columns: PhantomData }
    }
}

/// The rows of a many-to-many association with columns of their junction rows, to be awaited.
#[must_use = "does nothing until it is awaited"]
pub struct RelatedThroughColumns<'a, A: Association, L, C> {
    session: Session<'a>,
    query: Query<A::Target, L>,
    columns: PhantomData<fn() -> C>,
}

impl<A: Association, L, C> std::fmt::Debug for RelatedThroughColumns<'_, A, L, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RelatedThroughColumns").finish_non_exhaustive()
    }
}

impl<'a, A, L, C> IntoFuture for RelatedThroughColumns<'a, A, L, C>
where
    A: Crossing,
    L: Load<A::Target>,
    C: Columns<A::Junction> + 'static,
{
    type Output = Result<Vec<Linked<L::Output, C::Row>>>;
    type IntoFuture = Pending<'a, Vec<Linked<L::Output, C::Row>>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { session, query, .. } = self;
        if query.empty {
            return Box::pin(std::future::ready(Ok(Vec::new())));
        }
        Box::pin(async move {
            let rows = fetch(session, query.select, decode::<A, C>).await?;
            let (rows, through): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            let rows = query.load.load(session, rows).await?;
            Ok(rows.into_iter().zip(through).map(|(row, through)| Linked { row, through }).collect())
        })
    }
}

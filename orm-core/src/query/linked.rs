//! Rows of a many-to-many association together with their junction rows.
mod columns;

pub use columns::RelatedThroughColumns;
pub(crate) use columns::decode_columns;

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use crate::association::{Association, Carries, Crossing};
use crate::driver::Row;
use crate::error::Result;
use crate::load::{Include, Including, Load};
use crate::model::{Cells, Model};
use crate::query::run::fetch;
use crate::query::{Count, Filter, Ordering, Query, Related};
use crate::session::{Pending, Session, mapped};
use crate::statement::{Direction, Expression, Projection, Select};

/// A row, and the junction row that links it: it derefs to the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked<R, J> {
    /// The row at the other end.
    pub row: R,
    /// The junction row: a row of an ordinary model, which can be changed and saved.
    pub through: J,
}

/// The row's entries, and the junction row under `through`.
#[cfg(feature = "serde")]
impl<R: serde::Serialize, J: serde::Serialize> serde::Serialize for Linked<R, J> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        crate::load::append_row(&self.row, &mut map)?;
        serde::ser::SerializeMap::serialize_entry(&mut map, "through", &self.through)?;
        serde::ser::SerializeMap::end(map)
    }
}

impl<R, J> Deref for Linked<R, J> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.row
    }
}

impl<R, J> DerefMut for Linked<R, J> {
    fn deref_mut(&mut self) -> &mut R {
        &mut self.row
    }
}

/// The target's columns, and from `first` on the junction's.
pub(crate) fn decode_linked<A: Crossing>(row: &dyn Row, first: usize) -> Result<(A::Target, A::Junction)> {
    let target = A::Target::decode(&Cells::new(row, 0, A::Target::DESCRIPTION))?;
    let through = A::Junction::decode(&Cells::new(row, first, A::Junction::DESCRIPTION))?;
    Ok((target, through))
}

fn decode<A: Crossing>(row: &dyn Row) -> Result<(A::Target, A::Junction)> {
    decode_linked::<A>(row, A::Target::DESCRIPTION.columns.len())
}

/// The condition on the junction, as one on the model that it leads to.
pub(crate) fn across<J: Model>(predicate: impl Filter<J>) -> Option<Expression> {
    predicate.into_condition().map(|condition| Expression::Junction(Box::new(condition)))
}

/// Appends an order by the junction's columns.
pub(crate) fn order_across<J: Model>(orders: &mut Vec<(Expression, Direction)>, order: impl Ordering<J>) {
    let mut own = Vec::new();
    order.append_to(&mut own);
    orders.extend(own.into_iter().map(|(by, direction)| (Expression::Junction(Box::new(by)), direction)));
}

fn restrict<J: Model>(select: &mut Select, predicate: impl Filter<J>) {
    if let Some(condition) = across(predicate) {
        select.restrict(condition);
    }
}

impl<'a, M: Model, L: Load<M>, A: Association<Target = M>> Related<'a, M, L, A> {
    /// Keeps only the rows whose junction row satisfies the predicate.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let apollo = Project::get(&db, 1).await?;
    /// let leads = apollo.get_members(&db).filter_through(Membership::ROLE.eq("lead")).await?;
    /// assert_eq!(leads[0].name, "Ada");
    /// # Ok(())
    /// # });
    /// ```
    pub fn filter_through(mut self, predicate: impl Filter<A::Junction>) -> Self
    where
        A: Crossing,
    {
        restrict::<A::Junction>(&mut self.query.select, predicate);
        self
    }

    /// Orders the rows by columns of their junction rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let apollo = Project::get(&db, 1).await?;
    /// let members = apollo.get_members(&db).order_through(Membership::ROLE.desc()).await?;
    /// assert_eq!(members[0].name, "Bob"); // `member` comes after `lead`
    /// # Ok(())
    /// # });
    /// ```
    pub fn order_through(mut self, order: impl Ordering<A::Junction>) -> Self
    where
        A: Crossing,
    {
        order_across::<A::Junction>(&mut self.query.select.order, order);
        self
    }

    /// Gives each row with the junction row that links it; a row that is linked twice comes twice.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let apollo = Project::get(&db, 1).await?;
    /// let members = apollo.get_members(&db).with_through().order_by(User::ID.asc()).await?;
    /// assert_eq!((members[0].name.as_str(), members[0].through.role.as_str()), ("Ada", "lead"));
    /// # Ok(())
    /// # });
    /// ```
    pub fn with_through<J: Carries<Carried<A> = P>, P: Association>(self) -> RelatedThrough<'a, P, L, J>
    where
        A: Crossing<Junction = J>,
    {
        let Query { select, empty, load, .. } = self.query;
        let query = Query { select, empty, load, model: PhantomData };
        RelatedThrough { session: self.session, query, junction: PhantomData }
    }
}

impl<M: Model, A: Association<Target = M>> Count<'_, M, A> {
    /// As [`Related::filter_through`]: counts only the rows whose junction row satisfies the predicate.
    pub fn filter_through(self, predicate: impl Filter<A::Junction>) -> Self
    where
        A: Crossing,
    {
        Self(self.0.filter_through(predicate))
    }
}

/// The rows of a many-to-many association with their junction rows: awaited, or refined first.
#[must_use = "does nothing until it is awaited"]
#[derive(Debug)]
pub struct RelatedThrough<'a, A: Association, L, J> {
    session: Session<'a>,
    query: Query<A::Target, L>,
    /// Named, so that without a junction the type is unknown, and nothing more is said about it.
    junction: PhantomData<fn() -> J>,
}

impl<'a, A: Crossing, L: Load<A::Target>> RelatedThrough<'a, A, L, A::Junction> {
    /// As [`Query::filter`].
    pub fn filter(mut self, predicate: impl Filter<A::Target>) -> Self {
        self.query = self.query.filter(predicate);
        self
    }

    /// As [`Query::order_by`].
    pub fn order_by(mut self, order: impl Ordering<A::Target>) -> Self {
        self.query = self.query.order_by(order);
        self
    }

    /// As [`Related::filter_through`].
    pub fn filter_through(mut self, predicate: impl Filter<A::Junction>) -> Self {
        restrict::<A::Junction>(&mut self.query.select, predicate);
        self
    }

    /// As [`Related::order_through`].
    pub fn order_through(mut self, order: impl Ordering<A::Junction>) -> Self {
        order_across::<A::Junction>(&mut self.query.select.order, order);
        self
    }

    /// As [`Query::limit`].
    pub fn limit(mut self, rows: u64) -> Self {
        self.query = self.query.limit(rows);
        self
    }

    /// As [`Query::offset`].
    pub fn offset(mut self, rows: u64) -> Self {
        self.query = self.query.offset(rows);
        self
    }

    /// Loads an association of the rows as well; as [`Query::include`].
    pub fn include<I: Include, W>(self, include: I) -> RelatedThrough<'a, A, W, A::Junction>
    where
        L: Including<A::Target, I, Output = W>,
    {
        let query = self.query.include(include);
        RelatedThrough { session: self.session, query, junction: PhantomData }
    }

    /// As [`Query::first`].
    pub fn first(mut self) -> Pending<'a, Option<Linked<L::Output, A::Junction>>> {
        self.query.select.limit = Some(self.query.select.limit.unwrap_or(1).min(1));
        let rows = self.into_future();
        mapped(rows, |rows| Ok(rows.into_iter().next()))
    }
}

impl<'a, A: Crossing, L: Load<A::Target>> IntoFuture for RelatedThrough<'a, A, L, A::Junction> {
    type Output = Result<Vec<Linked<L::Output, A::Junction>>>;
    type IntoFuture = Pending<'a, Vec<Linked<L::Output, A::Junction>>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { session, mut query, .. } = self;
        if query.empty {
            return Box::pin(std::future::ready(Ok(Vec::new())));
        }
        query.select.projection = Projection::Linked(Expression::columns_of(A::Junction::DESCRIPTION));
        Box::pin(async move {
            let rows = fetch(session, query.select, decode::<A>).await?;
            let (rows, through): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            let rows = query.load.load(session, rows).await?;
            Ok(rows.into_iter().zip(through).map(|(row, through)| Linked { row, through }).collect())
        })
    }
}

//! `Project::TASKS.select((Task::ID, Task::TITLE))`: some columns of an association's rows, in place of the rows.
use std::marker::PhantomData;

use crate::association::{Association, Path, Shape};
use crate::load::fetch::{Wanted, level};
use crate::load::include::{Refinement, exists};
use crate::load::{Effect, Include, Included, Keeps, Plain, Sources};
use crate::query::Columns;
use crate::session::{Pending, Session};
use crate::statement::Expression;

/// An association to be included, of whose rows some columns are loaded: a value or a tuple for each.
#[must_use = "an include does nothing until a query includes it"]
pub struct Picked<A, C, S, E = Keeps> {
    rows: Refinement,
    columns: Vec<Expression>,
    types: PhantomData<fn() -> (A, C, S, E)>,
}

impl<A, C, S, E> Clone for Picked<A, C, S, E> {
    fn clone(&self) -> Self {
        Self { rows: self.rows.clone(), columns: self.columns.clone(), types: PhantomData }
    }
}

impl<A: Association, C, S, E> std::fmt::Debug for Picked<A, C, S, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picked").field("association", &A::RELATION.label()).finish_non_exhaustive()
    }
}

impl<A: Association, S, E> Included<A, Plain, S, E> {
    /// Loads only these columns of the rows: a value for each, or a tuple.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let projects = Project::query().include(Project::TASKS.select(Task::TITLE)).all(&db).await?;
    /// assert!(projects[0].tasks.contains(&"Design".to_owned()));
    /// # Ok(())
    /// # });
    /// ```
    pub fn select<C: Columns<A::Target, Checked = P>, P>(self, columns: C) -> Picked<A, P, S, E> {
        Picked { rows: self.rows, columns: columns.expressions(), types: PhantomData }
    }
}

impl<A: Association> Path<A> {
    /// As [`Included::select`].
    pub fn select<C: Columns<A::Target, Checked = P>, P>(self, columns: C) -> Picked<A, P, A::Shape> {
        Picked { rows: Refinement::default(), columns: columns.expressions(), types: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<A, C, S, E> Include for Picked<A, C, S, E>
where
    A: Association,
    C: Columns<A::Target> + 'static,
    S: Shape,
    E: Effect,
{
    type Association = A;
    type Value = S::Of<C::Row>;
    type Effect = E;

    fn condition(&self) -> Option<Expression> {
        exists::<A, E>(&self.rows)
    }

    fn is_empty(value: &Self::Value) -> bool {
        S::is_empty(value)
    }

    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Option<Self::Value>>> {
        let wanted = Wanted::picked::<A::Target, C>(self.columns);
        Box::pin(async move {
            let count = sources.len();
            let placed = level(session, A::RELATION, (self.rows, wanted), sources).await?;
            Ok(S::gather(count, &placed.places, placed.rows))
        })
    }
}

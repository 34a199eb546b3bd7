//! What loads nothing, and what loads one association more: joined, or by statements of its own.
use super::beside::{Beside, decode_whole};
use super::fetch::{Placed, Wanted, level};
use super::filling::filled;
use super::include::Refinement;
use super::{Checked, Fill, Include, Load, Loadable as _, OfModel, Sources, TURN};
use crate::association::Association;
use crate::error::Result;
use crate::model::Model;
use crate::query::run::{decode_model, fetch, fetch_first};
use crate::session::{Pending, Session, chained, mapped, turn};
use crate::statement::{Join, Select};

/// Loads nothing: a row stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Plain;

/// Of whatever there is, so that a target that is no model is no mistake where its rows are awaited.
impl<M: Send + 'static> Load<M> for Plain {
    type Output = M;
    const JOINS: bool = true;

    fn load(self, _session: Session<'_>, rows: Vec<M>) -> Pending<'_, Vec<M>> {
        Box::pin(std::future::ready(Ok(rows)))
    }

    fn read(self, session: Session<'_>, select: Box<Select>) -> Pending<'_, Vec<M>>
    where
        M: Model,
    {
        Box::pin(fetch(session, select, decode_model::<M>))
    }

    fn read_first(self, session: Session<'_>, select: Box<Select>) -> Pending<'_, Option<M>>
    where
        M: Model,
    {
        Box::pin(fetch_first(session, select, decode_model::<M>))
    }

    fn level<A: Association<Target = M>>(
        self,
        session: Session<'_>,
        rows: Refinement,
        sources: Sources,
    ) -> Pending<'_, Placed<M>>
    where
        M: Model,
    {
        Box::pin(level(session, A::RELATION, (rows, Wanted::rows::<A>()), sources))
    }

    fn joins(&self) -> Option<Vec<Join>> {
        Some(Vec::new())
    }

    #[inline(always)]
    fn beside(row: M, _beside: &mut Beside<'_>) -> Result<M> {
        Ok(row)
    }

    fn width() -> usize {
        0
    }
}

/// Loads what `Inner` loads, and one association more.
#[derive(Debug, Clone, Copy)]
pub struct With<Inner, I> {
    pub(crate) inner: Inner,
    pub(crate) include: I,
}

#[diagnostic::do_not_recommend]
impl<M, Inner, I> Load<M> for With<Inner, I>
where
    M: Model,
    Inner: Load<M>,
    I: Include,
    I::Association: OfModel<M>,
    Inner::Output: Fill<Checked<I, M>, I::Value>,
    <Inner::Output as Fill<Checked<I, M>, I::Value>>::Filled: Send + 'static,
{
    type Output = <Inner::Output as Fill<Checked<I, M>, I::Value>>::Filled;
    const JOINS: bool = Inner::JOINS && I::JOINS;

    fn load(self, session: Session<'_>, rows: Vec<M>) -> Pending<'_, Vec<Self::Output>> {
        if rows.is_empty() {
            return Box::pin(std::future::ready(Ok(Vec::new())));
        }
        let sources = match I::Association::sources(&rows) {
            Ok(sources) => sources,
            Err(error) => return Box::pin(std::future::ready(Err(error))),
        };
        let values = self.include.fetch(session, sources);
        // Many keys are a turn of their own: what is loaded onto the same rows reads them, too.
        let rows = match rows.len() {
            TURN.. => chained(turn(), move |()| self.inner.load(session, rows)),
            _ => self.inner.load(session, rows),
        };
        filled((rows, values), |row: Inner::Output, value| {
            Ok(row.fill(value.ok_or_else(I::Association::gone)?))
        })
    }

    fn read(self, session: Session<'_>, mut select: Box<Select>) -> Pending<'_, Vec<Self::Output>> {
        if Self::JOINS && select.join(self.joins(), session) {
            return Box::pin(fetch(session, select, decode_whole::<M, Self>));
        }
        let rows = Plain.read(session, select);
        chained(rows, move |rows| self.load(session, rows))
    }

    fn read_first(self, session: Session<'_>, mut select: Box<Select>) -> Pending<'_, Option<Self::Output>> {
        if Self::JOINS && select.join(self.joins(), session) {
            return Box::pin(fetch_first(session, select, decode_whole::<M, Self>));
        }
        chained(Plain.read_first(session, select), move |row| match row {
            Some(row) => mapped(self.load(session, vec![row]), |mut rows| Ok(rows.pop())),
            None => Box::pin(std::future::ready(Ok(None))),
        })
    }

    fn level<A: Association<Target = M>>(
        self,
        session: Session<'_>,
        rows: Refinement,
        sources: Sources,
    ) -> Pending<'_, Placed<Self::Output>> {
        if Self::JOINS
            && let Some(joins) = self.joins()
            && rows.takes(A::RELATION.target, &joins, session)
        {
            return Box::pin(level(session, A::RELATION, (rows, Wanted::whole::<A, Self>(joins)), sources));
        }
        let placed = Plain.level::<A>(session, rows, sources);
        Box::pin(async move {
            let Placed { places, rows } = placed.await?;
            Ok(Placed { places, rows: self.load(session, rows).await? })
        })
    }

    fn joins(&self) -> Option<Vec<Join>> {
        let mut joins = self.inner.joins()?;
        joins.push(self.include.join()?);
        Some(joins)
    }

    #[inline(always)]
    fn beside(row: M, beside: &mut Beside<'_>) -> Result<Self::Output> {
        let row = Inner::beside(row, beside)?;
        Ok(row.fill(I::beside(beside)?.ok_or_else(I::Association::gone)?))
    }

    fn width() -> usize {
        Inner::width() + I::width()
    }
}

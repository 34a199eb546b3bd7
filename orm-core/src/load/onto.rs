//! `Project::TASKS.load(&db, projects)`: an association loaded onto rows that are in memory already.
use crate::association::{Association, Path};
use crate::load::{
    Effect as _, Fill, Include, Included, IncludedThrough, IncludedThroughColumns, Loadable as _, OfModel,
    Picked,
};
use crate::model::IsModel;
use crate::query::CountOf;
use crate::session::{Executor, Pending, Session};

/// Implements `load` for an include.
macro_rules! load {
    ([$($parameters:tt)*] $ty:ty) => {
        impl<A: Association, $($parameters)*> $ty {
            /// Loads it onto rows that are in memory already, with one statement for all of them. The rows may have
            /// other associations loaded; if it is required, those without a match are dropped.
            ///
            /// # Errors
            ///
            /// [`NotFound`](crate::ErrorKind::NotFound) if a row that a required key points to is gone, or a
            /// connection error.
            ///
            /// # Examples
            ///
            /// ```
            /// # use orm_example::*;
            /// # run(async |db| {
            /// let projects = Project::query().order_by(Project::ID.asc()).all(&db).await?;
            /// let projects = Project::TASKS.load(&db, projects).await?;
            /// assert_eq!(projects[0].tasks.len(), 3);
            /// # Ok(())
            /// # });
            /// ```
            #[track_caller]
            pub fn load<'a, R, V>(
                self,
                db: &'a (impl Executor + ?Sized),
                rows: impl IntoIterator<Item = R>,
            ) -> Pending<'a, Vec<R::Taken>>
            where
                Self: Include<Association = A, Value = V>,
                R: Taking<A, V> + 'a,
            {
                load_rows(db.session(), self, rows.into_iter().collect())
            }
        }
    };
}

load!([] Path<A>);
load!([] CountOf<A>);
load!([L, S, E] Included<A, L, S, E>);
load!([C, S, E] Picked<A, C, S, E>);
load!([J, L, S, E] IncludedThrough<A, J, L, S, E>);
load!([C, L, S, E] IncludedThroughColumns<A, C, L, S, E>);

/// A row in memory onto which the association `A` can be loaded.
pub trait Taking<A, V>: IsModel + Send {
    /// The row with the association.
    type Taken: Send;

    /// Takes what was loaded.
    fn take(self, value: V) -> Self::Taken;
}

impl<R, A, V> Taking<A, V> for R
where
    R: IsModel + Fill<<A as OfModel<R::Row>>::Checked, V> + Send,
    R::Filled: Send,
    A: OfModel<R::Row>,
{
    type Taken = R::Filled;

    fn take(self, value: V) -> R::Filled {
        self.fill(value)
    }
}

pub(crate) fn load_rows<'a, I, R>(
    session: Session<'a>,
    include: I,
    rows: Vec<R>,
) -> Pending<'a, Vec<R::Taken>>
where
    I: Include,
    R: Taking<I::Association, I::Value> + 'a,
{
    Box::pin(async move {
        let sources = I::Association::sources(&rows)?;
        let values = include.fetch(session, sources).await?;
        let mut taken = Vec::with_capacity(rows.len());
        for (row, value) in rows.into_iter().zip(values) {
            match value {
                Some(value) if I::Effect::DROPS && I::is_empty(&value) => {}
                Some(value) => taken.push(row.take(value)),
                None if I::Effect::DROPS => {}
                None => return Err(I::Association::gone()),
            }
        }
        Ok(taken)
    })
}

//! `Project::TASKS.load(&db, projects)`: an association loaded onto rows that are in memory already.
use crate::association::{Association, Path};
use crate::load::{Effect as _, Fill, Include, Included, Picked, Sources, fetch};
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
            pub fn load<'a, R, V>(
                self,
                db: &'a (impl Executor + ?Sized),
                rows: impl IntoIterator<Item = R>,
            ) -> Pending<'a, Vec<R::Filled>>
            where
                Self: Include<Association = A, Value = V>,
                R: IsModel<Row = A::Source> + Fill<A, V> + Send + 'a,
                R::Filled: Send,
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

fn load_rows<'a, A, I, R>(session: Session<'a>, include: I, rows: Vec<R>) -> Pending<'a, Vec<R::Filled>>
where
    A: Association,
    I: Include<Association = A>,
    R: IsModel<Row = A::Source> + Fill<A, I::Value> + Send + 'a,
    R::Filled: Send,
{
    Box::pin(async move {
        let sources = Sources::of::<A, R>(&rows);
        let values = include.fetch(session, sources).await?;
        let mut filled = Vec::with_capacity(rows.len());
        for (row, value) in rows.into_iter().zip(values) {
            match value {
                Some(value) if I::Effect::DROPS && I::is_empty(&value) => {}
                Some(value) => filled.push(row.fill(value)),
                None if I::Effect::DROPS => {}
                None => return Err(fetch::gone(A::RELATION)),
            }
        }
        Ok(filled)
    })
}

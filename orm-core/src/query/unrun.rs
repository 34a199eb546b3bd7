//! What is said to those who await, or iterate, what has not been run; nothing here ever runs.
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::query::{DeleteWhere, Query, Related, Selected, UpdateWhere};

/// Stands for a query where it is awaited: of the query itself, rustc would say no more than that it is no future.
#[derive(Debug)]
pub struct QueryOf<M>(PhantomData<M>);

/// Stands for a change of many rows where it is awaited.
#[derive(Debug)]
pub struct ChangeOf<M>(PhantomData<M>);

/// What a query has once it is run; nothing has it.
#[diagnostic::on_unimplemented(
    message = "this query of `{M}` is not run",
    label = "nothing was asked of the database",
    note = "run it on a database: `.all(&db).await?`, `.first(&db).await?`, `.count(&db).await?`"
)]
pub trait IsRun<M> {}

/// What a change of many rows has once it is run; nothing has it.
#[diagnostic::on_unimplemented(
    message = "this change of rows of `{M}` is not run",
    label = "nothing was asked of the database",
    note = "run it on a database: `.execute(&db).await?`"
)]
pub trait IsExecuted<M> {}

/// What an accessor's rows have once they are there; nothing has it.
#[diagnostic::on_unimplemented(
    message = "these rows of `{M}` are not loaded: what loads them is not awaited",
    label = "nothing was asked of the database",
    note = "await it: `project.get_tasks(&db).await?`"
)]
pub trait IsAwaited<M> {}

#[cold]
fn unrun() -> ! {
    unreachable!("what is not run gives nothing")
}

// Futures themselves, not only what becomes one: so rustc says what is missing, and not that this is no future.
macro_rules! futures {
    ($([$($generic:tt)*] $unrun:ty => $output:ty, $stand_in:ty: $bound:ident;)*) => {
        $(
            #[doc(hidden)]
            impl<$($generic)*> Future for $unrun
            where
                $stand_in: $bound<M>,
            {
                type Output = crate::error::Result<$output>;

                fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
                    unrun()
                }
            }
        )*
    };
}
futures! {
    [M, L] Query<M, L> => Vec<M>, QueryOf<M>: IsRun;
    [M, C] Selected<M, C> => Vec<M>, QueryOf<M>: IsRun;
    [M] UpdateWhere<M> => u64, ChangeOf<M>: IsExecuted;
    [M] DeleteWhere<M> => u64, ChangeOf<M>: IsExecuted;
}

macro_rules! iterators {
    ($([$($generic:tt)*] $unrun:ty: $bound:ident;)*) => {
        $(
            #[doc(hidden)]
            impl<$($generic)*> Iterator for $unrun
            where
                QueryOf<M>: $bound<M>,
            {
                type Item = M;

                fn next(&mut self) -> Option<M> {
                    unrun()
                }
            }
        )*
    };
}
iterators! {
    [M, L] Query<M, L>: IsRun;
    [M, C] Selected<M, C>: IsRun;
    [M, L, A] Related<'_, M, L, A>: IsAwaited;
}

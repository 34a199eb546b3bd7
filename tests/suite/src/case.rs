//! What a case is, and how it runs.
use std::future::Future;
use std::pin::Pin;

use libtest_mimic::Failed;
use orm::Db;

use crate::backend::{self, Backend};

/// A fact about the library, over any database.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// `group::fact`.
    pub name: &'static str,
    /// Shows it; a panic or an error is a failure.
    pub run: Run,
}

/// What shows a fact: it gets an empty database.
pub type Run = fn(Test) -> Pin<Box<dyn Future<Output = orm::Result<()>>>>;

/// What a case gets.
#[derive(Debug, Clone)]
pub struct Test {
    /// An empty database.
    pub db: Db,
    /// Which one it is: only to read its catalog, never to expect something else of it.
    pub backend: Backend,
}

/// Makes cases of async functions: `cases![has_many: [adds_a_row, removes_a_row]]`.
#[macro_export]
macro_rules! cases {
    ($group:literal: [$($function:ident),+ $(,)?]) => {
        /// The cases of this group; one that is left out is dead code, so rustc reports it.
        pub(crate) const CASES: &[$crate::case::Case] = &[$($crate::case::Case {
            name: concat!($group, "::", stringify!($function)),
            run: |test| Box::pin($function(test)),
        }),+];
    };
}

/// Runs a case over a fresh database.
///
/// # Errors
///
/// What the case reports.
pub fn run(backend: Backend, run: Run) -> Result<(), Failed> {
    backend::runtime()?.block_on(async {
        let (db, _keeper) = backend.create().await?;
        run(Test { db: db.clone(), backend }).await?;
        db.close().await;
        Ok(())
    })
}

//! A database of its own for each case.
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use crate::server::Server;

/// An empty database, which is dropped with this.
#[derive(Debug)]
pub struct Database {
    server: Server,
    name: String,
}

impl Database {
    /// Makes a database.
    ///
    /// # Panics
    ///
    /// If the server does not answer.
    pub async fn create(server: &Server) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("case_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let database = Self { server: server.clone(), name };
        database.administer("CREATE DATABASE").await.expect("a database can be made");
        database
    }

    /// Its URL, with an option such as `pool=4`.
    #[must_use]
    pub fn url(&self, option: &str) -> String {
        self.server.url(&self.name, option)
    }

    async fn administer(&self, statement: &str) -> sqlx::Result<()> {
        let options: PgConnectOptions = self.server.url("postgres", "").parse()?;
        // A pooler refuses it.
        let options = options.extra_float_digits(None);
        let mut connection = options.disable_statement_logging().connect().await?;
        let force = if statement.starts_with("DROP") { " WITH (FORCE)" } else { "" };
        connection.execute(AssertSqlSafe(format!("{statement} {}{force}", self.name))).await?;
        connection.close().await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A case may end anywhere, also by a panic: its runtime cannot be waited on here.
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                // A server that is stopped has no databases to drop.
                let _ = runtime.map(|runtime| runtime.block_on(self.administer("DROP DATABASE")));
            });
        });
    }
}

//! An async ORM whose associations are declared once, on plain structs, and checked by the compiler.
//!
//! A model is a struct with [`#[derive(Model)]`](derive@Model) and attributes for its associations. [`connect`] opens a
//! database, [`schema!`] lists the models and creates their tables, and [`Model`] is what can be done with rows. Most
//! programs begin with `use orm::prelude::*;`.
//!
//! # Examples
//!
//! ```
//! use orm::prelude::*;
//!
//! #[derive(Model, Debug, PartialEq)]
//! #[has_many(Task)]
//! struct Project { id: i64, name: String }
//!
//! #[derive(Model, Debug, PartialEq)]
//! #[belongs_to(Project)]
//! struct Task { id: i64, title: String, project_id: i64 }
//!
//! const SCHEMA: Schema = schema![Project, Task];
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> orm::Result<()> {
//! let db = orm::connect("sqlite::memory:").await?;
//! SCHEMA.sync(&db).await?;
//! let project = Project::build().name("Apollo").insert(&db).await?;
//! let task = project.create_task(&db, Task::build().title("Design")).await?;
//! assert_eq!(project.get_tasks(&db).await?, [task]);
//!
//! let error = Project::get(&db, 7).await.unwrap_err();
//! assert_eq!(error.kind(), orm::ErrorKind::NotFound);
//! # Ok(())
//! # }
//! ```

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod connect;
pub mod prelude;

#[cfg(feature = "postgres")]
pub use connect::PostgresDb;
#[cfg(feature = "sqlite")]
pub use connect::SqliteDb;
pub use connect::connect;
pub use orm_core::association::{self, NONE};
pub use orm_core::builder;
pub use orm_core::column;
pub use orm_core::dialect;
pub use orm_core::driver::{self, Isolation, TransactionOptions};
pub use orm_core::load;
pub use orm_core::model;
pub use orm_core::nested::{self, NewOrExisting};
pub use orm_core::query;
pub use orm_core::schema;
#[cfg(feature = "json")]
pub use orm_core::value::Json;
pub use orm_core::value::{self, Id};
pub use orm_core::{Constraint, Db, Error, ErrorKind, Executor, Model, Pending, Result, Transaction, sql};

pub use orm_derive::{ColumnType, Loaded, Model};

/// The SQLite driver, for what only SQLite has: options, native pools.
#[cfg(feature = "sqlite")]
pub use orm_sqlite as sqlite;

/// The documents whose programs are compiled and run.
#[cfg(all(doctest, feature = "sqlite"))]
mod documents {
    #[doc = include_str!("../README.md")]
    pub struct Readme;
    #[doc = include_str!("../docs/guide.md")]
    pub struct Guide;
    #[doc = include_str!("../docs/guide/junctions.md")]
    pub struct Junctions;
    #[doc = include_str!("../docs/guide/names.md")]
    pub struct Names;
    #[doc = include_str!("../docs/guide/polymorphic.md")]
    pub struct Polymorphic;
    #[doc = include_str!("../docs/guide/scopes.md")]
    pub struct Scopes;
    #[doc = include_str!("../docs/guide/several.md")]
    pub struct Several;
    #[doc = include_str!("../docs/write-a-driver.md")]
    pub struct WriteADriver;
}

/// The PostgreSQL driver, for what only PostgreSQL has: options, native pools.
#[cfg(feature = "postgres")]
pub use orm_postgres as postgres;

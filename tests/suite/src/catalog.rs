//! Reads what a database holds: tables, columns, keys, constraints, indexes; and compares it with what a case expects.
use std::fmt;

use orm::schema::Schema;
use orm::{Db, Result};

use crate::backend::Backend;
use crate::case::Test;

pub mod postgres;
mod sqlite;

/// All tables of a database, by name.
///
/// Its `Display` is the notation in which cases write what they expect:
///
/// ```text
/// users(id:auto, name:text?, role_id:integer?=1)
///   key region, number                     (left out where the key is `id`)
///   unique name
///   role_id -> roles(id) set null, cascade (on delete, on update)
///   index role_id
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    pub tables: Vec<Table>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    pub key: Vec<String>,
    /// Without the primary key.
    pub uniques: Vec<Vec<String>>,
    pub foreign_keys: Vec<ForeignKey>,
    /// Without those that constraints bring along.
    pub indexes: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// `integer` of any width, `auto` where it counts up by itself, `text`, `boolean`, `real`, `decimal`, `bytes`,
    /// `uuid`, `timestamp`, …
    pub ty: String,
    pub nullable: bool,
    /// The literal, as SQL spells it, without a cast.
    pub default: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub target: String,
    pub target_columns: Vec<String>,
    /// In lower case, as `set null`.
    pub on_delete: String,
    pub on_update: String,
}

impl Backend {
    /// How this database stores a type that it does not have.
    fn stored_as(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::SqliteMemory | Self::SqliteFile => {
                &[(":uuid", ":bytes"), (":timestamp", ":text"), (":json", ":text")]
            }
        }
    }
}

/// Reads the catalog.
///
/// # Errors
///
/// What the database reports.
pub async fn read(db: &Db, backend: Backend) -> Result<Catalog> {
    let mut catalog = match backend {
        Backend::SqliteMemory | Backend::SqliteFile => sqlite::read(db).await?,
    };
    catalog.tables.sort_by(|left, right| left.name.cmp(&right.name));
    for table in &mut catalog.tables {
        table.uniques.sort();
        table.foreign_keys.sort();
        table.indexes.sort();
    }
    Ok(catalog)
}

impl Test {
    /// Shows that the database holds these tables and nothing else.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub async fn expect_tables(&self, expected: &str) -> Result<()> {
        let mut expected = lines(expected);
        for (ty, stored_as) in self.backend.stored_as() {
            expected = expected.replace(ty, stored_as);
        }
        let catalog = read(&self.db, self.backend).await?;
        assert_eq!(Lines(lines(&catalog.to_string())), Lines(expected));
        Ok(())
    }

    /// Creates the tables, twice because the second time must change nothing, and shows that they are these.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub async fn expect_sync(&self, schema: Schema, expected: &str) -> Result<()> {
        schema.sync(&self.db).await?;
        self.expect_tables(expected).await?;
        schema.sync(&self.db).await?;
        self.expect_tables(expected).await
    }
}

/// A text without its indentation and empty lines.
fn lines(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Shown as it is, so that a failure can be read.
#[derive(PartialEq, Eq)]
struct Lines(String);

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tables.iter().try_for_each(|table| table.fmt(f))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<_> = self.columns.iter().map(Column::to_string).collect();
        writeln!(f, "{}({})", self.name, columns.join(", "))?;
        if self.key.is_empty() {
            writeln!(f, "  no key")?;
        } else if self.key != ["id"] {
            writeln!(f, "  key {}", self.key.join(", "))?;
        }
        for unique in &self.uniques {
            writeln!(f, "  unique {}", unique.join(", "))?;
        }
        for key in &self.foreign_keys {
            writeln!(f, "  {key}")?;
        }
        for index in &self.indexes {
            writeln!(f, "  index {}", index.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let optional = if self.nullable { "?" } else { "" };
        write!(f, "{}:{}{optional}", self.name, self.ty)?;
        self.default.as_ref().map_or(Ok(()), |default| write!(f, "={default}"))
    }
}

impl fmt::Display for ForeignKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (columns, target_columns) = (self.columns.join(", "), self.target_columns.join(", "));
        write!(f, "{columns} -> {}({target_columns}) {}, {}", self.target, self.on_delete, self.on_update)
    }
}

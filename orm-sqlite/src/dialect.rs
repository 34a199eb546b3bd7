//! SQLite's SQL, where it differs from ANSI.
use std::fmt::Write as _;

use orm_core::schema::{ColumnDescription, ModelDescription};
use orm_core::value::SqlType;
use orm_core::{Dialect, Features, Limit};

/// The SQL that SQLite speaks.
#[derive(Debug, Clone, Copy, Default)]
pub struct SqliteDialect;

/// What SQLite is compiled with unless somebody changes it.
const MAX_PARAMETERS: usize = 32_766;

/// Far from the 64 tables that SQLite joins at most, of which filters have some.
const JOINS: usize = 8;

impl Dialect for SqliteDialect {
    fn features(&self) -> Features {
        Features::ansi(MAX_PARAMETERS)
            .with_forward_references(true)
            .with_alter_add_constraint(false)
            .with_counted_keys(true)
            .with_joins(JOINS)
    }

    fn write_parameter(&self, sql: &mut String, number: usize) {
        let _ = write!(sql, "?{number}");
    }

    /// Writes a type whose affinity keeps every value as it was bound.
    ///
    /// SQLite derives the affinity from the name: `INT` anywhere gives INTEGER, `CHAR`, `CLOB` or `TEXT` TEXT, `BLOB`
    /// BLOB, `REAL`, `FLOA` or `DOUB` REAL, anything else NUMERIC, which turns text that looks like a number into one.
    /// So times are TEXT, not DATETIME; BOOLEAN is NUMERIC, which 0 and 1 survive, and says more to other tools.
    fn write_type(&self, sql: &mut String, ty: SqlType) {
        sql.push_str(match ty {
            SqlType::Boolean => "BOOLEAN",
            SqlType::SmallInt => "SMALLINT",
            SqlType::Integer => "INTEGER",
            SqlType::BigInt => "BIGINT",
            SqlType::Real | SqlType::Double => "REAL",
            SqlType::Bytes | SqlType::Uuid => "BLOB",
            SqlType::Decimal => "NUMERIC",
            _ => "TEXT",
        });
    }

    /// Writes `INTEGER PRIMARY KEY AUTOINCREMENT` for a key of its own.
    ///
    /// Without `AUTOINCREMENT`, the id of the last row is given out again after that row is deleted; whatever still
    /// refers to it without a constraint (a polymorphic association, a log, a bookmark) would then mean the new row. It
    /// costs one more write for each statement that inserts, not for each row. A part of a key cannot count up here.
    fn write_generated_key(&self, sql: &mut String, column: &ColumnDescription, sole_key: bool) -> bool {
        self.write_identifier(sql, column.name);
        sql.push_str(if sole_key { " INTEGER PRIMARY KEY AUTOINCREMENT" } else { " INTEGER" });
        sole_key
    }

    /// Writes `needle IN (SELECT value FROM json_each(?1))`: the list is one JSON text, bytes in it are hex.
    fn write_membership(&self, sql: &mut String, needle: &str, parameter: usize, ty: SqlType) {
        let value = match ty {
            SqlType::Bytes | SqlType::Uuid => "unhex(value)",
            _ => "value",
        };
        let _ = write!(sql, "{needle} IN (SELECT {value} FROM json_each(?{parameter}))");
    }

    fn write_limit(&self, sql: &mut String, limit: Option<Limit>, offset: Option<usize>) {
        match (limit, offset) {
            (Some(Limit::Rows(rows)), _) => {
                let _ = write!(sql, " LIMIT {rows}");
            }
            (Some(Limit::Parameter(number)), _) => {
                // Where the grammar sees a bare parameter, SQLite plans for its value: it would prepare the statement again
                // whenever another one is bound, which takes longer than most of the reads.
                let _ = write!(sql, " LIMIT +?{number}");
            }
            // The grammar has no OFFSET without LIMIT; -1 means no limit.
            (None, Some(_)) => sql.push_str(" LIMIT -1"),
            (None, None) => {}
        }
        if let Some(offset) = offset {
            let _ = write!(sql, " OFFSET ?{offset}");
        }
    }

    /// SQLite 3.51 turns `EXISTS` into a join, whose `OFFSET` then passes over rows of the subquery instead of rows of
    /// the result. It leaves a subquery with a limit as it is.
    fn write_exists_end(&self, sql: &mut String) {
        sql.push_str(" LIMIT 1");
    }

    /// Writes `LIKE`, which ignores the case of ASCII letters, or `GLOB`, which heeds case.
    fn write_like(&self, sql: &mut String, subject: &str, parameter: &str, case_sensitive: bool) {
        if !case_sensitive {
            let _ = write!(sql, "{subject} LIKE {parameter} ESCAPE '\\'");
            return;
        }
        let mut pattern = parameter.to_owned();
        for (from, to) in LIKE_TO_GLOB {
            pattern = format!("replace({pattern}, '{from}', '{to}')");
        }
        let _ = write!(sql, "{subject} GLOB {pattern}");
    }

    /// Writes the table alone: a foreign key never leaves its database, and the grammar has no name for it here.
    fn write_referenced_table(&self, sql: &mut String, _schema: Option<&str>, table: &str) {
        self.write_identifier(sql, table);
    }

    /// Writes the index with the schema, which the grammar wants there and not at the table.
    fn write_index_target(&self, sql: &mut String, index: &str, (schema, table): (Option<&str>, &str)) {
        self.write_table(sql, schema, index);
        sql.push_str(" ON ");
        self.write_identifier(sql, table);
    }

    /// Switches foreign keys off while tables are rebuilt or dropped.
    ///
    /// Inside a transaction the pragma does nothing, without a word: run the first before `BEGIN`, and the second after
    /// `COMMIT`. A connection that goes back to the pool in between gets its foreign keys back by itself.
    fn schema_change_guard(&self) -> (&'static str, &'static str) {
        ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
    }

    fn write_drop_table(&self, sql: &mut String, model: &ModelDescription) {
        sql.push_str("DROP TABLE IF EXISTS ");
        self.write_table(sql, model.schema, model.table);
    }
}

/// Turns a pattern of LIKE with `\` escapes into one of GLOB, in this order.
///
/// First what GLOB would take for a wildcard goes into brackets; from then on, every `[` that is left starts one of the
/// three brackets `[[]`, `[*]`, `[?]`, so that `[b]`, `[p]` and `[u]` can stand for the escaped `\`, `%` and `_` until
/// the wildcards are translated. SQLite computes the chain once per statement: it depends on the parameter alone.
const LIKE_TO_GLOB: [(&str, &str); 12] = [
    ("[", "[[]"),
    ("*", "[*]"),
    ("?", "[?]"),
    ("\\\\", "[b]"),
    ("\\%", "[p]"),
    ("\\_", "[u]"),
    // What is left escapes something that is not special.
    ("\\", ""),
    ("%", "*"),
    ("_", "?"),
    ("[b]", "\\"),
    ("[p]", "%"),
    ("[u]", "_"),
];

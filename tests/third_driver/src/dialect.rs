//! The SQL that the database in memory speaks, where it differs from ANSI.
use std::fmt::Write as _;

use orm_core::schema::ColumnDescription;
use orm_core::value::SqlType;
use orm_core::{Dialect, Features};

/// The SQL that the database in memory speaks.
#[derive(Debug, Clone, Copy)]
pub struct MemoryDialect;

impl Dialect for MemoryDialect {
    /// A foreign key may name what it likes, because nobody looks.
    fn features(&self) -> Features {
        Features::ansi(1_000).with_forward_references(true)
    }

    fn write_type(&self, sql: &mut String, _ty: SqlType) {
        sql.push_str("ANY");
    }

    fn write_generated_key(&self, sql: &mut String, column: &ColumnDescription, _sole_key: bool) -> bool {
        self.write_identifier(sql, column.name);
        sql.push_str(" COUNTED");
        false
    }

    fn write_membership(&self, sql: &mut String, needle: &str, parameter: usize, _ty: SqlType) {
        let _ = write!(sql, "{needle} IN ${parameter}");
    }
}

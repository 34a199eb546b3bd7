//! What differs between databases in the text of SQL; the defaults are ANSI.
use std::fmt::{self, Write as _};

use crate::schema::{ColumnDescription, ModelDescription};
use crate::value::SqlType;

/// What a database can do, so that the planner asks for the feature and never for the database.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Features {
    /// How many parameters one statement may have.
    pub max_parameters: usize,
    /// `INSERT … RETURNING`.
    pub returning: bool,
    /// Foreign keys can be added to a table that exists.
    pub alter_add_constraint: bool,
    /// A foreign key may name a table that does not exist yet.
    pub forward_references: bool,
    /// `SELECT … FOR UPDATE`.
    pub row_locks: bool,
    /// Many rows are inserted from one list parameter for each column, by [`Dialect::write_list_rows`].
    pub list_rows: bool,
    /// The driver can tell which keys the database counted up without `RETURNING`; it takes
    /// [`Request::counted`](crate::driver::Request::counted).
    pub counted_keys: bool,
    /// How many to-one associations a read may join (`LEFT JOIN`) instead of having a statement for each.
    pub joins: usize,
}

/// At most how many rows, as a text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many.
    Rows(u64),
    /// As many as the parameter of this number says.
    Parameter(usize),
}

impl Features {
    /// The features of an ANSI database with this many parameters per statement.
    #[must_use]
    pub const fn ansi(max_parameters: usize) -> Self {
        Self {
            max_parameters,
            returning: true,
            alter_add_constraint: true,
            forward_references: false,
            row_locks: false,
            list_rows: false,
            counted_keys: false,
            joins: 0,
        }
    }

    /// Says whether a foreign key may name a table that does not exist yet.
    #[must_use]
    pub const fn with_forward_references(mut self, yes: bool) -> Self {
        self.forward_references = yes;
        self
    }

    /// Says whether foreign keys can be added to a table that exists.
    #[must_use]
    pub const fn with_alter_add_constraint(mut self, yes: bool) -> Self {
        self.alter_add_constraint = yes;
        self
    }

    /// Says whether rows can be locked by a read.
    #[must_use]
    pub const fn with_row_locks(mut self, yes: bool) -> Self {
        self.row_locks = yes;
        self
    }

    /// Says whether the driver tells keys that were counted up by itself.
    #[must_use]
    pub const fn with_counted_keys(mut self, yes: bool) -> Self {
        self.counted_keys = yes;
        self
    }

    /// Says how many to-one associations a read may join.
    #[must_use]
    pub const fn with_joins(mut self, joins: usize) -> Self {
        self.joins = joins;
        self
    }

    /// Says whether rows are inserted from list parameters.
    #[must_use]
    pub const fn with_list_rows(mut self, yes: bool) -> Self {
        self.list_rows = yes;
        self
    }
}

/// The SQL that one database speaks.
pub trait Dialect: Send + Sync + fmt::Debug {
    /// What it can do.
    fn features(&self) -> Features;

    /// Writes a table's or column's name.
    fn write_identifier(&self, sql: &mut String, name: &str) {
        sql.push('"');
        for part in name.split_inclusive('"') {
            sql.push_str(part);
            if part.ends_with('"') {
                sql.push('"');
            }
        }
        sql.push('"');
    }

    /// Writes the mark of a parameter, counted from 1.
    fn write_parameter(&self, sql: &mut String, number: usize) {
        let _ = write!(sql, "${number}");
    }

    /// Writes the type of a column, as a definition has it.
    fn write_type(&self, sql: &mut String, ty: SqlType);

    /// Writes `"name" TYPE` with what makes an integer key count up by itself, without `NOT NULL` and the like.
    ///
    /// `sole_key` says that the column alone is the primary key. Gives `true` if it has written `PRIMARY KEY` as well.
    fn write_generated_key(&self, sql: &mut String, column: &ColumnDescription, sole_key: bool) -> bool;

    /// Writes a test whether `needle` (SQL) is in the list parameter of this number, whatever the list's length.
    fn write_membership(&self, sql: &mut String, needle: &str, parameter: usize, ty: SqlType);

    /// Writes where the rows of an `INSERT` come from: list parameters from number 1 on, one for each of so many columns.
    ///
    /// The rows MUST be stored, and given back by `RETURNING`, in the order of the lists: by it, new rows get the keys that
    /// the database has counted up. Asked only where [`Features::list_rows`] says so, and for no list of lists.
    fn write_list_rows(&self, sql: &mut String, columns: usize) {
        let names: Vec<_> = (1..=columns).map(|number| format!("c{number}")).collect();
        let names = names.join(", ");
        let _ = write!(sql, "SELECT {names} FROM UNNEST(");
        for number in 1..=columns {
            sql.push_str(if number == 1 { "" } else { ", " });
            self.write_parameter(sql, number);
        }
        let _ = write!(sql, ") WITH ORDINALITY AS lists ({names}, n) ORDER BY n");
    }

    /// Writes `LIMIT`, and `OFFSET` with the parameter of this number.
    fn write_limit(&self, sql: &mut String, limit: Option<Limit>, offset: Option<usize>) {
        match limit {
            Some(Limit::Rows(rows)) => {
                let _ = write!(sql, " LIMIT {rows}");
            }
            Some(Limit::Parameter(number)) => {
                sql.push_str(" LIMIT ");
                self.write_parameter(sql, number);
            }
            None => {}
        }
        if let Some(number) = offset {
            sql.push_str(" OFFSET ");
            self.write_parameter(sql, number);
        }
    }

    /// Ends the subquery of an `EXISTS`, before its closing parenthesis.
    fn write_exists_end(&self, _sql: &mut String) {}

    /// Writes a pattern match that heeds case or does not.
    fn write_like(&self, sql: &mut String, subject: &str, parameter: &str, case_sensitive: bool) {
        let _ = if case_sensitive {
            write!(sql, "{subject} LIKE {parameter} ESCAPE '\\'")
        } else {
            write!(sql, "LOWER({subject}) LIKE LOWER({parameter}) ESCAPE '\\'")
        };
    }

    /// Writes a table's name with its schema.
    fn write_table(&self, sql: &mut String, schema: Option<&str>, table: &str) {
        if let Some(schema) = schema {
            self.write_identifier(sql, schema);
            sql.push('.');
        }
        self.write_identifier(sql, table);
    }

    /// Writes the table that a foreign key points to.
    fn write_referenced_table(&self, sql: &mut String, schema: Option<&str>, table: &str) {
        self.write_table(sql, schema, table);
    }

    /// Writes `"index" ON "table"`, for a `CREATE INDEX`.
    fn write_index_target(&self, sql: &mut String, index: &str, (schema, table): (Option<&str>, &str)) {
        self.write_identifier(sql, index);
        sql.push_str(" ON ");
        self.write_table(sql, schema, table);
    }

    /// Writes the query that gives a row if a constraint exists; its parameters are the constraint's name, its table,
    /// and the table's schema or null. Asked before a constraint is added to a table that may have it already.
    fn write_constraint_query(&self, sql: &mut String) {
        sql.push_str("SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = ");
        self.write_parameter(sql, 1);
        sql.push_str(" AND table_name = ");
        self.write_parameter(sql, 2);
        sql.push_str(" AND table_schema = COALESCE(");
        self.write_parameter(sql, 3);
        sql.push_str(", CURRENT_SCHEMA)");
    }

    /// What must run before and after a change of the schema, on the same connection: (before, after).
    fn schema_change_guard(&self) -> (&'static str, &'static str) {
        ("", "")
    }

    /// What runs first in the transaction that changes the schema, to make others that change it wait for its end.
    fn schema_change_lock(&self) -> &'static str {
        ""
    }

    /// Writes the statement that drops a table if it exists, whatever refers to it.
    fn write_drop_table(&self, sql: &mut String, model: &ModelDescription) {
        sql.push_str("DROP TABLE IF EXISTS ");
        self.write_table(sql, model.schema, model.table);
        sql.push_str(" CASCADE");
    }
}

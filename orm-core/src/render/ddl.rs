//! Definitions → SQL: one column per line, so that people can read and keep it.
use std::borrow::Cow;
use std::fmt::Write as _;

use crate::dialect::Dialect;
use crate::schema::plan::{ForeignKeys, Step, points_forward};
use crate::schema::{Action, Column, Constrained, DefaultValue, ForeignKey, ModelDescription, Table};

/// Renders one change, without a semicolon.
pub(crate) fn render(step: Step<'_>, tables: &[Table], dialect: &dyn Dialect) -> String {
    let mut ddl = Ddl { dialect, sql: String::with_capacity(256) };
    match step {
        Step::CreateTable(table, ForeignKeys::All) => ddl.create_table(table, |_| true),
        Step::CreateTable(table, ForeignKeys::Backward(nth)) => {
            ddl.create_table(table, |key| !points_forward(tables, nth, key));
        }
        Step::CreateIndex(table, index) => ddl.create_index(table, index),
        Step::AddForeignKey(table, key) => ddl.add_foreign_key(table, key),
        Step::Unlink(table, key) => ddl.unlink(table, key),
        Step::DeleteRows(table) => {
            ddl.push("DELETE FROM ");
            ddl.table(table);
        }
        Step::DropTable(table) => ddl.drop_table(table),
    }
    ddl.sql
}

struct Ddl<'d> {
    dialect: &'d dyn Dialect,
    sql: String,
}

impl Ddl<'_> {
    fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    fn table(&mut self, table: &Table) {
        self.dialect.write_table(&mut self.sql, table.schema, table.name);
    }

    fn create_table(&mut self, table: &Table, with: impl Fn(&ForeignKey) -> bool) {
        self.push("CREATE TABLE IF NOT EXISTS ");
        self.table(table);
        self.push(" (");
        let mut has_key = table.key.is_empty();
        for (nth, column) in table.columns.iter().enumerate() {
            self.push(if nth == 0 { "\n  " } else { ",\n  " });
            let is_key = table.key == [column.name.as_ref()];
            has_key |= self.column(column, is_key);
        }
        if !has_key {
            self.push(",\n  PRIMARY KEY ");
            self.names(&table.key);
        }
        for unique in &table.uniques {
            self.push(",\n  CONSTRAINT ");
            self.dialect.write_identifier(&mut self.sql, &unique.name);
            self.push(" UNIQUE ");
            self.names(&unique.columns);
        }
        for key in table.foreign_keys.iter().filter(|key| with(key)) {
            self.push(",\n  ");
            self.foreign_key(key);
        }
        self.push("\n)");
    }

    /// Gives whether it has said that the column is the primary key.
    fn column(&mut self, column: &Column, is_key: bool) -> bool {
        let description = column.description;
        let mut said_key = false;
        if description.generated && !column.points {
            said_key = self.dialect.write_generated_key(&mut self.sql, description, is_key);
        } else {
            self.dialect.write_identifier(&mut self.sql, &column.name);
            self.push(" ");
            match description.sql_type {
                Some(sql_type) => self.push(sql_type),
                None => self.dialect.write_type(&mut self.sql, description.ty),
            }
        }
        if !said_key && (!description.nullable || column.points) {
            self.push(" NOT NULL");
        }
        if let (Some(default), false) = (description.default, column.points) {
            self.default(default);
        }
        if is_key && !said_key {
            self.push(" PRIMARY KEY");
        }
        is_key
    }

    fn default(&mut self, default: DefaultValue) {
        let _ = match default {
            DefaultValue::Bool(true) => write!(self.sql, " DEFAULT TRUE"),
            DefaultValue::Bool(false) => write!(self.sql, " DEFAULT FALSE"),
            DefaultValue::Integer(value) => write!(self.sql, " DEFAULT {value}"),
            // Infinity and NaN have no literal in SQL; the library stores the value itself where it is not given.
            DefaultValue::Real(value) if !value.is_finite() => Ok(()),
            DefaultValue::Real(value) => write!(self.sql, " DEFAULT {value:?}"),
            DefaultValue::Text(text) => write!(self.sql, " DEFAULT '{}'", text.replace('\'', "''")),
        };
    }

    fn names(&mut self, names: &[Cow<'static, str>]) {
        self.push("(");
        for (nth, name) in names.iter().enumerate() {
            self.push(if nth == 0 { "" } else { ", " });
            self.dialect.write_identifier(&mut self.sql, name);
        }
        self.push(")");
    }

    fn foreign_key(&mut self, key: &ForeignKey) {
        self.push("CONSTRAINT ");
        self.dialect.write_identifier(&mut self.sql, &key.name);
        self.push(" FOREIGN KEY ");
        self.names(&key.columns);
        self.push(" REFERENCES ");
        self.dialect.write_referenced_table(&mut self.sql, key.target_schema, key.target);
        self.push(" ");
        self.names(&key.target_columns);
        for (event, action) in [(" ON DELETE ", key.on_delete), (" ON UPDATE ", key.on_update)] {
            // What databases do where nothing is said.
            if action != Action::NoAction {
                self.push(event);
                self.push(action.sql());
            }
        }
    }

    fn drop_table(&mut self, table: &Table) {
        // A junction that nobody sees has no model; its name is all that a dialect needs.
        let hidden = ModelDescription {
            name: table.name,
            identity: 0,
            singular: table.name,
            plural: table.name,
            schema: table.schema,
            table: table.name,
            columns: &[],
            field_hashes: &[],
            key: &[],
            uniques: &[],
            associations: &[],
            polymorphics: &[],
        };
        self.dialect.write_drop_table(&mut self.sql, table.model.unwrap_or(&hidden));
    }

    fn create_index(&mut self, table: &Table, index: &Constrained) {
        self.push("CREATE INDEX IF NOT EXISTS ");
        self.dialect.write_index_target(&mut self.sql, &index.name, (table.schema, table.name));
        self.push(" ");
        self.names(&index.columns);
    }

    fn add_foreign_key(&mut self, table: &Table, key: &ForeignKey) {
        self.push("ALTER TABLE ");
        self.table(table);
        self.push("\n  ADD ");
        self.foreign_key(key);
    }

    fn unlink(&mut self, table: &Table, key: &ForeignKey) {
        self.push("UPDATE ");
        self.table(table);
        for (nth, name) in key.columns.iter().enumerate() {
            self.push(if nth == 0 { " SET " } else { ", " });
            self.dialect.write_identifier(&mut self.sql, name);
            self.push(" = NULL");
        }
    }
}

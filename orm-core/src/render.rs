//! Statement → SQL: the only walk over statements; what differs between databases is asked of the dialect.
use std::fmt::Write as _;
use std::sync::Arc;

use crate::association::Relation;
use crate::dialect::Dialect;
use crate::driver::Text;
use crate::schema::{ModelDescription, ScopeDescription};
use crate::statement::{Conflict, Delete, Insert, Lock, Select, Statement, Update};
use crate::value::{SqlType, Value};

pub(crate) mod ddl;
mod expression;
mod select;

pub(crate) use select::whole;

/// A statement as SQL, with its parameters.
#[derive(Debug)]
pub struct Rendered {
    /// The text.
    pub text: Arc<Text>,
    /// The parameters, in order.
    pub arguments: Vec<Value>,
}

/// Renders a statement for a dialect; its values become the parameters.
#[must_use]
pub fn render(statement: Statement, dialect: &dyn Dialect) -> Rendered {
    let mut renderer = Renderer::new(dialect);
    match statement {
        Statement::Select(select) => renderer.select(select),
        Statement::Insert(insert) => renderer.insert(insert),
        Statement::Update(update) => renderer.update(update),
        Statement::Delete(delete) => renderer.delete(delete),
    }
    renderer.finish()
}

/// The text in the making. Tables are called `t0`, `t1`, …; the last one in `scopes` is the one in scope.
struct Renderer<'d> {
    dialect: &'d dyn Dialect,
    sql: String,
    arguments: Vec<Value>,
    scopes: Vec<u32>,
    tables: u32,
    /// The junctions that were joined, each with the table it leads to: (that table, the junction).
    junctions: Vec<(u32, u32)>,
    /// Whether the text comes again: not if it holds a list of some length, or SQL of the user's.
    cached: bool,
}

impl<'d> Renderer<'d> {
    fn new(dialect: &'d dyn Dialect) -> Self {
        let sql = String::with_capacity(128);
        let (arguments, scopes, junctions) = (Vec::new(), Vec::new(), Vec::new());
        Self { dialect, sql, arguments, scopes, tables: 0, junctions, cached: true }
    }

    fn finish(self) -> Rendered {
        Rendered { text: Arc::new(Text { sql: self.sql, cached: self.cached }), arguments: self.arguments }
    }

    fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    fn identifier(&mut self, name: &str) {
        self.dialect.write_identifier(&mut self.sql, name);
    }

    fn table(&mut self, model: &ModelDescription) {
        self.dialect.write_table(&mut self.sql, model.schema, model.table);
    }

    fn parameter(&mut self, value: Value) {
        self.arguments.push(value);
        self.dialect.write_parameter(&mut self.sql, self.arguments.len());
    }

    /// Brings a further table into scope; gives its number.
    fn enter(&mut self) -> u32 {
        let table = self.tables;
        self.tables += 1;
        self.scopes.push(table);
        table
    }

    fn leave(&mut self) {
        self.scopes.pop();
    }

    fn alias(&mut self, table: u32) {
        let _ = write!(self.sql, " AS t{table}");
    }

    fn scope(&self) -> u32 {
        self.scopes.last().copied().unwrap_or(0)
    }

    /// A column of a given table: `t1."id"`.
    fn column_of(&mut self, table: u32, name: &str) {
        let _ = write!(self.sql, "t{table}.");
        self.identifier(name);
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.push(", ");
        }
    }

    fn identifiers(&mut self, model: &ModelDescription, columns: &[usize]) {
        for (at, &column) in columns.iter().enumerate() {
            self.comma(at);
            self.identifier(model.columns[column].name);
        }
    }

    fn returning(&mut self, model: &ModelDescription, columns: &[usize]) {
        if !columns.is_empty() {
            self.push(" RETURNING ");
            self.identifiers(model, columns);
        }
    }

    fn insert(&mut self, insert: Insert) {
        self.push("INSERT INTO ");
        self.table(insert.model);
        let aliased = insert.conflict.as_ref().is_some_and(|conflict| !conflict.unless_equal.is_empty());
        if aliased {
            self.alias(0);
        }
        if insert.columns.is_empty() {
            self.push(" DEFAULT VALUES");
        } else {
            self.push(" (");
            self.identifiers(insert.model, &insert.columns);
            if inserts_lists(self.dialect, insert.model, (&insert.columns, insert.rows.len())) {
                self.push(") ");
                self.dialect.write_list_rows(&mut self.sql, insert.columns.len());
                self.arguments.extend(lists(insert.model, &insert.columns, insert.rows));
            } else {
                self.push(") VALUES ");
                for (at, row) in insert.rows.into_iter().enumerate() {
                    self.comma(at);
                    self.tuple(row);
                }
            }
        }
        if let Some(conflict) = insert.conflict {
            self.conflict(insert.model, &conflict);
        }
        self.returning(insert.model, &insert.returning);
    }

    fn tuple(&mut self, values: Vec<Value>) {
        self.push("(");
        for (at, value) in values.into_iter().enumerate() {
            self.comma(at);
            self.parameter(value);
        }
        self.push(")");
    }

    fn conflict(&mut self, model: &ModelDescription, conflict: &Conflict) {
        self.push(" ON CONFLICT (");
        self.identifiers(model, &conflict.columns);
        self.push(") DO ");
        if conflict.update.is_empty() {
            self.push("NOTHING");
            return;
        }
        self.push("UPDATE SET ");
        for (at, &column) in conflict.update.iter().enumerate() {
            self.comma(at);
            self.identifier(model.columns[column].name);
            self.push(" = excluded.");
            self.identifier(model.columns[column].name);
        }
        for (at, &column) in conflict.unless_equal.iter().enumerate() {
            self.push(if at == 0 { " WHERE " } else { " OR " });
            self.column_of(0, model.columns[column].name);
            self.push(" IS DISTINCT FROM excluded.");
            self.identifier(model.columns[column].name);
        }
    }

    fn update(&mut self, update: Update) {
        self.push("UPDATE ");
        self.table(update.model);
        let table = self.enter();
        self.alias(table);
        self.push(" SET ");
        for (at, (column, value)) in update.assignments.into_iter().enumerate() {
            self.comma(at);
            self.identifier(update.model.columns[column].name);
            self.push(" = ");
            self.expression(value);
        }
        if let Some(filter) = update.filter {
            self.push(" WHERE ");
            self.expression(filter);
        }
        self.leave();
        self.returning(update.model, &update.returning);
    }

    fn delete(&mut self, delete: Delete) {
        self.push("DELETE FROM ");
        self.table(delete.model);
        let table = self.enter();
        self.alias(table);
        if let Some(filter) = delete.filter {
            self.push(" WHERE ");
            self.expression(filter);
        }
        self.leave();
    }

    fn lock(&mut self, lock: Option<Lock>) {
        if !self.dialect.features().row_locks {
            return;
        }
        match lock {
            Some(Lock::Wait) => self.push(" FOR UPDATE"),
            Some(Lock::KeepingKey) => self.push(" FOR NO KEY UPDATE"),
            Some(Lock::SkipLocked) => self.push(" FOR UPDATE SKIP LOCKED"),
            Some(Lock::NoWait) => self.push(" FOR UPDATE NOWAIT"),
            None => {}
        }
    }

    /// A number for the junction's table, on the way to the table in scope, if the association has one.
    fn junction_table(&mut self, relation: &'static Relation) -> Option<u32> {
        relation.junction.as_ref().map(|_| {
            self.tables += 1;
            self.junctions.push((self.scope(), self.tables - 1));
            self.tables - 1
        })
    }

    /// Joins the junction of a `belongs_to_many`, if there is one.
    fn join_junction(&mut self, relation: &'static Relation, target: u32, table: Option<u32>) {
        let (Some(junction), Some(table)) = (&relation.junction, table) else { return };
        self.push(" JOIN ");
        self.table(junction.model);
        self.alias(table);
        self.push(" ON ");
        for (at, (&left, &right)) in junction.target_columns.iter().zip(relation.target_columns).enumerate() {
            self.and(at);
            self.column_of(table, junction.model.columns[left].name);
            self.push(" = ");
            self.column_of(target, relation.target.columns[right].name);
        }
    }

    /// The scopes of an association: of its target and of its junction; begins with ` AND`.
    fn scopes_of(&mut self, relation: &'static Relation, target: u32, junction: Option<u32>) {
        for scope in relation.description.scope {
            let column = column_name(relation.target, scope);
            self.scope_condition(target, column, scope);
        }
        if let (Some(table), Some(junction)) = (junction, relation.junction.as_ref()) {
            for scope in junction.scope {
                self.scope_condition(table, column_name(junction.model, scope), scope);
            }
        }
    }

    fn scope_condition(&mut self, table: u32, column: &str, scope: &ScopeDescription) {
        self.push(" AND ");
        self.column_of(table, column);
        match (scope.value)() {
            value if value.is_null() => self.push(" IS NULL"),
            value => {
                self.push(" = ");
                self.parameter(value);
            }
        }
    }

    fn and(&mut self, at: usize) {
        if at > 0 {
            self.push(" AND ");
        }
    }
}

/// Whether so many rows are inserted from a list for each of these columns.
///
/// Not if a column holds lists itself, which would be taken apart, nor words of a type that only the database knows.
pub(crate) fn inserts_lists(
    dialect: &dyn Dialect,
    model: &ModelDescription,
    (columns, rows): (&[usize], usize),
) -> bool {
    let fits = |&column: &usize| match model.columns[column].ty {
        SqlType::List(_) => false,
        SqlType::Word => model.columns[column].sql_type.is_none(),
        _ => true,
    };
    rows > 1 && !columns.is_empty() && dialect.features().list_rows && columns.iter().all(fits)
}

/// The rows of an insert, one list for each column.
fn lists(model: &ModelDescription, columns: &[usize], mut rows: Vec<Vec<Value>>) -> Vec<Value> {
    let mut lists: Vec<_> = columns
        .iter()
        .rev()
        .map(|&column| {
            let values = rows.iter_mut().filter_map(Vec::pop).collect();
            Value::List(model.columns[column].ty, values)
        })
        .collect();
    lists.reverse();
    lists
}

fn column_name(model: &'static ModelDescription, scope: &ScopeDescription) -> &'static str {
    model.position(scope.field).map_or(scope.field, |position| model.columns[position].name)
}

impl Renderer<'_> {
    fn select(&mut self, select: Select) {
        select::write(self, select);
    }

    fn expression(&mut self, expression: crate::statement::Expression) {
        expression::write(self, expression);
    }
}

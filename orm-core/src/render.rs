//! Statement → SQL: the only walk over statements; what differs between databases is asked of the dialect.
use std::sync::Arc;

use crate::association::Relation;
use crate::dialect::{Dialect, Features};
use crate::driver::Text;
use crate::schema::{ModelDescription, ScopeDescription};
use crate::statement::{Conflict, Delete, Insert, Lock, Select, Statement, Update};
use crate::value::{SqlType, Value};

pub(crate) mod ddl;
mod expression;
mod part;
mod select;
#[cfg(test)]
mod tests;
mod texts;

use part::{Model, Part, Word, spell};
pub(crate) use select::whole;
pub(crate) use texts::Texts;

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
    let shape = take_apart(statement, dialect);
    Rendered { text: Arc::new(shape.spell(dialect)), arguments: shape.arguments }
}

/// The statement taken apart: what its text consists of, and its parameters.
///
/// Tables are called `t0`, `t1`, …
#[derive(Debug)]
pub(crate) struct Shape {
    parts: Vec<Part>,
    /// SQL of the user's.
    own: Vec<String>,
    arguments: Vec<Value>,
    /// Whether the text comes again: not if it holds a list of some length, or SQL of the user's.
    cached: bool,
}

/// Takes a statement apart; what its parts say is up to the dialect.
fn take_apart(statement: Statement, dialect: &dyn Dialect) -> Shape {
    let mut renderer = Renderer::new(dialect.features());
    match statement {
        Statement::Select(select) => renderer.select(select),
        Statement::Insert(insert) => renderer.insert(insert),
        Statement::Update(update) => renderer.update(update),
        Statement::Delete(delete) => renderer.delete(delete),
    }
    renderer.shape
}

impl Shape {
    fn spell(&self, dialect: &dyn Dialect) -> Text {
        Text { sql: spell(&self.parts, &self.own, dialect), cached: self.cached }
    }
}

/// The walk over a statement.
struct Renderer {
    features: Features,
    shape: Shape,
    /// The table in scope.
    scope: u32,
    tables: u32,
    /// The junctions that were joined, each with the table it leads to: (that table, the junction).
    junctions: Vec<(u32, u32)>,
}

impl Renderer {
    fn new(features: Features) -> Self {
        let parts = Vec::with_capacity(32);
        let shape = Shape { parts, own: Vec::new(), arguments: Vec::new(), cached: true };
        Self { features, shape, scope: 0, tables: 0, junctions: Vec::new() }
    }

    fn part(&mut self, part: Part) {
        self.shape.parts.push(part);
    }

    fn push(&mut self, sql: &'static str) {
        self.part(Part::Fixed(Word(sql)));
    }

    fn identifier(&mut self, name: &'static str) {
        self.part(Part::Identifier(Word(name)));
    }

    fn table(&mut self, model: &'static ModelDescription) {
        self.part(Part::Table(Model(model)));
    }

    fn parameter(&mut self, value: Value) {
        self.shape.arguments.push(value);
        self.part(Part::Parameter);
    }

    /// Brings a further table into scope; gives its number, and what was in scope before.
    fn enter(&mut self) -> (u32, u32) {
        let table = self.tables;
        self.tables += 1;
        (table, std::mem::replace(&mut self.scope, table))
    }

    fn leave(&mut self, outer: u32) {
        self.scope = outer;
    }

    fn alias(&mut self, table: u32) {
        self.part(Part::Alias(table));
    }

    /// A column of a given table: `t1."id"`.
    fn column_of(&mut self, table: u32, name: &'static str) {
        self.part(Part::Column(table, Word(name)));
    }

    /// A list that is one parameter, and that holds what stands since the mark.
    fn membership(&mut self, ty: SqlType, values: Vec<Value>) {
        self.shape.arguments.push(Value::List(ty, values));
        self.part(Part::Membership(ty));
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.push(", ");
        }
    }

    fn identifiers(&mut self, model: &'static ModelDescription, columns: &[usize]) {
        for (at, &column) in columns.iter().enumerate() {
            self.comma(at);
            self.identifier(model.columns[column].name);
        }
    }

    fn returning(&mut self, model: &'static ModelDescription, columns: &[usize]) {
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
            if inserts_lists(&self.features, insert.model, (&insert.columns, insert.rows.len())) {
                self.push(") ");
                self.part(Part::ListRows(insert.columns.len()));
                self.shape.arguments.extend(lists(insert.model, &insert.columns, insert.rows));
            } else {
                self.push(") VALUES ");
                self.tuples(insert.rows, insert.columns.len());
            }
        }
        if let Some(conflict) = insert.conflict {
            self.conflict(insert.model, &conflict);
        }
        self.returning(insert.model, &insert.returning);
    }

    fn tuples(&mut self, rows: Vec<Vec<Value>>, width: usize) {
        self.part(Part::Rows(rows.len(), width));
        self.shape.arguments.reserve(rows.len() * width);
        self.shape.arguments.extend(rows.into_iter().flatten());
    }

    fn conflict(&mut self, model: &'static ModelDescription, conflict: &Conflict) {
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
        let (table, outer) = self.enter();
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
        self.leave(outer);
        self.returning(update.model, &update.returning);
    }

    fn delete(&mut self, delete: Delete) {
        self.push("DELETE FROM ");
        self.table(delete.model);
        let (table, outer) = self.enter();
        self.alias(table);
        if let Some(filter) = delete.filter {
            self.push(" WHERE ");
            self.expression(filter);
        }
        self.leave(outer);
    }

    fn lock(&mut self, lock: Option<Lock>) {
        if !self.features.row_locks {
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
            self.junctions.push((self.scope, self.tables - 1));
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

    fn scope_condition(&mut self, table: u32, column: &'static str, scope: &ScopeDescription) {
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
    features: &Features,
    model: &ModelDescription,
    (columns, rows): (&[usize], usize),
) -> bool {
    let fits = |&column: &usize| match model.columns[column].ty {
        SqlType::List(_) => false,
        SqlType::Word => model.columns[column].sql_type.is_none(),
        _ => true,
    };
    rows > 1 && !columns.is_empty() && features.list_rows && columns.iter().all(fits)
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

impl Renderer {
    fn select(&mut self, select: Box<Select>) {
        select::write(self, select);
    }

    fn expression(&mut self, expression: crate::statement::Expression) {
        expression::write(self, expression);
    }
}

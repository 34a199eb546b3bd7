//! Expressions: comparisons, lists, patterns, and what runs across an association as a subquery.
use super::Renderer;
use super::part::Part;
use crate::association::Relation;
use crate::statement::{Comparison, Expression};
use crate::value::Value;

/// Writes an expression.
pub(super) fn write(renderer: &mut Renderer, expression: Expression) {
    match expression {
        Expression::Column(name) => renderer.column_of(renderer.scope, name),
        Expression::Value(value) => renderer.parameter(value),
        Expression::Compare(sides, comparison) => {
            write_nested(renderer, sides.0);
            renderer.push(sign(comparison));
            write_nested(renderer, sides.1);
        }
        Expression::All(parts) => join(renderer, parts, " AND ", "1 = 1"),
        Expression::Any(parts) => join(renderer, parts, " OR ", "1 = 0"),
        Expression::Not(inner) => {
            renderer.push("NOT ");
            write_nested(renderer, *inner);
        }
        Expression::IsNull(inner) => {
            write_nested(renderer, *inner);
            renderer.push(" IS NULL");
        }
        Expression::Member(_, _, values) if values.is_empty() => renderer.push("1 = 0"),
        Expression::Member(needle, ty, values) => {
            aside(renderer, *needle);
            renderer.membership(ty, values);
        }
        Expression::MemberOf(columns, tuples) => member_of(renderer, renderer.scope, (&columns, tuples)),
        Expression::Like(subject, pattern, case_sensitive) => {
            aside(renderer, *subject);
            aside(renderer, Expression::Value(Value::Text(pattern)));
            renderer.part(Part::Like(case_sensitive));
        }
        Expression::Exists(relation, inner) => {
            renderer.push("EXISTS ");
            subquery(renderer, relation, Inner::One, inner.map(|inner| *inner));
        }
        Expression::Count(relation, inner) => {
            subquery(renderer, relation, Inner::Count, inner.map(|inner| *inner))
        }
        Expression::Through(relation, inner) => subquery(renderer, relation, Inner::Value(*inner), None),
        Expression::Arithmetic(sides, operator) => {
            write_nested(renderer, sides.0);
            renderer.push(" ");
            renderer.part(Part::Sign(operator));
            renderer.push(" ");
            write_nested(renderer, sides.1);
        }
        Expression::Junction(inner) => of_junction(renderer, *inner),
        Expression::Raw(sql, values) => raw(renderer, &sql, values),
    }
}

/// Writes an expression over the junction on the way to the table in scope.
fn of_junction(renderer: &mut Renderer, inner: Expression) {
    let outer = renderer.scope;
    let junction = renderer.junctions.iter().find(|(target, _)| *target == outer);
    renderer.scope = junction.map_or(outer, |(_, junction)| *junction);
    write(renderer, inner);
    renderer.leave(outer);
}

/// Writes an expression in parentheses where its parts could be taken apart.
pub(super) fn write_nested(renderer: &mut Renderer, expression: Expression) {
    let alone = match &expression {
        Expression::Column(_)
        | Expression::Value(_)
        | Expression::Exists(..)
        | Expression::Count(..)
        | Expression::Through(..) => true,
        Expression::Junction(inner) => matches!(**inner, Expression::Column(_)),
        Expression::All(parts) => parts.len() == 1,
        _ => false,
    };
    if alone {
        return write(renderer, expression);
    }
    renderer.push("(");
    write(renderer, expression);
    renderer.push(")");
}

/// Writes an expression for a dialect that places it.
fn aside(renderer: &mut Renderer, expression: Expression) {
    renderer.part(Part::Mark);
    write_nested(renderer, expression);
}

const fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => " = ",
        Comparison::NotEqual => " <> ",
        Comparison::Less => " < ",
        Comparison::LessOrEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterOrEqual => " >= ",
    }
}

fn join(renderer: &mut Renderer, parts: Vec<Expression>, separator: &'static str, empty: &'static str) {
    if parts.is_empty() {
        return renderer.push(empty);
    }
    let sole = parts.len() == 1;
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            renderer.push(separator);
        }
        match part {
            // A comparison binds tighter than AND and OR.
            Expression::Compare(..) | Expression::IsNull(_) => write(renderer, part),
            part if sole => write(renderer, part),
            part => write_nested(renderer, part),
        }
    }
}

/// Writes that several columns of a table equal one of these tuples.
pub(super) fn member_of(
    renderer: &mut Renderer,
    table: u32,
    (columns, tuples): (&[&'static str], Vec<Vec<Value>>),
) {
    if tuples.is_empty() {
        return renderer.push("1 = 0");
    }
    renderer.shape.cached = false;
    renderer.push("(");
    for (at, column) in columns.iter().enumerate() {
        renderer.comma(at);
        renderer.column_of(table, column);
    }
    renderer.push(") IN (VALUES ");
    renderer.tuples(tuples, columns.len());
    renderer.push(")");
}

/// What a subquery over an association gives.
enum Inner {
    One,
    Count,
    Value(Expression),
}

/// `(SELECT … FROM target WHERE target.key = outer.key AND …)`.
fn subquery(renderer: &mut Renderer, relation: &'static Relation, inner: Inner, filter: Option<Expression>) {
    let (table, outer) = renderer.enter();
    let (single, exists) = (matches!(inner, Inner::Value(_)), matches!(inner, Inner::One));
    renderer.push("(SELECT ");
    match inner {
        Inner::One => renderer.push("1"),
        Inner::Count => renderer.push("COUNT(*)"),
        Inner::Value(value) => write(renderer, value),
    }
    renderer.push(" FROM ");
    renderer.table(relation.target);
    renderer.alias(table);
    let junction = renderer.junction_table(relation);
    renderer.join_junction(relation, table, junction);
    renderer.push(" WHERE ");
    for (at, &source) in relation.source_columns.iter().enumerate() {
        renderer.and(at);
        match (junction, relation.junction.as_ref()) {
            (Some(table), Some(junction)) => {
                renderer.column_of(table, junction.model.columns[junction.source_columns[at]].name);
            }
            _ => renderer.column_of(table, relation.target.columns[relation.target_columns[at]].name),
        }
        renderer.push(" = ");
        renderer.column_of(outer, relation.source.columns[source].name);
    }
    renderer.scopes_of(relation, table, junction);
    if let Some(filter) = filter {
        renderer.push(" AND ");
        write_nested(renderer, filter);
    }
    if single {
        renderer.push(" LIMIT 1");
    }
    if exists {
        renderer.part(Part::ExistsEnd);
    }
    renderer.push(")");
    renderer.leave(outer);
}

/// SQL of the user's: each `?` outside quotes is the next value, `??` is a question mark.
fn raw(renderer: &mut Renderer, sql: &str, values: Vec<Value>) {
    renderer.shape.cached = false;
    let mut values = values.into_iter();
    let mut quote = None;
    let mut piece = String::with_capacity(sql.len());
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '?') if characters.peek() == Some(&'?') => {
                characters.next();
                piece.push('?');
            }
            (None, '?') => match values.next() {
                Some(value) => {
                    renderer.own(std::mem::take(&mut piece));
                    renderer.parameter(value);
                }
                None => piece.push('?'),
            },
            (None, '\'' | '"') => {
                quote = Some(character);
                piece.push(character);
            }
            (Some(open), _) if open == character => {
                quote = None;
                piece.push(character);
            }
            _ => piece.push(character),
        }
    }
    renderer.own(piece);
}

impl Renderer {
    fn own(&mut self, sql: String) {
        self.part(Part::Own(self.shape.own.len()));
        self.shape.own.push(sql);
    }
}

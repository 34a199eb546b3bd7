//! Reads: `SELECT … FROM … WHERE … ORDER BY … LIMIT …`.
use super::Renderer;
use crate::statement::{Aggregate, Direction, Expression, Origin, Projection, Select};
use crate::value::{SqlType, Value};

/// Writes a read.
pub(super) fn write(renderer: &mut Renderer<'_>, select: Select) {
    renderer.push("SELECT ");
    if select.distinct {
        renderer.push("DISTINCT ");
    }
    let table = renderer.enter();
    projection(renderer, &select, table);
    renderer.push(" FROM ");
    renderer.table(select.model);
    renderer.alias(table);
    let junction = select.from.as_ref().and_then(|from| renderer.join_junction(from.relation, table));
    conditions(renderer, select.from, select.filter, (table, junction));
    order(renderer, select.order);
    limit(renderer, (select.limit, select.offset));
    renderer.lock(select.lock);
    renderer.leave();
}

fn projection(renderer: &mut Renderer<'_>, select: &Select, table: u32) {
    match &select.projection {
        Projection::Model => {
            for (at, column) in select.model.columns.iter().enumerate() {
                renderer.comma(at);
                renderer.column_of(table, column.name);
            }
        }
        Projection::Expressions(expressions) => {
            for (at, expression) in expressions.iter().enumerate() {
                renderer.comma(at);
                renderer.expression(expression.clone());
            }
        }
        Projection::Aggregate(function, argument) => aggregate(renderer, *function, argument.clone()),
        Projection::One => renderer.push("1"),
    }
}

fn aggregate(renderer: &mut Renderer<'_>, function: Aggregate, argument: Option<Expression>) {
    renderer.push(match function {
        Aggregate::Count => "COUNT(",
        Aggregate::Sum => "SUM(",
        Aggregate::Min => "MIN(",
        Aggregate::Max => "MAX(",
        Aggregate::Average => "AVG(",
    });
    match argument {
        Some(argument) => renderer.expression(argument),
        None => renderer.push("*"),
    }
    renderer.push(")");
}

fn conditions(
    renderer: &mut Renderer<'_>,
    from: Option<Origin>,
    filter: Option<Expression>,
    (table, junction): (u32, Option<u32>),
) {
    if from.is_none() && filter.is_none() {
        return;
    }
    renderer.push(" WHERE ");
    let scoped = from.is_some();
    if let Some(Origin { relation, key }) = from {
        for (at, value) in key.into_iter().enumerate() {
            renderer.and(at);
            match (junction, relation.junction.as_ref()) {
                (Some(table), Some(junction)) => renderer.column_of(table, junction.source_columns[at]),
                _ => renderer.column_of(table, relation.target.columns[relation.target_columns[at]].name),
            }
            renderer.push(" = ");
            renderer.parameter(value);
        }
        renderer.scopes_of(relation, table, junction);
    }
    if let Some(filter) = filter {
        if scoped {
            renderer.push(" AND ");
            super::expression::write_nested(renderer, filter);
        } else {
            renderer.expression(filter);
        }
    }
}

fn order(renderer: &mut Renderer<'_>, order: Vec<(Expression, Direction)>) {
    for (at, (expression, direction)) in order.into_iter().enumerate() {
        renderer.push(if at == 0 { " ORDER BY " } else { ", " });
        renderer.expression(expression);
        if direction.descending {
            renderer.push(" DESC");
        }
        match direction.nulls_first {
            Some(true) => renderer.push(" NULLS FIRST"),
            Some(false) => renderer.push(" NULLS LAST"),
            None => {}
        }
    }
}

fn limit(renderer: &mut Renderer<'_>, (limit, offset): (Option<u64>, Option<u64>)) {
    let mut number = |count: Option<u64>| {
        count.map(|count| {
            // A count beyond i64 is beyond any table.
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            renderer.arguments.push(Value::Integer(SqlType::BigInt, count));
            renderer.arguments.len()
        })
    };
    let (limit, offset) = (number(limit), number(offset));
    if limit.is_some() || offset.is_some() {
        renderer.dialect.write_limit(&mut renderer.sql, limit, offset);
    }
}

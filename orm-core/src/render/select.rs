//! Reads: `SELECT … FROM … WHERE … ORDER BY … LIMIT …`.
use super::Renderer;
use super::expression::{member_of, write_nested};
use super::part::{Model, Part};
use crate::association::Relation;
use crate::statement::{Aggregate, Direction, Expression, Join, Level, Origin, Projection, Select};
use crate::value::{SqlType, Value};

/// The tables that a read is about: the model's, and the junction on the way to it.
#[derive(Clone, Copy)]
struct Tables {
    target: u32,
    junction: Option<u32>,
}

/// Writes a read.
pub(super) fn write(renderer: &mut Renderer, mut select: Box<Select>) {
    if let Projection::Counted(inner) = select.projection {
        select.projection = *inner;
        renderer.push("SELECT COUNT(*) FROM (");
        write(renderer, select);
        renderer.push(") AS counted");
        return;
    }
    let cut = select.limit.is_some() || select.offset.is_some();
    if cut && let Some(Origin::Level(relation, keys)) = &select.from {
        let relation = *relation;
        if !keys.is_one() {
            return cut_level(renderer, select, relation);
        }
        select.order_by_key();
    }
    renderer.push("SELECT ");
    if select.distinct {
        renderer.push("DISTINCT ");
    }
    let (tables, outer) = enter(renderer, &select);
    projection(renderer, &select, tables);
    let joined = joined_columns(renderer, &select.joins);
    from(renderer, &select, tables);
    joins(renderer, std::mem::take(&mut select.joins), (tables.target, &mut joined.into_iter()));
    let counted = match (&select.projection, &select.from) {
        (Projection::Counts, Some(from)) => Some(from.relation()),
        _ => None,
    };
    let fixed = select.fixed_limit();
    conditions(renderer, select.from, select.filter, tables);
    if let Some(relation) = counted {
        renderer.push(" GROUP BY ");
        source_columns(renderer, relation, tables);
    }
    order(renderer, select.order);
    limit(renderer, fixed, (select.limit, select.offset));
    renderer.lock(select.lock);
    renderer.leave(outer);
}

/// Brings the tables into scope, so that the projection can name them before `FROM` does.
fn enter(renderer: &mut Renderer, select: &Select) -> (Tables, u32) {
    let (target, outer) = renderer.enter();
    let junction = select.from.as_ref().and_then(|from| renderer.junction_table(from.relation()));
    (Tables { target, junction }, outer)
}

fn from(renderer: &mut Renderer, select: &Select, tables: Tables) {
    renderer.push(" FROM ");
    renderer.table(select.model);
    renderer.alias(tables.target);
    if let Some(from) = &select.from {
        renderer.join_junction(from.relation(), tables.target, tables.junction);
    }
}

/// Writes the columns of the joined tables, and numbers these: each before those that are joined to it.
fn joined_columns(renderer: &mut Renderer, joins: &[Join]) -> Vec<u32> {
    let mut numbers = Vec::new();
    for join in joins {
        let (table, outer) = renderer.enter();
        renderer.leave(outer);
        renderer.push(", ");
        renderer.part(Part::Columns(table, Model(join.relation.target)));
        numbers.push(table);
        numbers.extend(joined_columns(renderer, &join.joins));
    }
    numbers
}

/// Writes the joins of to-one associations to a table.
fn joins(renderer: &mut Renderer, joined: Vec<Join>, (source, numbers): (u32, &mut std::vec::IntoIter<u32>)) {
    for Join { relation, filter, joins: inner } in joined {
        let Some(table) = numbers.next() else { return };
        renderer.push(" LEFT JOIN ");
        renderer.table(relation.target);
        renderer.alias(table);
        renderer.push(" ON ");
        for (at, &column) in relation.source_columns.iter().enumerate() {
            renderer.and(at);
            renderer.column_of(table, relation.target.columns[relation.target_columns[at]].name);
            renderer.push(" = ");
            renderer.column_of(source, relation.source.columns[column].name);
        }
        renderer.scopes_of(relation, table, None);
        if let Some(filter) = filter {
            renderer.push(" AND ");
            let outer = std::mem::replace(&mut renderer.scope, table);
            write_nested(renderer, filter);
            renderer.leave(outer);
        }
        joins(renderer, inner, (table, &mut *numbers));
    }
}

/// Writes a level of which each source gets at most some rows: the rows are numbered per source first.
fn cut_level(renderer: &mut Renderer, mut select: Box<Select>, relation: &'static Relation) {
    let (rows, skipped) = (select.limit, select.offset.unwrap_or(0));
    let picked = match &mut select.projection {
        Projection::Picked(expressions) => Some(std::mem::take(expressions)),
        _ => None,
    };
    let width = picked.as_ref().map_or_else(
        || level_columns(relation, &select, None).len(),
        |expressions| expressions.len() + relation.source_columns.len(),
    );
    renderer.push("SELECT ");
    for column in 0..width {
        renderer.comma(column);
        renderer.part(Part::Label(column));
    }
    renderer.push(" FROM (SELECT ");
    let (tables, outer) = enter(renderer, &select);
    if let Some(expressions) = picked {
        picked_columns(renderer, relation, (tables, expressions));
    } else {
        let columns = level_columns(relation, &select, Some(tables));
        for (column, (table, name)) in columns.into_iter().enumerate() {
            renderer.comma(column);
            renderer.column_of(table, name);
            renderer.label(column);
        }
    }
    renderer.push(", ROW_NUMBER() OVER (PARTITION BY ");
    source_columns(renderer, relation, tables);
    select.order_by_key();
    order(renderer, std::mem::take(&mut select.order));
    renderer.push(") AS n");
    from(renderer, &select, tables);
    conditions(renderer, select.from, select.filter, tables);
    renderer.leave(outer);
    renderer.push(") AS numbered WHERE n > ");
    renderer.count(skipped);
    if let Some(rows) = rows {
        renderer.push(" AND n <= ");
        renderer.count(skipped.saturating_add(rows));
    }
    renderer.push(" ORDER BY n");
}

/// The picked expressions, and the columns that say whose row it is, under names of their own.
fn picked_columns(
    renderer: &mut Renderer,
    relation: &'static Relation,
    (tables, expressions): (Tables, Vec<Expression>),
) {
    let first = expressions.len();
    for (at, expression) in expressions.into_iter().enumerate() {
        renderer.comma(at);
        renderer.expression(expression);
        renderer.label(at);
    }
    for at in 0..relation.source_columns.len() {
        let (table, name) = source_column(relation, tables, at);
        renderer.push(", ");
        renderer.column_of(table, name);
        renderer.label(first + at);
    }
}

/// The columns of a level: the model's, and the junction's that say whose row it is; then, if asked for, all of the
/// junction's.
fn level_columns(
    relation: &'static Relation,
    select: &Select,
    tables: Option<Tables>,
) -> Vec<(u32, &'static str)> {
    let tables = tables.unwrap_or(Tables { target: 0, junction: None });
    let mut columns: Vec<_> =
        select.model.columns.iter().map(|column| (tables.target, column.name)).collect();
    if let Some(junction) = &relation.junction {
        let table = tables.junction.unwrap_or_default();
        if matches!(select.from, Some(Origin::Level(..))) {
            let keys = junction.source_columns.iter();
            columns.extend(keys.map(|&position| (table, junction.model.columns[position].name)));
        }
        if let Projection::Linked(wanted) = &select.projection {
            let names = wanted.iter().filter_map(Expression::column_name);
            columns.extend(names.map(|name| (table, name)));
        }
    }
    columns
}

fn source_columns(renderer: &mut Renderer, relation: &'static Relation, tables: Tables) {
    for at in 0..relation.source_columns.len() {
        renderer.comma(at);
        let (table, name) = source_column(relation, tables, at);
        renderer.column_of(table, name);
    }
}

/// The column that holds the source's key: the junction's, or the target's.
fn source_column(relation: &'static Relation, tables: Tables, at: usize) -> (u32, &'static str) {
    match (tables.junction, &relation.junction) {
        (Some(table), Some(junction)) => (table, junction.model.columns[junction.source_columns[at]].name),
        _ => (tables.target, relation.target.columns[relation.target_columns[at]].name),
    }
}

fn projection(renderer: &mut Renderer, select: &Select, tables: Tables) {
    match &select.projection {
        Projection::Model => {
            renderer.part(Part::Columns(tables.target, Model(select.model)));
        }
        Projection::Children | Projection::Linked(_) => {
            let Some(from) = &select.from else { return };
            let columns = level_columns(from.relation(), select, Some(tables));
            for (at, (table, name)) in columns.into_iter().enumerate() {
                renderer.comma(at);
                renderer.column_of(table, name);
            }
        }
        Projection::Picked(expressions) => {
            for expression in expressions {
                renderer.expression(expression.clone());
                renderer.push(", ");
            }
            keys(renderer, select, tables);
        }
        Projection::Counts => {
            renderer.push("COUNT(*), ");
            keys(renderer, select, tables);
        }
        Projection::Expressions(expressions) => {
            for (at, expression) in expressions.iter().enumerate() {
                renderer.comma(at);
                renderer.expression(expression.clone());
            }
        }
        Projection::Aggregate(function, argument) => aggregate(renderer, *function, argument.clone()),
        // `Counted` is a read around this one.
        Projection::One | Projection::Counted(_) => renderer.push("1"),
    }
}

/// The columns that say whose row it is.
fn keys(renderer: &mut Renderer, select: &Select, tables: Tables) {
    if let Some(from) = &select.from {
        source_columns(renderer, from.relation(), tables);
    }
}

fn aggregate(renderer: &mut Renderer, function: Aggregate, argument: Option<Expression>) {
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

fn conditions(renderer: &mut Renderer, from: Option<Origin>, filter: Option<Expression>, tables: Tables) {
    let Some(from) = from else {
        if let Some(filter) = filter {
            renderer.push(" WHERE ");
            renderer.expression(filter);
        }
        return;
    };
    let relation = from.relation();
    renderer.push(" WHERE ");
    match from {
        Origin::Row(_, key) => of_source(renderer, relation, (tables, key)),
        Origin::Level(_, keys) => level(renderer, relation, (tables, keys)),
    }
    renderer.scopes_of(relation, tables.target, tables.junction);
    if let Some(filter) = filter {
        renderer.push(" AND ");
        write_nested(renderer, filter);
    }
}

/// The condition that the source's key is this one.
fn of_source(renderer: &mut Renderer, relation: &'static Relation, (tables, key): (Tables, Vec<Value>)) {
    for (at, value) in key.into_iter().enumerate() {
        renderer.and(at);
        let (table, name) = source_column(relation, tables, at);
        renderer.column_of(table, name);
        renderer.push(" = ");
        renderer.parameter(value);
    }
}

/// The condition that the source's key is one of many; of one alone, it needs no list.
fn level(renderer: &mut Renderer, relation: &'static Relation, (tables, keys): (Tables, Level)) {
    match keys {
        Level::Column(_, key) if key.len() == 1 => of_source(renderer, relation, (tables, key)),
        Level::Tuples(mut keys) if keys.len() == 1 => {
            of_source(renderer, relation, (tables, keys.pop().unwrap_or_default()));
        }
        Level::Column(ty, values) => {
            let (table, name) = source_column(relation, tables, 0);
            renderer.part(Part::Mark);
            renderer.column_of(table, name);
            renderer.membership(ty, values);
        }
        Level::Tuples(tuples) => {
            let columns = (0..relation.source_columns.len()).map(|at| source_column(relation, tables, at).1);
            let columns: Vec<_> = columns.collect();
            member_of(renderer, tables.junction.unwrap_or(tables.target), (&columns, tuples));
        }
    }
}

fn order(renderer: &mut Renderer, order: Vec<(Expression, Direction)>) {
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

fn limit(renderer: &mut Renderer, fixed: Option<u64>, (limit, offset): (Option<u64>, Option<u64>)) {
    if limit.is_some() || offset.is_some() {
        let bound = limit.filter(|_| fixed.is_none());
        renderer.shape.arguments.extend([bound, offset].into_iter().flatten().map(whole));
        renderer.part(Part::Limit(fixed, bound.is_some(), offset.is_some()));
    }
}

/// A count as a parameter; one beyond `i64` is beyond any table.
pub(crate) fn whole(count: u64) -> Value {
    Value::Integer(SqlType::BigInt, i64::try_from(count).unwrap_or(i64::MAX))
}

impl Renderer {
    fn count(&mut self, count: u64) {
        self.parameter(whole(count));
    }

    /// ` AS c0`.
    fn label(&mut self, at: usize) {
        self.push(" AS ");
        self.part(Part::Label(at));
    }
}

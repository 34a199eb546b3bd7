//! Random statements: those of one shape have one text, and no others share it.
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{Texts, render, take_apart};
use crate::dialect::{Dialect, Features};
use crate::schema::fixture::{leak, model};
use crate::schema::{ColumnDescription, ModelDescription};
use crate::statement::{
    Aggregate, Comparison, Conflict, Delete, Direction, Expression, Insert, Projection, Select, Statement,
    Update,
};
use crate::value::{SqlType, Value};

#[derive(Debug)]
struct Ansi;

impl Dialect for Ansi {
    fn features(&self) -> Features {
        Features::ansi(100)
    }

    fn write_type(&self, _: &mut String, _: SqlType) {}

    fn write_generated_key(&self, _: &mut String, _: &ColumnDescription, _: bool) -> bool {
        false
    }

    fn write_membership(&self, sql: &mut String, needle: &str, parameter: usize, ty: SqlType) {
        let _ = write!(sql, "{needle} = ANY(${parameter}::{ty:?}[])");
    }
}

/// Makes statements: what they look like follows from one seed, their values from the other.
struct Maker {
    model: &'static ModelDescription,
    shape: u64,
    values: u64,
}

impl Maker {
    /// A number below `limit`, by a linear congruential generator.
    fn below(&mut self, limit: u64) -> u64 {
        self.shape =
            self.shape.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.shape >> 33) % limit
    }

    fn value(&mut self) -> Value {
        self.values = self.values.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99);
        Value::Integer(SqlType::BigInt, i64::try_from(self.values >> 40).unwrap())
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }

    fn position(&mut self) -> usize {
        usize::try_from(self.below(self.model.columns.len() as u64)).unwrap()
    }

    fn column(&mut self) -> Expression {
        Expression::Column(self.model.columns[self.position()].name)
    }

    fn several<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(3)).map(|_| make(self)).collect()
    }

    fn expression(&mut self, depth: u64) -> Expression {
        let inner = |maker: &mut Self| Box::new(maker.expression(depth - 1));
        let sides = |maker: &mut Self| Box::new((maker.expression(depth - 1), maker.expression(depth - 1)));
        match if depth == 0 { self.below(2) } else { self.below(10) } {
            0 => self.column(),
            1 => Expression::Value(self.value()),
            2 => Expression::Compare(sides(self), Comparison::Less),
            3 => Expression::Compare(sides(self), Comparison::Equal),
            4 => Expression::All(self.several(|maker| maker.expression(depth - 1))),
            5 => Expression::Any(self.several(|maker| maker.expression(depth - 1))),
            6 => Expression::Not(inner(self)),
            7 => {
                let ty = if self.below(2) == 0 { SqlType::BigInt } else { SqlType::Integer };
                // How many there are is no part of the shape, but whether there are any.
                let length = 1 + self.values % 5;
                let values = (0..length).map(|_| self.value()).collect();
                Expression::Member(inner(self), ty, values)
            }
            8 => Expression::Like(inner(self), format!("{:?}", self.value()), self.below(2) == 0),
            _ => Expression::Arithmetic(sides(self), if self.below(2) == 0 { '+' } else { '-' }),
        }
    }

    fn select(&mut self) -> Box<Select> {
        let mut select = Select::new(self.model);
        select.projection = match self.below(4) {
            0 => Projection::Model,
            1 => Projection::One,
            2 => Projection::Aggregate(Aggregate::Sum, Some(self.column())),
            _ => Projection::Expressions(vec![self.expression(1), self.column()]),
        };
        select.filter = self.maybe(|maker| maker.expression(3));
        let descending = self.below(2) == 0;
        select.order = self.several(|maker| (maker.column(), Direction { descending, nulls_first: None }));
        select.limit = self.maybe(|maker| {
            // Some are in the text, the others are values.
            let fixed = maker.below(2) == 0;
            if fixed { 1 + maker.below(2) } else { 3 + maker.values }
        });
        select.offset = self.maybe(|maker| maker.values);
        select.distinct = self.below(4) == 0;
        select
    }

    fn statement(&mut self) -> Statement {
        let model = self.model;
        match self.below(5) {
            0 => {
                let columns = vec![self.position(), self.position()];
                let rows = (0..1 + self.below(3)).map(|_| vec![self.value(), self.value()]).collect();
                let conflict = self.maybe(|maker| {
                    let (columns, update) = (vec![maker.position()], maker.several(Self::position));
                    Conflict { columns, update, unless_equal: Vec::new() }
                });
                Statement::Insert(Insert {
                    model,
                    columns,
                    rows,
                    conflict,
                    returning: self.several(Self::position),
                })
            }
            1 => {
                let assignments = vec![(self.position(), self.expression(1))];
                let filter = self.maybe(|maker| maker.expression(2));
                Statement::Update(Update { model, assignments, filter, returning: Vec::new() })
            }
            2 => Statement::Delete(Delete { model, filter: self.maybe(|maker| maker.expression(2)) }),
            _ => Statement::Select(self.select()),
        }
    }
}

fn statements(values: u64) -> impl Iterator<Item = Statement> {
    let columns = ["id: i64", "name: String", "done: bool", "count: Option<i32>"];
    let model = leak(model("Task", &columns, Vec::new()));
    (0..5_000).map(move |seed| Maker { model, shape: seed << 20 | 1, values: values + seed }.statement())
}

#[test]
fn statements_of_one_shape_have_one_text() {
    let texts = Texts::default();
    for (one, other) in statements(1).zip(statements(1_000_000)) {
        let fresh = render(other.clone(), &Ansi);
        let (one, other) = (texts.render(one, &Ansi), texts.render(other, &Ansi));
        assert_eq!(other.text, fresh.text);
        assert_eq!(other.arguments, fresh.arguments);
        // Two models were leaked, so that only the text is the same; of one model, it is one.
        assert_eq!(one.text, fresh.text);
    }
}

#[test]
fn no_two_texts_share_a_shape() {
    let mut known = HashMap::new();
    let mut repeated = 0;
    for statement in statements(1) {
        let sql = render(statement.clone(), &Ansi).text.sql.clone();
        let parts = take_apart(statement, &Ansi).parts;
        repeated += usize::from(known.contains_key(&parts));
        assert_eq!(*known.entry(parts).or_insert_with(|| sql.clone()), sql);
    }
    assert!(repeated > 100, "{repeated} shapes came again");
}

#[test]
fn texts_are_kept_and_do_not_grow_without_end() {
    let columns = ["id: i64", "name: String"];
    let model = leak(model("Task", &columns, Vec::new()));
    let texts = Texts::default();
    let insert = |rows: usize| {
        let rows = vec![vec![Value::Bool(true)]; rows];
        Statement::Insert(Insert { model, columns: vec![1], rows, conflict: None, returning: Vec::new() })
    };
    let first = texts.render(insert(1), &Ansi).text;
    assert!(Arc::ptr_eq(&first, &texts.render(insert(1), &Ansi).text));
    // Together more than is kept.
    for rows in 2_900..3_060 {
        texts.render(insert(rows), &Ansi);
        assert!(texts.size() <= super::texts::MOST);
    }
}

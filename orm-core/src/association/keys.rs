//! Keys of rows as values that can be compared and told apart.
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use foldhash::{HashSet, HashSetExt as _};

use crate::association::Relation;
use crate::driver::Row;
use crate::error::Result;
use crate::render::Rendered;
use crate::schema::ModelDescription;
use crate::session::{Session, Subject};
use crate::statement::{Expression, Projection, Select, Statement};
use crate::value::{SqlType, Value};

/// A key, of one column or several, that can be looked up.
#[derive(Debug, Clone)]
pub(crate) struct RowKey(pub(crate) Vec<Value>);

impl PartialEq for RowKey {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// Floats are no sensible keys; one that is not a number equals nothing, not even itself, and is never found.
impl Eq for RowKey {}

impl Hash for RowKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for value in &self.0 {
            hash_value(value, state);
        }
    }
}

fn hash_value<H: Hasher>(value: &Value, state: &mut H) {
    match value {
        Value::Null(_) => state.write_u8(0),
        Value::Bool(value) => value.hash(state),
        Value::Integer(_, value) | Value::Time(value) | Value::DateTime(value) | Value::Timestamp(value) => {
            value.hash(state);
        }
        Value::Real(value) => value.to_bits().hash(state),
        Value::Double(value) => value.to_bits().hash(state),
        Value::Text(value) | Value::Word(value) | Value::Decimal(value) | Value::Json(value) => {
            value.hash(state);
        }
        Value::Bytes(value) => value.hash(state),
        Value::Uuid(value) => value.hash(state),
        Value::Date(value) => value.hash(state),
        // No statement with it is sent.
        Value::Unstorable(_) => {}
        Value::List(_, values) => values.iter().for_each(|value| hash_value(value, state)),
    }
}

impl RowKey {
    /// An order that is the same in every program: keys are of one type, column by column.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let pairs = self.0.iter().zip(&other.0);
        pairs
            .map(|(left, right)| order_values(left, right))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

fn order_values(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Integer(_, left), Value::Integer(_, right)) => left.cmp(right),
        (Value::Text(left), Value::Text(right))
        | (Value::Word(left), Value::Word(right))
        | (Value::Decimal(left), Value::Decimal(right))
        | (Value::Json(left), Value::Json(right)) => left.cmp(right),
        (Value::Bytes(left), Value::Bytes(right)) => left.cmp(right),
        (Value::Uuid(left), Value::Uuid(right)) => left.cmp(right),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Time(left), Value::Time(right))
        | (Value::DateTime(left), Value::DateTime(right))
        | (Value::Timestamp(left), Value::Timestamp(right)) => left.cmp(right),
        (Value::Real(left), Value::Real(right)) => left.total_cmp(right),
        (Value::Double(left), Value::Double(right)) => left.total_cmp(right),
        _ => Ordering::Equal,
    }
}

/// The keys without repetitions, in their order.
pub(crate) fn distinct(keys: Vec<Vec<Value>>) -> Vec<RowKey> {
    let mut keys: Vec<_> = keys.into_iter().map(RowKey).collect();
    let mut seen = HashSet::with_capacity(keys.len());
    let is_first: Vec<bool> = keys.iter().map(|key| seen.insert(key)).collect();
    let mut is_first = is_first.into_iter();
    keys.retain(|_| is_first.next().unwrap_or(true));
    keys
}

/// The types of a model's key.
pub(crate) fn key_types(model: &ModelDescription) -> Vec<SqlType> {
    model.key.iter().map(|&position| model.columns[position].ty).collect()
}

/// Reads some columns of rows, as keys of these types.
pub(crate) async fn read_keys(
    session: Session<'_>,
    (mut select, columns): (Box<Select>, &[usize]),
    (relation, types): (&'static Relation, &[SqlType]),
) -> Result<Vec<RowKey>> {
    let model = select.model;
    let expressions = columns.iter().map(|&position| Expression::Column(model.columns[position].name));
    select.projection = Projection::Expressions(expressions.collect());
    let subject = Subject::on(model, Some(relation));
    let Rendered { text, arguments } = session.render(Statement::Select(select));
    let mut rows: Vec<Vec<Value>> = session.read((text, arguments), subject, owned_row).await?;
    for (value, &ty) in rows.iter_mut().flat_map(|row| row.iter_mut().zip(types)) {
        *value = std::mem::replace(value, Value::Null(ty)).typed(ty);
    }
    Ok(rows.into_iter().map(RowKey).collect())
}

/// The values of a row, as the driver gives them.
pub(crate) fn owned_row(row: &dyn Row) -> Result<Vec<Value>> {
    let mut values = Vec::with_capacity(row.len());
    for index in 0..row.len() {
        values.push(row.get(index)?.to_value());
    }
    Ok(values)
}

impl Value {
    /// The same value as one of a column of this type: a database may keep it as something simpler.
    pub(crate) fn typed(self, ty: SqlType) -> Self {
        match (ty, self) {
            (_, Self::Null(_)) => Self::Null(ty),
            (SqlType::Boolean, Self::Integer(_, value)) => Self::Bool(value != 0),
            (_, Self::Integer(_, value)) => Self::Integer(ty, value),
            (SqlType::Uuid, Self::Bytes(bytes)) => match <[u8; 16]>::try_from(bytes) {
                Ok(uuid) => Self::Uuid(uuid),
                Err(error) => Self::Bytes(error),
            },
            (SqlType::Decimal, Self::Text(text)) => Self::Decimal(text),
            (SqlType::Word, Self::Text(text)) => Self::Word(text),
            (_, value) => value,
        }
    }
}

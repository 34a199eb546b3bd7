//! The keys of the rows that something is loaded onto, and which rows have which key.
use foldhash::{HashMap, HashMapExt as _};

use crate::association::Relation;
use crate::model::{IsModel, Model as _};
use crate::value::{SqlType, Value, ValueRef};

/// The sources of one include: how many there are, and where each key stands.
#[derive(Debug)]
pub struct Sources {
    relation: &'static Relation,
    count: usize,
    keys: Keys,
}

/// The keys, each with the places of the sources that have it; a source with an empty key is in none.
#[derive(Debug)]
enum Keys {
    /// One column of integers: the usual case, without an allocation per row.
    Integers(HashMap<i64, Places>, SqlType),
    /// Anything else, as bytes that are equal where the keys are.
    Encoded(HashMap<Vec<u8>, Places>, Vec<Vec<Value>>),
}

/// The places of the sources that share a key: mostly one.
#[derive(Debug)]
enum Places {
    One(usize),
    Many(Vec<usize>),
}

impl Places {
    fn add(&mut self, place: usize) {
        match self {
            Self::One(first) => *self = Self::Many(vec![*first, place]),
            Self::Many(places) => places.push(place),
        }
    }

    fn as_slice(&self) -> &[usize] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Many(places) => places,
        }
    }
}

impl Sources {
    pub(crate) fn of<R: IsModel>(relation: &'static Relation, rows: &[R]) -> Self {
        let keys = match relation.source_columns {
            [column] if is_integer(relation.source.columns[*column].ty) => {
                integers(rows, *column, relation.source.columns[*column].ty)
            }
            columns => encoded(rows, columns),
        };
        Self { relation, count: rows.len(), keys }
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Each key once, as the values of a parameter (one column) or as tuples.
    pub(crate) fn take_keys(&mut self) -> Vec<Vec<Value>> {
        match &mut self.keys {
            Keys::Integers(places, ty) => places.keys().map(|&key| vec![Value::Integer(*ty, key)]).collect(),
            Keys::Encoded(_, tuples) => std::mem::take(tuples),
        }
    }

    /// Each key once, where it is one column; so that no list is made per key.
    pub(crate) fn take_column(&mut self) -> Option<(SqlType, Vec<Value>)> {
        match &mut self.keys {
            Keys::Integers(places, ty) => {
                Some((*ty, places.keys().map(|&key| Value::Integer(*ty, key)).collect()))
            }
            Keys::Encoded(_, tuples) if self.relation.source_columns.len() == 1 => {
                let ty = self.relation.source.columns[self.relation.source_columns[0]].ty;
                Some((ty, std::mem::take(tuples).into_iter().flatten().collect()))
            }
            Keys::Encoded(..) => None,
        }
    }

    /// The places of the sources with this key; `at` reads its columns from a row.
    pub(crate) fn places<'r, E>(
        &self,
        width: usize,
        mut at: impl FnMut(usize) -> Result<ValueRef<'r>, E>,
    ) -> Result<&[usize], E> {
        let places = match &self.keys {
            Keys::Integers(places, _) => match at(0)? {
                ValueRef::Integer(key) => places.get(&key),
                _ => None,
            },
            Keys::Encoded(places, _) => {
                let mut bytes = Vec::new();
                for index in 0..width {
                    encode(&mut bytes, at(index)?);
                }
                places.get(&bytes)
            }
        };
        Ok(places.map(Places::as_slice).unwrap_or_default())
    }
}

const fn is_integer(ty: SqlType) -> bool {
    matches!(ty, SqlType::SmallInt | SqlType::Integer | SqlType::BigInt)
}

fn integers<R: IsModel>(rows: &[R], column: usize, ty: SqlType) -> Keys {
    let mut keys: HashMap<i64, Places> = HashMap::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        if let Value::Integer(_, key) = row.row().value(column) {
            keys.entry(key).and_modify(|places| places.add(place)).or_insert(Places::One(place));
        }
    }
    Keys::Integers(keys, ty)
}

fn encoded<R: IsModel>(rows: &[R], columns: &[usize]) -> Keys {
    let mut keys: HashMap<Vec<u8>, Places> = HashMap::with_capacity(rows.len());
    let mut tuples = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let key: Vec<_> = columns.iter().map(|&column| row.row().value(column)).collect();
        if key.iter().any(Value::is_null) {
            continue;
        }
        let mut bytes = Vec::new();
        for value in &key {
            encode(&mut bytes, value.as_ref());
        }
        keys.entry(bytes).and_modify(|places| places.add(place)).or_insert_with(|| {
            tuples.push(key);
            Places::One(place)
        });
    }
    Keys::Encoded(keys, tuples)
}

/// Appends a value so that different tuples never give the same bytes: length first, where lengths differ.
///
/// A UUID gives the same bytes whether the database has the type or keeps bytes.
fn encode(bytes: &mut Vec<u8>, value: ValueRef<'_>) {
    let mut sized = |tag: u8, content: &[u8]| {
        bytes.push(tag);
        bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
        bytes.extend_from_slice(content);
    };
    match value {
        ValueRef::Null => bytes.push(0),
        ValueRef::Bool(value) => sized(1, &i64::from(value).to_le_bytes()),
        ValueRef::Integer(value) => sized(1, &value.to_le_bytes()),
        ValueRef::Real(value) => sized(2, &value.to_bits().to_le_bytes()),
        ValueRef::Text(text) | ValueRef::Decimal(text) | ValueRef::Json(text) => sized(3, text.as_bytes()),
        ValueRef::Bytes(content) => sized(4, content),
        ValueRef::Uuid(content) => sized(4, &content),
        ValueRef::Date(days) => sized(5, &i64::from(days).to_le_bytes()),
        ValueRef::Time(micros) | ValueRef::DateTime(micros) | ValueRef::Timestamp(micros) => {
            sized(6, &micros.to_le_bytes());
        }
        ValueRef::List(values) => {
            sized(7, &(values.len() as u64).to_le_bytes());
            values.iter().for_each(|value| encode(bytes, value.as_ref()));
        }
    }
}

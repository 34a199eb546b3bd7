//! The keys of the rows that something is loaded onto, and which rows have which key.
use foldhash::{HashMap, HashMapExt as _};

use crate::association::Relation;
use crate::driver::Row;
use crate::error::Result;
use crate::model::{IsModel, Model as _};
use crate::value::{SqlType, Value, ValueRef};

/// The sources of one include: how many there are, and where each key stands.
#[derive(Debug)]
pub struct Sources {
    relation: &'static Relation,
    count: usize,
    keys: Keys,
    chain: Chain,
}

/// The keys, each with the places of the sources that have it; a source with an empty key is in none.
#[derive(Debug)]
enum Keys {
    /// One column of integers: the usual case, without an allocation per row. The keys stand in the order of the rows,
    /// which is often theirs: a database is faster with a list that is in order.
    Integers(HashMap<i64, Span>, (SqlType, Vec<Value>)),
    /// Anything else, as bytes that are equal where the keys are.
    Encoded(HashMap<Vec<u8>, Span>, Vec<Vec<Value>>),
}

/// The first and the last place with a key.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: usize,
    last: usize,
}

/// For each place, the next one with the same key; empty as long as no key came twice.
#[derive(Debug, Default)]
struct Chain(Vec<usize>);

/// How many rows there are, and how a column of one is read: no type, so that all models share what reads them.
type Rows<'r> = (usize, &'r dyn Fn(usize, usize) -> Value);

/// Where in a row the key stands that says whose it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum KeyColumns {
    /// One column after the other, from this one on.
    From(usize),
    /// At these places.
    At(&'static [usize]),
}

impl KeyColumns {
    fn place(self, index: usize) -> usize {
        match self {
            Self::From(first) => first + index,
            Self::At(places) => places[index],
        }
    }
}

/// The end of a chain.
const NONE: usize = usize::MAX;

impl Chain {
    /// Adds a place, of so many, to those that share a key.
    fn add(&mut self, span: &mut Span, (place, count): (usize, usize)) {
        if self.0.is_empty() {
            self.0 = vec![NONE; count];
        }
        self.0[span.last] = place;
        span.last = place;
    }

    /// The places of a key, in the order of the rows.
    fn places(&self, span: Option<Span>) -> impl Iterator<Item = usize> {
        let next = |&place: &usize| self.0.get(place).copied().filter(|next| *next != NONE);
        std::iter::successors(span.map(|span| span.first), next)
    }
}

impl Sources {
    pub(crate) fn of<R: IsModel>(relation: &'static Relation, rows: &[R]) -> Self {
        Self::read(relation, (rows.len(), &|place, column| rows[place].row().value(column)))
    }

    /// Rows whose keys, of one column, are these.
    pub(crate) fn with_keys(relation: &'static Relation, keys: &[Value]) -> Self {
        Self::read(relation, (keys.len(), &|place, _| keys[place].clone()))
    }

    fn read(relation: &'static Relation, rows: Rows<'_>) -> Self {
        let mut chain = Chain::default();
        let keys = match relation.source_columns {
            [column] if is_integer(relation.source.columns[*column].ty) => {
                integers(rows, (*column, relation.source.columns[*column].ty), &mut chain)
            }
            columns => encoded(rows, columns, &mut chain),
        };
        Self { relation, count: rows.0, keys, chain }
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Each key once, as the values of a parameter (one column) or as tuples.
    pub(crate) fn take_keys(&mut self) -> Vec<Vec<Value>> {
        match &mut self.keys {
            Keys::Integers(_, (_, values)) => {
                std::mem::take(values).into_iter().map(|key| vec![key]).collect()
            }
            Keys::Encoded(_, tuples) => std::mem::take(tuples),
        }
    }

    /// Each key once, where it is one column; so that no list is made per key.
    pub(crate) fn take_column(&mut self) -> Option<(SqlType, Vec<Value>)> {
        match &mut self.keys {
            Keys::Integers(_, (ty, values)) => Some((*ty, std::mem::take(values))),
            Keys::Encoded(_, tuples) if self.relation.source_columns.len() == 1 => {
                let ty = self.relation.source.columns[self.relation.source_columns[0]].ty;
                Some((ty, std::mem::take(tuples).into_iter().flatten().collect()))
            }
            Keys::Encoded(..) => None,
        }
    }

    /// The places of the sources whose key a row has.
    pub(crate) fn places(&self, row: &dyn Row, columns: KeyColumns) -> Result<impl Iterator<Item = usize>> {
        let span = match &self.keys {
            Keys::Integers(spans, _) => match row.integer(columns.place(0)) {
                Ok(key) => spans.get(&key),
                Err(_) => match row.get(columns.place(0))? {
                    ValueRef::Integer(key) => spans.get(&key),
                    _ => None,
                },
            },
            Keys::Encoded(spans, _) => {
                let mut bytes = Vec::new();
                for index in 0..self.relation.source_columns.len() {
                    encode(&mut bytes, row.get(columns.place(index))?);
                }
                spans.get(&bytes)
            }
        };
        Ok(self.chain.places(span.copied()))
    }
}

const fn is_integer(ty: SqlType) -> bool {
    matches!(ty, SqlType::SmallInt | SqlType::Integer | SqlType::BigInt)
}

fn integers((count, value): Rows<'_>, (column, ty): (usize, SqlType), chain: &mut Chain) -> Keys {
    let mut keys: HashMap<i64, Span> = HashMap::with_capacity(count);
    let mut values = Vec::new();
    for place in 0..count {
        if let Value::Integer(_, key) = value(place, column) {
            let known = keys.entry(key).and_modify(|span| chain.add(span, (place, count)));
            known.or_insert_with(|| {
                values.push(Value::Integer(ty, key));
                Span { first: place, last: place }
            });
        }
    }
    Keys::Integers(keys, (ty, values))
}

fn encoded((count, value): Rows<'_>, columns: &[usize], chain: &mut Chain) -> Keys {
    let mut keys: HashMap<Vec<u8>, Span> = HashMap::with_capacity(count);
    let mut tuples = Vec::with_capacity(count);
    for place in 0..count {
        let key: Vec<_> = columns.iter().map(|&column| value(place, column)).collect();
        if key.iter().any(Value::is_null) {
            continue;
        }
        let mut bytes = Vec::new();
        for value in &key {
            encode(&mut bytes, value.as_ref());
        }
        let known = keys.entry(bytes).and_modify(|span| chain.add(span, (place, count)));
        known.or_insert_with(|| {
            tuples.push(key);
            Span { first: place, last: place }
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

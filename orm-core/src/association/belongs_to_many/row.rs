//! The rows of a junction in the making: keys, scope, given values and defaults put together.
use crate::association::junction::{Given, Junction};
use crate::association::keys::RowKey;
use crate::association::{ManyToMany, Relation};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Stamp;
use crate::statement::Expression;
use crate::store::Moment;
use crate::value::Value;

/// A row that is to be linked.
pub(super) struct Wanted {
    pub(super) far: RowKey,
    /// What it says of its junction row: one place per column, or none.
    pub(super) given: Given,
}

/// A junction row to be stored.
pub(super) struct LinkRow {
    pub(super) far: RowKey,
    /// One place per column; none where the database counts up.
    pub(super) values: Vec<Option<Value>>,
    /// The columns that were given: those that change a row which is there already.
    pub(super) given: Vec<usize>,
}

/// A `belongs_to_many` as seen from one row.
pub(super) struct Crossed {
    pub(super) relation: &'static Relation,
    pub(super) junction: &'static Junction,
    /// The key of the row.
    pub(super) own: Vec<Value>,
}

impl Crossed {
    pub(super) fn of<A: ManyToMany>(own: Vec<Value>) -> Result<Self> {
        let relation = A::RELATION;
        let junction = relation.junction.as_ref().ok_or_else(|| {
            Error::new(ErrorKind::InvalidInput, format!("`{}` has no junction", relation.label()))
        })?;
        Ok(Self { relation, junction, own })
    }

    /// The junction rows for these links. Where a pair is linked once, one that comes twice is one row, and the rows are
    /// in the order of their keys: two writers that link the same rows never wait for each other in a circle.
    pub(super) fn rows(&self, mut links: Vec<Wanted>, all: &Given) -> Result<Vec<LinkRow>> {
        if self.junction.conflict().is_some() {
            links.sort_by(|left, right| left.far.order(&right.far));
            links.dedup_by(|later, first| {
                let is_same = later.far == first.far;
                if is_same {
                    overlay(&mut first.given, std::mem::take(&mut later.given));
                }
                is_same
            });
        }
        let mut rows = Vec::with_capacity(links.len());
        for link in links {
            rows.push(self.row(link, all)?);
        }
        Ok(rows)
    }

    fn row(&self, link: Wanted, all: &Given) -> Result<LinkRow> {
        if link.far.0.iter().any(Value::is_null) {
            let message = format!("`{}` links by a key that is empty in a row", self.relation.label());
            return Err(Error::new(ErrorKind::InvalidInput, message));
        }
        let (junction, columns) = (self.junction, self.junction.model.columns);
        let mut values = all.clone();
        overlay(&mut values, link.given);
        values.resize(columns.len(), None);
        let fixed: Vec<_> = self.fixed(&link.far).collect();
        for (position, _) in &fixed {
            values[*position] = None;
        }
        let given = (0..columns.len()).filter(|&position| values[position].is_some()).collect();
        for (position, value) in fixed {
            // Composite keys may share a column: a tenant's, say.
            if values[position].as_ref().is_some_and(|other| *other != value) {
                return Err(self.disagreeing(position));
            }
            values[position] = Some(value);
        }
        let mut moment = Moment::default();
        for (position, value) in values.iter_mut().enumerate().filter(|(_, value)| value.is_none()) {
            let column = &columns[position];
            *value = (junction.default_value)(position).or_else(|| match column.stamp {
                Some(Stamp::Created | Stamp::Updated) => moment.of(column.ty),
                None if column.generated => None,
                None => Some(Value::Null(column.ty)),
            });
        }
        Ok(LinkRow { far: link.far, values, given })
    }

    /// The columns that the link itself fills.
    fn fixed(&self, far: &RowKey) -> impl Iterator<Item = (usize, Value)> {
        let near = self.junction.source_columns.iter().copied().zip(self.own.iter().cloned());
        let far = self.junction.target_columns.iter().copied().zip(far.0.iter().cloned());
        near.chain(far).chain(self.junction.scope())
    }

    #[cold]
    fn disagreeing(&self, position: usize) -> Error {
        let message = format!(
            "`{}` links rows that disagree about `{}.{}`",
            self.relation.label(),
            self.junction.model.name,
            self.junction.model.columns[position].field
        );
        Error::new(ErrorKind::InvalidInput, message)
    }

    /// The condition that a junction row is one of this row's, within the scope.
    pub(super) fn belongs(&self) -> Expression {
        let model = self.junction.model;
        let mut condition = Expression::columns_equal(model, self.junction.source_columns, self.own.clone());
        for (position, value) in self.junction.scope() {
            condition = condition.and(Expression::holds(model.columns[position].name, value));
        }
        condition
    }
}

/// Puts values over others, place by place.
fn overlay(values: &mut Given, over: Given) {
    if values.len() < over.len() {
        values.resize(over.len(), None);
    }
    for (value, over) in values.iter_mut().zip(over) {
        if over.is_some() {
            *value = over;
        }
    }
}

impl Junction {
    /// The column values that belong to the association: positions and values.
    pub(crate) fn scope(&self) -> impl Iterator<Item = (usize, Value)> {
        let scope = self.scope.iter();
        scope.filter_map(|scope| self.model.position(scope.field).map(|at| (at, (scope.value)())))
    }

    /// The unique columns that tell that a pair is linked already; none if it can be linked more than once.
    pub(crate) fn conflict(&self) -> Option<Vec<usize>> {
        let mut pair = [self.source_columns, self.target_columns].concat();
        if !self.unique {
            return None;
        }
        let key = self.model.key;
        // A wider primary key says that a pair is not all that tells links apart.
        if key.len() > pair.len()
            && pair.iter().all(|position| key.contains(position))
            && self.scope.is_empty()
        {
            return None;
        }
        // An empty column tells no two rows apart.
        for (position, _) in self.scope().filter(|(_, value)| !value.is_null()) {
            if !pair.contains(&position) {
                pair.push(position);
            }
        }
        if !key.is_empty() && key.iter().all(|position| pair.contains(position)) {
            return Some(key.to_vec());
        }
        Some(pair)
    }
}

//! The statement of one association level, and whose rows it gives.
use std::any::Any;

use crate::association::{Association, Relation};
use crate::driver::{Flow, Outcome, Request, Row, RowSink};
use crate::error::{Error, ErrorKind, Result};
use crate::load::beside::decode_whole_child;
use crate::load::include::Refinement;
use crate::load::sources::KeyColumns;
use crate::load::{Load, Sources};
use crate::model::Model;
use crate::query::Columns;
use crate::query::run::decode_model;
use crate::render::Rendered;
use crate::session::{Decode, Reading, Running, Session, Subject, taken_by};
use crate::statement::{Expression, Join, Level, Origin, Projection, Select, Statement};

/// What a level is to give for each row.
pub(crate) struct Wanted<T> {
    projection: Projection,
    decode: Decode<T>,
    key: KeyColumns,
    joins: Vec<Join>,
}

impl<T> std::fmt::Debug for Wanted<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wanted").field("projection", &self.projection).finish_non_exhaustive()
    }
}

impl<T> Wanted<T> {
    /// Whole rows.
    pub(crate) fn rows<A: Association<Target = T>>() -> Self
    where
        T: Model,
    {
        Self::children::<A>(decode_model::<T>, Vec::new())
    }

    /// Whole rows, with what `L` loads beside them.
    pub(crate) fn whole<A: Association, L: Load<A::Target, Output = T>>(joins: Vec<Join>) -> Self {
        Self::children::<A>(decode_whole_child::<A, L>, joins)
    }

    fn children<A: Association>(decode: Decode<T>, joins: Vec<Join>) -> Self {
        let relation = A::RELATION;
        // The key stands in the target's own columns, or behind them where a junction holds it.
        let key = match relation.junction {
            Some(_) => KeyColumns::From(relation.target.columns.len()),
            None => KeyColumns::At(relation.target_columns),
        };
        Self { projection: Projection::Children, decode, key, joins }
    }

    /// Some columns of each row.
    pub(crate) fn picked<M: Model, C: Columns<M, Row = T>>(columns: Vec<Expression>) -> Self {
        let count = columns.len();
        Self::expressions(Projection::Picked(columns), count, C::decode)
    }

    /// So many expressions, with the key behind them.
    pub(crate) fn expressions(projection: Projection, count: usize, decode: Decode<T>) -> Self {
        Self { projection, decode, key: KeyColumns::From(count), joins: Vec::new() }
    }
}

/// The rows of a level, and for each of them the place of its source.
#[derive(Debug)]
pub struct Placed<T> {
    pub(crate) places: Vec<usize>,
    pub(crate) rows: Vec<T>,
}

/// Reads the rows for all sources.
///
/// Its texts are made before anything is awaited, so that no future carries a statement as data.
pub(crate) fn level<'s, T: Send + 'static>(
    session: Session<'s>,
    relation: &'static Relation,
    (refinement, wanted): (Refinement, Wanted<T>),
    mut sources: Sources,
) -> Reading<'s, Placed<T>> {
    let Wanted { projection, decode, key, joins } = wanted;
    let mut select = select(relation, (refinement, projection));
    select.joins = joins;
    let statements = statements(session, (relation, select), &mut sources);
    let placed = Placed { places: Vec::new(), rows: Vec::new() };
    let children = Box::new(Children { key, decode, sources, placed, kept: 0 });
    series(session, relation, statements, (children, Children::<T>::keep)).giving(|outcome| {
        let children = taken_by::<Children<T>>(outcome);
        children
            .map(|children| children.placed)
            .ok_or_else(|| Error::new(ErrorKind::Database, "the driver kept the rows"))
    })
}

/// The statements of a level: mostly there is one.
fn statements(
    session: Session<'_>,
    (relation, select): (&'static Relation, Box<Select>),
    sources: &mut Sources,
) -> Vec<Rendered> {
    let render = |mut select: Box<Select>, keys| {
        select.from = Some(Origin::Level(relation, keys));
        session.render(Statement::Select(select))
    };
    let mut levels = levels(session, sources);
    let last = levels.pop();
    let mut statements: Vec<_> = levels.into_iter().map(|keys| render(select.clone(), keys)).collect();
    statements.extend(last.map(|keys| render(select, keys)));
    statements
}

/// Runs the statements of a level, one after another; they feed one sink, which is told before each.
fn series<'s>(
    session: Session<'s>,
    relation: &'static Relation,
    mut statements: Vec<Rendered>,
    (sink, keep): (Box<dyn RowSink>, fn(&mut dyn RowSink)),
) -> Running<'s> {
    let subject = Subject::through(relation);
    if statements.len() == 1
        && let Some(Rendered { text, arguments }) = statements.pop()
    {
        return session.run(Request::new(text, arguments), subject).feeding(sink);
    }
    let all = async move {
        let mut outcome = Outcome::new(0, Some(sink));
        for Rendered { text, arguments } in statements {
            if let Some(sink) = &mut outcome.sink {
                keep(sink.as_mut());
            }
            let mut request = Request::new(text, arguments);
            request.sink = outcome.sink;
            outcome = session.run(request, subject).await?;
        }
        Ok(outcome)
    };
    session.run_several(Box::pin(all), subject)
}

/// The keys of the sources, for one statement each: several only where composite keys would exceed the bind limit.
fn levels(session: Session<'_>, sources: &mut Sources) -> Vec<Level> {
    if let Some((ty, values)) = sources.take_column() {
        return if values.is_empty() { Vec::new() } else { vec![Level::Column(ty, values)] };
    }
    let mut tuples = sources.take_keys();
    let width = tuples.first().map_or(1, Vec::len);
    // Some parameters are left for filters and scopes.
    let chunk = (session.db().dialect().features().max_parameters / 2 / width).max(1);
    let mut levels = Vec::new();
    while !tuples.is_empty() {
        let rest = tuples.split_off(chunk.min(tuples.len()));
        levels.push(Level::Tuples(std::mem::replace(&mut tuples, rest)));
    }
    levels
}

/// The statement of a level, for no keys as yet.
fn select(relation: &'static Relation, (refinement, projection): (Refinement, Projection)) -> Box<Select> {
    let mut select = Select::new(relation.target);
    select.filter = refinement.filter;
    select.order = refinement.order;
    select.limit = refinement.limit;
    select.offset = refinement.offset;
    select.projection = projection;
    select
}

/// Takes the rows of one level; a row that belongs to several sources is read for each.
struct Children<T> {
    key: KeyColumns,
    decode: Decode<T>,
    sources: Sources,
    placed: Placed<T>,
    /// How many rows came from statements before.
    kept: usize,
}

impl<T> std::fmt::Debug for Children<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Children").field("rows", &self.placed.rows.len()).finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Children<T> {
    /// Keeps the rows that it has, whatever becomes of the next statement.
    fn keep(sink: &mut dyn RowSink) {
        let sink: &mut dyn Any = sink;
        if let Some(children) = sink.downcast_mut::<Self>() {
            children.kept = children.placed.rows.len();
        }
    }
}

impl<T: Send + 'static> RowSink for Children<T> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        for place in self.sources.places(row, self.key)? {
            self.placed.rows.push((self.decode)(row)?);
            self.placed.places.push(place);
        }
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.placed.places.truncate(self.kept);
        self.placed.rows.truncate(self.kept);
        true
    }

    fn taken(&self) -> u64 {
        self.placed.rows.len() as u64
    }
}

/// The error for a row that went away between two statements, or that nothing holds in place.
#[cold]
pub(crate) fn gone(relation: &'static Relation) -> Error {
    let message = format!(
        "`{}` leads to no row, though one is required: the `{}` is gone; filter the include to have an `Option`",
        relation.label(),
        relation.target.name
    );
    Error::new(ErrorKind::NotFound, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver::Other;
    use crate::schema::fixture::{has_many, leak, model};
    use crate::value::{SqlType, Value, ValueRef};

    struct Key(i64);

    impl Row for Key {
        fn get(&self, _: usize) -> Result<ValueRef<'_>> {
            Ok(ValueRef::Integer(self.0))
        }

        fn integer(&self, _: usize) -> Result<i64, Other> {
            Ok(self.0)
        }

        fn len(&self) -> usize {
            1
        }

        fn name(&self, _: usize) -> Option<&str> {
            None
        }
    }

    #[test]
    fn a_statement_that_begins_again_keeps_what_others_gave() {
        let project = leak(model("Project", &["id: i64"], vec![has_many("Task", &["project_id"])]));
        let task = leak(model("Task", &["project_id: i64"], Vec::new()));
        let relation = Box::leak(Box::new(Relation::new(project, 0, task, &[0], &[0])));
        let keys = [1, 2, 3].map(|key| Value::Integer(SqlType::BigInt, key));
        let mut children = Children {
            key: KeyColumns::At(&[0]),
            decode: |row| Ok(row.integer(0).unwrap_or(0)),
            sources: Sources::with_keys(relation, &keys),
            placed: Placed { places: Vec::new(), rows: Vec::new() },
            kept: 0,
        };
        children.row(&Key(3)).unwrap();
        children.row(&Key(1)).unwrap();
        Children::<i64>::keep(&mut children);
        children.row(&Key(2)).unwrap();
        assert!(children.restart());
        children.row(&Key(2)).unwrap();
        assert_eq!((children.placed.rows, children.placed.places), (vec![3, 1, 2], vec![2, 0, 1]));
    }
}

//! The statement of one association level, and the distribution of its rows.
use crate::association::{Association, Crossing, Relation};
use crate::driver::{Flow, Request, Row, RowSink};
use crate::error::{Error, ErrorKind, Result};
use crate::load::include::Refinement;
use crate::load::{Load, Sources, onto};
use crate::query::run::decode_model;
use crate::query::{Linked, decode_linked};
use crate::render::Rendered;
use crate::session::{Decode, Session, Subject, taken_by};
use crate::statement::{Level, Origin, Projection, Select, Statement};

/// The rows for each source, in order, with what is loaded onto them.
pub(crate) async fn lists<A: Association, L: Load<A::Target>>(
    session: Session<'_>,
    (refinement, load): (Refinement, L),
    sources: Sources,
) -> Result<Vec<Vec<L::Output>>> {
    let reading = Reading { projection: Projection::Children, decode: decode_model::<A::Target> };
    let (count, found) = (sources.len(), reading.all::<A>(session, refinement, sources).await?);
    Ok(distribute(count, found.places, onto(session, load, found.rows).await?))
}

/// The same, each row with its junction row.
pub(crate) async fn linked<A: Crossing, L: Load<A::Target>>(
    session: Session<'_>,
    (refinement, load): (Refinement, L),
    sources: Sources,
) -> Result<Vec<Vec<Linked<L::Output, A::Junction>>>> {
    let reading = Reading { projection: Projection::Linked, decode: decode_child::<A> };
    let (count, found) = (sources.len(), reading.all::<A>(session, refinement, sources).await?);
    let (rows, through): (Vec<_>, Vec<_>) = found.rows.into_iter().unzip();
    let rows = onto(session, load, rows).await?;
    let rows = rows.into_iter().zip(through).map(|(row, through)| Linked { row, through });
    Ok(distribute(count, found.places, rows))
}

/// The junction's columns stand behind those that say whose row it is.
fn decode_child<A: Crossing>(row: &dyn Row) -> Result<(A::Target, A::Junction)> {
    decode_linked::<A>(row, A::RELATION.target.columns.len() + A::RELATION.source_columns.len())
}

fn distribute<T>(count: usize, places: Vec<usize>, rows: impl IntoIterator<Item = T>) -> Vec<Vec<T>> {
    let mut sizes = vec![0; count];
    for &place in &places {
        sizes[place] += 1;
    }
    let mut lists: Vec<Vec<T>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (place, row) in places.into_iter().zip(rows) {
        lists[place].push(row);
    }
    lists
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

/// How the rows of a level are read.
struct Reading<T> {
    projection: Projection,
    decode: Decode<T>,
}

/// The rows read so far, and for each of them the place of its source.
struct Found<T> {
    places: Vec<usize>,
    rows: Vec<T>,
}

impl<T: Send + 'static> Reading<T> {
    async fn all<A: Association>(
        &self,
        session: Session<'_>,
        refinement: Refinement,
        mut sources: Sources,
    ) -> Result<Found<T>> {
        let mut found = Found { places: Vec::new(), rows: Vec::new() };
        for keys in levels(session, &mut sources) {
            let select = self.level(A::RELATION, refinement.clone(), keys);
            (sources, found) = self.read(session, (A::RELATION, select), (sources, found)).await?;
        }
        Ok(found)
    }

    /// The statement of a level.
    fn level(&self, relation: &'static Relation, refinement: Refinement, keys: Level) -> Select {
        let mut select = Select::new(relation.target);
        select.filter = refinement.filter;
        select.order = refinement.order;
        select.limit = refinement.limit;
        select.offset = refinement.offset;
        select.projection = self.projection.clone();
        select.from = Some(Origin::Level(relation, keys));
        select
    }

    /// Reads further rows; a row that belongs to several sources is read for each.
    async fn read(
        &self,
        session: Session<'_>,
        (relation, select): (&'static Relation, Select),
        (sources, found): (Sources, Found<T>),
    ) -> Result<(Sources, Found<T>)> {
        let Rendered { text, arguments } = session.render(Statement::Select(select));
        let mut request = Request::new(text, arguments);
        let kept = found.rows.len();
        request.sink = Some(Box::new(Children { relation, sources, found, kept, decode: self.decode }));
        let outcome = session.run(request, Subject::through(relation)).await?;
        let children = taken_by::<Children<T>>(outcome);
        let children =
            children.ok_or_else(|| Error::new(ErrorKind::Database, "the driver kept the rows"))?;
        Ok((children.sources, children.found))
    }
}

/// Takes the rows of one level.
struct Children<T> {
    relation: &'static Relation,
    sources: Sources,
    found: Found<T>,
    /// How many rows came from statements before.
    kept: usize,
    decode: Decode<T>,
}

impl<T> std::fmt::Debug for Children<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Children").field("rows", &self.found.rows.len()).finish_non_exhaustive()
    }
}

impl<T: Send + 'static> RowSink for Children<T> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        let relation = self.relation;
        let width = relation.source_columns.len();
        // The key stands in the target's own columns, or behind them where a junction holds it.
        let junction = relation.junction.is_some().then_some(relation.target.columns.len());
        let key = |index: usize| match junction {
            Some(first) => row.get(first + index),
            None => row.get(relation.target_columns[index]),
        };
        for &place in self.sources.places(width, key)? {
            self.found.rows.push((self.decode)(row)?);
            self.found.places.push(place);
        }
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.found.places.truncate(self.kept);
        self.found.rows.truncate(self.kept);
        true
    }

    fn taken(&self) -> u64 {
        self.found.rows.len() as u64
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

//! The statement of one association level, and the distribution of its rows.
use crate::association::{Association, Relation};
use crate::driver::{Flow, Request, Row, RowSink};
use crate::error::{Error, ErrorKind, Result};
use crate::load::include::Refinement;
use crate::load::{Load, Sources, onto};
use crate::query::run::decode_model;
use crate::render::Rendered;
use crate::session::{Session, Subject, taken_by};
use crate::statement::{Level, Origin, Projection, Select, Statement};

/// The rows for each source, in order, with what is loaded onto them.
pub(crate) async fn lists<A: Association, L: Load<A::Target>>(
    session: Session<'_>,
    (refinement, load): (Refinement, L),
    mut sources: Sources,
) -> Result<Vec<Vec<L::Output>>> {
    let count = sources.len();
    let (mut places, mut rows) = (Vec::new(), Vec::new());
    for keys in levels(session, &mut sources) {
        let select = level(A::RELATION, refinement.clone(), keys);
        (sources, places, rows) = read::<A>(session, select, (sources, places, rows)).await?;
    }
    let rows = onto(session, load, rows).await?;
    let mut sizes = vec![0; count];
    for &place in &places {
        sizes[place] += 1;
    }
    let mut lists: Vec<Vec<L::Output>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (place, row) in places.into_iter().zip(rows) {
        lists[place].push(row);
    }
    Ok(lists)
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

/// The statement of a level.
fn level(relation: &'static Relation, refinement: Refinement, keys: Level) -> Select {
    let mut select = Select::new(relation.target);
    select.filter = refinement.filter;
    select.order = refinement.order;
    select.limit = refinement.limit;
    select.offset = refinement.offset;
    select.projection = Projection::Children;
    select.from = Some(Origin::Level(relation, keys));
    select
}

/// The sources, the rows read so far, and for each of them the place of its source.
type Read<A> = (Sources, Vec<usize>, Vec<<A as Association>::Target>);

/// Reads further rows; a row that belongs to several sources is read for each.
async fn read<A: Association>(
    session: Session<'_>,
    select: Select,
    (sources, places, rows): Read<A>,
) -> Result<Read<A>> {
    let Rendered { text, arguments } = session.render(Statement::Select(select));
    let mut request = Request::new(text, arguments);
    let kept = rows.len();
    request.sink = Some(Box::new(Children::<A> { sources, places, rows, kept }));
    let outcome = session.run(request, Subject::through(A::RELATION)).await?;
    let children = taken_by::<Children<A>>(outcome);
    let children = children.ok_or_else(|| Error::new(ErrorKind::Database, "the driver kept the rows"))?;
    Ok((children.sources, children.places, children.rows))
}

/// Takes the rows of one level.
struct Children<A: Association> {
    sources: Sources,
    places: Vec<usize>,
    rows: Vec<A::Target>,
    /// How many rows came from statements before.
    kept: usize,
}

impl<A: Association> std::fmt::Debug for Children<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Children").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

impl<A: Association> RowSink for Children<A> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        let relation = A::RELATION;
        let width = relation.source_columns.len();
        // The key stands in the target's own columns, or behind them where a junction holds it.
        let junction = relation.junction.is_some().then_some(relation.target.columns.len());
        let key = |index: usize| match junction {
            Some(first) => row.get(first + index),
            None => row.get(relation.target_columns[index]),
        };
        for &place in self.sources.places(width, key)? {
            self.rows.push(decode_model(row)?);
            self.places.push(place);
        }
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.places.truncate(self.kept);
        self.rows.truncate(self.kept);
        true
    }

    fn taken(&self) -> u64 {
        self.rows.len() as u64
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

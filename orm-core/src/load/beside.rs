//! To-one associations read beside a row: the joins that bring them, and how their columns are read.
use crate::association::Association;
use crate::driver::{Other, Row};
use crate::error::Result;
use crate::load::Load;
use crate::load::include::Refinement;
use crate::model::{Cells, Model};
use crate::schema::ModelDescription;
use crate::session::Session;
use crate::statement::{Direction, Expression, Join, Select};
use crate::value::ValueRef;

/// At most how many columns a row has then: less than any database takes.
const COLUMNS: usize = 1_600;

/// A row behind whose own columns stand those of the rows beside it, one after another.
pub struct Beside<'r> {
    row: &'r dyn Row,
    next: usize,
}

impl std::fmt::Debug for Beside<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Beside").field("next", &self.next).finish_non_exhaustive()
    }
}

impl Beside<'_> {
    /// Reads the next one, if there is one.
    #[inline(always)]
    pub(crate) fn take<A: Association>(&mut self) -> Result<Option<A::Target>> {
        let (first, relation) = (self.next, A::RELATION);
        self.skip(relation.target.columns.len());
        // A key that was met is not empty; most are integers.
        let key = first + relation.target_columns[0];
        let is_missing = match self.row.integer(key) {
            Ok(_) => false,
            Err(Other::Null) => true,
            Err(Other::Value) => matches!(self.row.get(key), Ok(ValueRef::Null)),
        };
        if is_missing {
            return Ok(None);
        }
        A::Target::decode(&Cells::new(self.row, first, A::Target::DESCRIPTION)).map(Some)
    }

    /// Passes over so many columns.
    pub(crate) fn skip(&mut self, columns: usize) {
        self.next += columns;
    }
}

/// Reads a row of `M`, and beside it what `L` loads.
pub(crate) fn decode_whole<M: Model, L: Load<M>>(row: &dyn Row) -> Result<L::Output> {
    beside::<M, L>(row, M::DESCRIPTION.columns.len())
}

/// The same of a level, where the junction's columns that say whose row it is stand in between.
pub(crate) fn decode_whole_child<A: Association, L: Load<A::Target>>(row: &dyn Row) -> Result<L::Output> {
    let keys = if A::RELATION.junction.is_some() { A::RELATION.source_columns.len() } else { 0 };
    beside::<A::Target, L>(row, A::Target::DESCRIPTION.columns.len() + keys)
}

// Always inlined, as what it calls: each call that is left copies the rows once more, an eighth of the time of such a read.
#[inline(always)]
fn beside<M: Model, L: Load<M>>(row: &dyn Row, next: usize) -> Result<L::Output> {
    L::beside(M::decode(&Cells::new(row, 0, M::DESCRIPTION))?, &mut Beside { row, next })
}

impl Select {
    /// Takes these joins, if there are any that bring everything, and if the statement can have them; says whether.
    ///
    /// SQL of the user's names columns without their table, and rows that are told apart or locked are those of one
    /// table.
    pub(crate) fn join(&mut self, joins: Option<Vec<Join>>, session: Session<'_>) -> bool {
        let Some(joins) = joins else { return false };
        let is_plain = !self.distinct && self.lock.is_none();
        let takes = is_plain && fit(self.model, (&joins, session), (&self.filter, &self.order));
        if takes {
            self.joins = joins;
        }
        takes
    }
}

impl Refinement {
    /// Whether the statement of a level of this model can have these joins.
    pub(crate) fn takes(&self, model: &ModelDescription, joins: &[Join], session: Session<'_>) -> bool {
        let is_uncut = self.limit.is_none() && self.offset.is_none();
        is_uncut && fit(model, (joins, session), (&self.filter, &self.order))
    }
}

fn fit(
    model: &ModelDescription,
    (joins, session): (&[Join], Session<'_>),
    (filter, order): (&Option<Expression>, &[(Expression, Direction)]),
) -> bool {
    let (tables, columns) = size(joins);
    let own = filter.iter().chain(order.iter().map(|(by, _)| by)).any(Expression::holds_own_sql);
    !own && tables <= session.db().dialect().features().joins && model.columns.len() + columns <= COLUMNS
}

/// How many tables and columns they add.
fn size(joins: &[Join]) -> (usize, usize) {
    joins.iter().fold((0, 0), |(tables, columns), join| {
        let (inner_tables, inner_columns) = size(&join.joins);
        (tables + 1 + inner_tables, columns + join.relation.target.columns.len() + inner_columns)
    })
}

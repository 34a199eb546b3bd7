//! Stores junction rows: few statements for any number of them.
use super::row::{Crossed, LinkRow};
use crate::error::Result;
use crate::schema::Stamp;
use crate::session::{Session, Subject};
use crate::statement::{Conflict, Insert, Statement};
use crate::store::effort_of;
use crate::value::Value;

/// How many rows one statement stores at most.
const CHUNK: usize = 1024;

impl Crossed {
    /// What statements on the junction are about.
    pub(super) fn subject(&self) -> Subject {
        Subject::on(self.junction.model, Some(self.relation))
    }
}

/// Rows that give the same columns, and so go into one statement.
struct Group {
    /// The columns that have a value.
    columns: Vec<usize>,
    given: Vec<usize>,
    rows: Vec<Vec<Value>>,
}

fn groups(rows: Vec<LinkRow>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let columns = || (0..row.values.len()).filter(|&at| row.values[at].is_some());
        let known = groups
            .iter()
            .position(|group| group.given == row.given && columns().eq(group.columns.iter().copied()));
        let at = known.unwrap_or_else(|| {
            groups.push(Group { columns: columns().collect(), given: row.given, rows: Vec::new() });
            groups.len() - 1
        });
        groups[at].rows.push(row.values.into_iter().flatten().collect());
    }
    groups
}

/// Stores links, all of them or none; those that are there already get the columns that are given.
pub(super) async fn link(session: Session<'_>, crossed: &Crossed, rows: Vec<LinkRow>) -> Result<()> {
    let limit = session.db().dialect().features().max_parameters;
    let mut inserts = Vec::new();
    for mut group in groups(rows) {
        let chunk = (limit / group.columns.len().max(1)).clamp(1, CHUNK);
        while !group.rows.is_empty() {
            let rest = group.rows.split_off(chunk.min(group.rows.len()));
            let rows = std::mem::replace(&mut group.rows, rest);
            inserts.push(crossed.insert(&group, rows));
        }
    }
    if inserts.len() > 1 {
        return session.atomically(async |session| run(session, crossed, inserts).await).await;
    }
    run(session, crossed, inserts).await
}

async fn run(session: Session<'_>, crossed: &Crossed, inserts: Vec<Insert>) -> Result<()> {
    for insert in inserts {
        let effort = effort_of(insert.rows.len() * insert.columns.len());
        session.write(Statement::Insert(insert), crossed.subject(), effort).await?;
    }
    Ok(())
}

impl Crossed {
    fn insert(&self, group: &Group, rows: Vec<Vec<Value>>) -> Insert {
        let model = self.junction.model;
        let conflict = self.junction.conflict().map(|columns| {
            // A link that the scope does not cover yet is brought into it.
            let scope = self.junction.scope().map(|(position, _)| position);
            let changed = group.given.iter().copied().chain(scope);
            let changed: Vec<usize> =
                changed.filter(|at| !columns.contains(at) && !model.key.contains(at)).collect();
            let mut update = changed.clone();
            if !changed.is_empty() {
                let stamped = |at: &usize| model.columns[*at].stamp == Some(Stamp::Updated);
                update.extend((0..model.columns.len()).filter(stamped).filter(|at| !changed.contains(at)));
            }
            Conflict { columns, update, unless_equal: changed }
        });
        Insert { model, columns: group.columns.clone(), rows, conflict, returning: Vec::new() }
    }
}

//! What accessors of `belongs_to` write: the foreign key of this row.
use super::created::create_and_point;
use super::{Association, MaybeLink};
use crate::builder::Builder;
use crate::error::Result;
use crate::model::Model as _;
use crate::query::update_one;
use crate::session::{Executor, Pending, Session};
use crate::value::Value;

/// `set_x`: points the foreign key to another row, or empties it; only the key is written. The struct follows if the
/// database took it.
///
/// # Errors
///
/// [`ForeignKeyViolation`](crate::ErrorKind::ForeignKeyViolation) if there is no such row,
/// [`NotFound`](crate::ErrorKind::NotFound) if this row is not stored; nothing is changed then.
pub fn set<'a, A: Association>(
    source: &'a mut A::Source,
    db: &'a (impl Executor + ?Sized),
    link: impl MaybeLink<A> + 'a,
) -> Pending<'a, ()> {
    let session = db.session();
    let values = link.maybe_values(A::RELATION.target_columns);
    Box::pin(async move { point::<A>(session, source, values).await })
}

async fn point<A: Association>(
    session: Session<'_>,
    source: &mut A::Source,
    key: Option<Vec<Value>>,
) -> Result<()> {
    let relation = A::RELATION;
    let columns = relation.source_columns;
    let key = key.unwrap_or_else(|| {
        columns.iter().map(|&position| Value::Null(relation.source.columns[position].ty)).collect()
    });
    if columns.iter().zip(&key).all(|(&position, value)| same(&source.value(position), value)) {
        return Ok(());
    }
    update_one(session, source, columns.iter().copied().zip(key).collect()).await
}

fn same(left: &Value, right: &Value) -> bool {
    left == right || (left.is_null() && right.is_null())
}

/// `create_x`: stores a new row, and points the foreign key to it, as one unit.
///
/// # Errors
///
/// A violation if a constraint refuses the row, [`NotFound`](crate::ErrorKind::NotFound) if this row is not stored;
/// nothing is stored then.
pub fn create<'a, A: Association, B>(
    source: &'a mut A::Source,
    db: &'a (impl Executor + ?Sized),
    builder: B,
) -> Pending<'a, B::Stored>
where
    B: Builder<Model = A::Target>,
{
    let session = db.session();
    Box::pin(create_and_point(session, source, (builder, Some(A::RELATION)), |row| {
        let key = A::RELATION.target_columns.iter().map(|&position| row.value(position));
        A::RELATION.source_columns.iter().copied().zip(key).collect()
    }))
}

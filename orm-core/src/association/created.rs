//! A new row that a row is pointed to: `create_x` of `belongs_to`, polymorphic or not.
use crate::association::Relation;
use crate::builder::Builder;
use crate::error::Result;
use crate::model::{IsModel as _, Model};
use crate::nested::Nested as _;
use crate::query::{assign, write_columns};
use crate::session::Session;
use crate::value::Value;

/// Stores a new row and writes the columns that point to it, as one unit.
///
/// The struct follows after the commit alone: whatever fails, and wherever the future is dropped, it never shows a key
/// that the database does not have.
pub(super) async fn create_and_point<S: Model, B: Builder>(
    session: Session<'_>,
    source: &mut S,
    (builder, relation): (B, Option<&'static Relation>),
    columns: impl FnOnce(&B::Model) -> Vec<(usize, Value)> + Send,
) -> Result<B::Stored> {
    let row: &S = source;
    let (stored, written) = session
        .atomically(async |session| {
            let (mut draft, nested) = builder.into_parts();
            draft.created_through(relation);
            let stored = nested.store_one(session, draft).await?;
            let written = write_columns(session, row, columns(stored.row())).await?;
            Ok((stored, written))
        })
        .await?;
    assign(source, written);
    Ok(stored)
}

//! Values: what is stored is what is read, for every type, key and kind of column.
mod columns;
mod composite;
mod documents;
mod keys;
mod lists;
mod numbers;
mod stamps;
mod texts;
mod times;

pub(super) const CASES: [&[crate::case::Case]; 9] = [
    numbers::CASES,
    texts::CASES,
    times::CASES,
    documents::CASES,
    lists::CASES,
    keys::CASES,
    composite::CASES,
    columns::CASES,
    stamps::CASES,
];

use orm::prelude::*;
use orm::{ErrorKind, Result};

/// Stores a row, and checks that what the database gives back is what `insert` gave. A database that cannot hold the
/// value has to say so; it must never keep something else.
async fn kept_or_refused<B, M>(db: &Db, row: B, key: impl FnOnce(&M) -> i64) -> Result<Option<M>>
where
    B: orm::builder::Complete + Builder<Model = M, Stored = M>,
    M: Model<Key = i64> + PartialEq + std::fmt::Debug,
{
    match row.insert(db).await {
        Ok(given) => {
            let stored = M::get(db, key(&given)).await?;
            assert_eq!(stored, given);
            Ok(Some(stored))
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
            Ok(None)
        }
    }
}

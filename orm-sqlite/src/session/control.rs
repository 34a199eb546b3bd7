//! The texts that begin and end transactions.
use std::sync::{Arc, LazyLock};

use orm_core::driver::Text;

pub(super) static BEGIN: LazyLock<Arc<Text>> = LazyLock::new(|| fixed("BEGIN IMMEDIATE"));
pub(super) static BEGIN_READ_ONLY: LazyLock<Arc<Text>> = LazyLock::new(|| fixed("BEGIN DEFERRED"));
pub(super) static COMMIT: LazyLock<Arc<Text>> = LazyLock::new(|| fixed("COMMIT"));
pub(super) static ROLLBACK: LazyLock<Arc<Text>> = LazyLock::new(|| fixed("ROLLBACK"));

fn fixed(sql: &str) -> Arc<Text> {
    Arc::new(Text { sql: sql.to_owned(), cached: true })
}

//! Statements in SQL of the user's own.
use orm::Result;

use crate::case::Test;

crate::cases!["connection": [runs_raw_sql]];

async fn runs_raw_sql(Test { db, .. }: Test) -> Result<()> {
    assert_eq!(orm::sql("SELECT 1 + 1").fetch_scalars::<i64>(&db).await?, [2]);
    Ok(())
}

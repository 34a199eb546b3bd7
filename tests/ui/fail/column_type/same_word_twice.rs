//! Two variants are stored as one word.
use orm::ColumnType;

#[derive(ColumnType)]
enum Status {
    Open,
    #[column_type(rename = "open")]
    Reopened,
}

fn main() {}

//! A variant is renamed in an enum that is stored as integers.
use orm::ColumnType;

#[derive(ColumnType)]
#[column_type(integer)]
enum Level {
    #[column_type(rename = "low")]
    Low = 1,
}

fn main() {}

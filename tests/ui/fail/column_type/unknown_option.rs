//! An option of a column type does not exist.
use orm::ColumnType;

#[derive(ColumnType)]
#[column_type(integr)]
enum Level {
    Low = 1,
}

fn main() {}

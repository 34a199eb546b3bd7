//! A newtype of two values.
use orm::ColumnType;

#[derive(ColumnType)]
struct Point(f64, f64);

fn main() {}

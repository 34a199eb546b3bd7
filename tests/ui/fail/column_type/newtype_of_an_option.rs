//! A newtype of an `Option`.
use orm::ColumnType;

#[derive(ColumnType)]
struct Age(Option<i32>);

fn main() {}

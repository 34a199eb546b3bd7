//! A newtype of a type that is none.
use orm::ColumnType;

struct Secret;

#[derive(ColumnType)]
struct Wrapped(Secret);

fn main() {}

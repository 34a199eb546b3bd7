//! The attribute of a column stands on the struct.
use orm::Model;

#[derive(Model)]
#[column(unique)]
struct Task {
    id: i64,
}

fn main() {}

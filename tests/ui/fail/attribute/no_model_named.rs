//! An association names no model.
use orm::Model;

#[derive(Model)]
#[has_many]
struct Project {
    id: i64,
}

fn main() {}

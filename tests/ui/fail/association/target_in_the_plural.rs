//! The target is named in the plural.
use orm::Model;

#[derive(Model)]
#[has_many(Tasks)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}

//! A type that does not exist, in a model with associations.
use orm::Model;

#[derive(Model)]
#[has_many(Task)]
struct Project {
    id: i64,
    name: Strng,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}

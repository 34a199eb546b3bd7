//! A `has_many` of one model or another.
use orm::Model;

#[derive(Model)]
#[has_many(Task | Note, as = items)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}
#[derive(Model)]
struct Note {
    id: i64,
    project_id: i64,
}

fn main() {}

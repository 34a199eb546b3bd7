//! An option is called as another library calls it.
use orm::Model;

#[derive(Model)]
#[has_many(Task, fk = project_id)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}

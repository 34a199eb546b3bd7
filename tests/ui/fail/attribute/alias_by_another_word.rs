//! The name of an association is given as another library gives it.
use orm::Model;

#[derive(Model)]
#[has_many(Task, alias = todos)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}

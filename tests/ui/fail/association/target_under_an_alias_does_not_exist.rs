//! The target of an association with a name does not exist.
use orm::Model;

#[derive(Model)]
#[has_many(Tsk, as = todos)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}

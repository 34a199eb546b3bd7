//! The target is private in its module.
use orm::Model;

mod models {
    #[derive(orm::Model)]
    struct Task {
        id: i64,
        project_id: i64,
    }
}
#[derive(Model)]
#[has_many(models::Task)]
struct Project {
    id: i64,
}

fn main() {}

//! The primary key is called otherwise, and not marked.
use orm::Model;

#[derive(Model)]
struct Project {
    project_id: i64,
    name: String,
}

fn main() {}

//! The primary key is an `Option`.
use orm::Model;

#[derive(Model)]
struct Project {
    id: Option<i64>,
}

fn main() {}

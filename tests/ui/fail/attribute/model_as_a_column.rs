//! A field holds a row of another model.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    owner: User,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

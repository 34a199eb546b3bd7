//! A typed key of another model.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User)]
struct Task {
    id: Id<Task>,
    user_id: Id<Task>,
}

#[derive(Model)]
struct User {
    id: Id<User>,
}

fn main() {}

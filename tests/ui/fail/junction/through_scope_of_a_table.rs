//! A junction that is a table is given a value for a further column.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = "members", through_scope(role = "lead"))]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

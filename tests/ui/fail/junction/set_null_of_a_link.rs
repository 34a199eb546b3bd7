//! `set_null` for the key of a link.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = "members", on_delete = set_null)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

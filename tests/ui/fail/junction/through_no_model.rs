//! The junction is no model.
use orm::prelude::*;

struct Membership;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = Membership)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

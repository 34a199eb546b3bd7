//! A comma is missing.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User as = owner)]
struct Task {
    id: i64,
    owner_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

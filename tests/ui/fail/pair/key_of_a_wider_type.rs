//! The key of the other model is of a wider type.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Company)]
struct User {
    id: i64,
    company_id: Option<i64>,
}

#[derive(Model)]
struct Company {
    id: i32,
}

fn main() {}

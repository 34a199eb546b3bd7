//! The key of the other model is of another type.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Company)]
struct User {
    id: i64,
    company_id: Option<String>,
}

#[derive(Model)]
struct Company {
    id: i64,
}

fn main() {}

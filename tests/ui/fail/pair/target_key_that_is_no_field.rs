//! What the key points to is no field.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Company, target_key = nope, foreign_key = company_nope)]
struct User {
    id: i64,
    company_nope: Option<String>,
}

#[derive(Model)]
struct Company {
    id: i64,
    name: String,
}

fn main() {}

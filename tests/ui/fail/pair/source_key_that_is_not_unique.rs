//! What the other model points to may be there twice.
use orm::prelude::*;

#[derive(Model)]
#[has_many(City, source_key = code, foreign_key = country_code)]
struct Country {
    id: i64,
    code: String,
}

#[derive(Model)]
struct City {
    id: i64,
    country_code: Option<String>,
}

fn main() {}

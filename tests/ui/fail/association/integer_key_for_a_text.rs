//! A key that is an integer points to a text.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Country)]
struct City {
    id: i64,
    country_code: i64,
}

#[derive(Model)]
struct Country {
    #[key]
    code: String,
}

fn main() {}

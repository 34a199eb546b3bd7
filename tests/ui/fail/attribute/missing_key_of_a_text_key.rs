//! The field is missing that points to a key of text.
use orm::Model;

#[derive(Model)]
#[belongs_to(Country)]
struct City {
    id: i64,
}

#[derive(Model)]
struct Country {
    #[key]
    code: String,
}

fn main() {}

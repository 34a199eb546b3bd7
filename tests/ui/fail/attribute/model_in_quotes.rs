//! The model of an association stands in quotes.
use orm::Model;

#[derive(Model)]
#[has_many("Task")]
struct Project {
    id: i64,
}

fn main() {}

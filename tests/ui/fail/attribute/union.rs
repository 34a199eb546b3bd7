//! A union is made a model.
use orm::Model;

#[derive(Model)]
union Task {
    id: i64,
    number: i64,
}

fn main() {}

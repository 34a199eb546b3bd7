//! A model has a type parameter.
use orm::Model;

#[derive(Model)]
struct Task<T> {
    id: i64,
    title: T,
}

fn main() {}

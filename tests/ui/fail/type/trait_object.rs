//! A column of a trait object.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    title: Box<dyn std::fmt::Display>,
}

fn main() {}

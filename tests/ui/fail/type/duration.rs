//! A column of a duration.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    takes: std::time::Duration,
}

fn main() {}

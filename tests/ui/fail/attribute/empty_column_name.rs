//! A column without a name.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(name = "")]
    title: String,
}

fn main() {}

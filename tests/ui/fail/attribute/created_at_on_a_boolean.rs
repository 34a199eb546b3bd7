//! `created_at` of a boolean.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(created_at)]
    created: bool,
}

fn main() {}

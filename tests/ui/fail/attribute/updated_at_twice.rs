//! Two columns are `updated_at`.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(updated_at)]
    a: i64,
    #[column(updated_at)]
    b: i64,
}

fn main() {}

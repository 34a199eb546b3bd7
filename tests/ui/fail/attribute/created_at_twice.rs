//! Two columns are `created_at`.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(created_at)]
    created: i64,
    #[column(created_at)]
    stored: i64,
}

fn main() {}

//! `created_at` of a text.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(created_at)]
    created: String,
}

fn main() {}

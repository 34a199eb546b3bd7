//! Two fields have one column.
use orm::Model;

#[derive(Model)]
struct User {
    id: i64,
    email: String,
    #[column(name = "email")]
    address: String,
}

fn main() {}

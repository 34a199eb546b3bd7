//! An option of a column is misspelt.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(uniqe)]
    title: String,
}

fn main() {}

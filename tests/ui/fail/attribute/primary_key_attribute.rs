//! The key is marked by the word of another library.
use orm::Model;

#[derive(Model)]
struct Task {
    #[primary_key]
    number: i64,
    title: String,
}

fn main() {}

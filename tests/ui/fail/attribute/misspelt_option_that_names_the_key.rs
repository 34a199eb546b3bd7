//! An option is misspelt without which nothing else fits.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, foriegn_key = author_id)]
struct Task {
    id: i64,
    author_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

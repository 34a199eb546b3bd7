//! A model borrows its fields.
use orm::Model;

#[derive(Model)]
struct Task<'a> {
    id: i64,
    title: &'a str,
}

fn main() {
    let _ = Task::build();
}

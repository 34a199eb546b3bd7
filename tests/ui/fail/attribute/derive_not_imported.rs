//! The derive is not imported.
#[derive(Model)]
struct Project {
    id: i64,
}

fn main() {}

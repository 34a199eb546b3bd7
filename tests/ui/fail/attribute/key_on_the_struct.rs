//! The key is named on the struct.
use orm::Model;

#[derive(Model)]
#[key(a, b)]
struct Task {
    a: i64,
    b: i64,
}

fn main() {}

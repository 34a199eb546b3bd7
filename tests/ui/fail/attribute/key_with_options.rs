//! A key with options.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    #[key(auto)]
    id: i64,
}

fn main() {}

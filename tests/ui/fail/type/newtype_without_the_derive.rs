//! A newtype that is no column type.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    title: Title,
}

struct Title(String);

fn main() {}

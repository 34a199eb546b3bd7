//! An enum that is no column type.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    state: State,
}

enum State {
    Open,
    Done,
}

fn main() {}

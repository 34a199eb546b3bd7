//! An unknown case.
use orm::prelude::*;

#[derive(Model)]
#[model(rename_all = "camlCase")]
struct Task {
    id: i64,
}

fn main() {}

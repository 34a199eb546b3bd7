//! A field has a type that no column can have.
use std::collections::HashMap;

use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    labels: HashMap<String, String>,
}

fn main() {}

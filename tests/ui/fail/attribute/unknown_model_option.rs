//! An option of the model is misspelt.
use orm::Model;

#[derive(Model)]
#[model(tabel = "tasks")]
struct Task {
    id: i64,
}

fn main() {}

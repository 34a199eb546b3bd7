//! An option without its name.
use orm::Model;

#[derive(Model)]
#[model("people")]
struct Task {
    id: i64,
}

fn main() {}

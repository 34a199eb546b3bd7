//! An enum is made a model.
use orm::Model;

#[derive(Model)]
enum Task {
    Open,
    Done,
}

fn main() {
    let _ = Task::build();
}

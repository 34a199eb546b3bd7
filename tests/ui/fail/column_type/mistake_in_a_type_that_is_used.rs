//! A type that is used has a variant with fields.
use orm::{ColumnType, Model};

#[derive(ColumnType)]
enum Status {
    Open,
    Closed { reason: String },
}

#[derive(Model)]
struct Task {
    id: i64,
    status: Status,
}

fn main() {
    let _ = Task::build().status(Status::Open);
    let _ = Task::STATUS.eq(Status::Open);
}

//! A reference names a struct without the derive.
use orm::prelude::*;

struct Trainer;

#[derive(Model)]
struct Series {
    id: i64,
    #[column(references = Trainer::id)]
    trainer_id: Option<i64>,
}

fn main() {}

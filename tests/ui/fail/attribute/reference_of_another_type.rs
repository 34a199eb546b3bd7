//! A column and the one that it references have different types.
use orm::prelude::*;

#[derive(Model)]
struct Trainer {
    id: i64,
}

#[derive(Model)]
struct Series {
    id: i64,
    #[column(references = Trainer::id)]
    trainer_id: Option<String>,
}

fn main() {}

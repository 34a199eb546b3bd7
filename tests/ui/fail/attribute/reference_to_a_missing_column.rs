//! A reference names a column that the other model does not have.
use orm::prelude::*;

#[derive(Model)]
struct Trainer {
    id: i64,
    licence: String,
}

#[derive(Model)]
struct Series {
    id: i64,
    #[column(references = Trainer::license)]
    trainer_licence: String,
}

fn main() {}

//! A reference names a column that several rows may share.
use orm::prelude::*;

#[derive(Model)]
struct Trainer {
    id: i64,
    name: String,
}

#[derive(Model)]
struct Series {
    id: i64,
    #[column(references = Trainer::name)]
    trainer_name: Option<String>,
}

fn main() {}

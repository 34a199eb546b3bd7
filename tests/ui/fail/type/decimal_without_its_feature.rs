//! The type of a crate that is not there.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    price: rust_decimal::Decimal,
}

fn main() {}

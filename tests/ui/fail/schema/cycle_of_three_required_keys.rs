//! Three models require each other in a circle.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(B)]
struct A {
    id: i64,
    b_id: i64,
}

#[derive(Model)]
#[belongs_to(C)]
struct B {
    id: i64,
    c_id: i64,
}

#[derive(Model)]
#[belongs_to(A)]
struct C {
    id: i64,
    a_id: i64,
}

const SCHEMA: Schema = schema![A, B, C];

fn main() {}

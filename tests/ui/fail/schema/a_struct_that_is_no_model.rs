//! A struct without the derive is listed.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
}

struct Project;

const SCHEMA: Schema = schema![Task, Project];

fn main() {}

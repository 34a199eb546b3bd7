//! Two junctions of one name disagree.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, through = "links")]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to_many(Label, through = "links")]
struct Task {
    id: i64,
}

#[derive(Model)]
struct Label {
    id: i64,
}

const SCHEMA: Schema = schema![Project, User, Task, Label];

fn main() {}

//! A tuple struct is made a model.
use orm::Model;

#[derive(Model)]
struct Task(i64, String);

fn main() {}

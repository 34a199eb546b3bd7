//! A struct without fields is made a model.
use orm::Model;

#[derive(Model)]
struct Task;

fn main() {}

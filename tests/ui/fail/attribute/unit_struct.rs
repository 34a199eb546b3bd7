use orm::Model;

#[derive(Model)]
struct Task;

fn main() {}

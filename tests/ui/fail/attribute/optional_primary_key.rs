use orm::Model;

#[derive(Model)]
struct Project {
    id: Option<i64>,
}

fn main() {}

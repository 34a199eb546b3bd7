use orm::Model;

#[derive(Model)]
struct Project {
    project_id: i64,
    name: String,
}

fn main() {}

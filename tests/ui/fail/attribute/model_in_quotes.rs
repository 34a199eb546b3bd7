use orm::Model;

#[derive(Model)]
#[has_many("Task")]
struct Project {
    id: i64,
}

fn main() {}

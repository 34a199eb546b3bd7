use orm::Model;

#[derive(Model)]
#[column(unique)]
struct Task {
    id: i64,
}

fn main() {}

use orm::Model;

struct Number;

#[derive(Model)]
struct Place {
    id: Number,
}

fn main() {}

use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(Person, through = "friendships")]
struct Person {
    id: i64,
}

fn main() {}

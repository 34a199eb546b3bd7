//! Two associations would have an accessor of the same name.
use orm::Model;

#[derive(Model)]
#[has_one(Person, as = child, foreign_key = parent_id)]
#[has_many(Person, as = children, foreign_key = parent_id)]
#[belongs_to(Self, as = parent)]
struct Person {
    id: i64,
    parent_id: Option<i64>,
}

fn main() {}

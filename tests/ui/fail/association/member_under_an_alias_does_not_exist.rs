//! The target of a many-to-many association does not exist.
use orm::Model;

#[derive(Model)]
#[belongs_to_many(Usr, as = members, through = "project_users")]
struct Project {
    id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

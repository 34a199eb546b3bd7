use orm::Model;

#[derive(Model)]
#[belongs_to_many(User, through = Membership)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

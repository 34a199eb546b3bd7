use orm::Model;

#[derive(Model)]
#[has_many(Task)]
#[has_one(Profile)]
#[belongs_to(User)]
pub struct Project {
    pub id: i64,
    pub user_id: i64,
}

pub struct Task {
    pub id: i64,
}

pub struct Profile;

pub enum User {
    Ada,
}

fn main() {}

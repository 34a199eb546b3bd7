use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = owners, on_delete = cascad)]
struct Task {
    id: i64,
    owners_id: i64,
    #[column(uniqe)]
    title: String,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}

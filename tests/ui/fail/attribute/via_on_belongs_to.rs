//! A `belongs_to` goes via something.
use orm::Model;

#[derive(Model)]
#[belongs_to(Project, via = owner)]
struct Task {
    id: i64,
    project_id: i64,
}
#[derive(Model)]
struct Project {
    id: i64,
}

fn main() {}

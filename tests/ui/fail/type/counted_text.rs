//! A text that is bound to one thread.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    title: std::rc::Rc<str>,
}

fn main() {}

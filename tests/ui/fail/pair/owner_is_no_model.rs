//! An owner may be of something that is no model.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
struct Comment {
    id: i64,
    commentable_type: String,
    commentable_id: i64,
}

#[derive(Model)]
struct Post {
    id: i64,
}

struct Image {
    id: i64,
}

fn main() {
    let _ = Image { id: 1 }.id;
}

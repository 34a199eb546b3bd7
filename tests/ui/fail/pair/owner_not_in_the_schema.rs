//! A model that an owner may be of is missing in the schema.
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

#[derive(Model)]
struct Image {
    id: i64,
}

const SCHEMA: Schema = schema![Comment, Post];

fn main() {
    let _ = SCHEMA;
}

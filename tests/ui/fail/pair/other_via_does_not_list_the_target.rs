//! The junction's owner is none of the target's model.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(Video, through = ItemTag, other_via = taggable)]
struct Tag {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Tag)]
#[belongs_to(Post | Image, as = taggable)]
struct ItemTag {
    id: i64,
    tag_id: i64,
    taggable_type: String,
    taggable_id: i64,
}

#[derive(Model)]
struct Post {
    id: i64,
}

#[derive(Model)]
struct Image {
    id: i64,
}

#[derive(Model)]
struct Video {
    id: i64,
}

fn main() {}

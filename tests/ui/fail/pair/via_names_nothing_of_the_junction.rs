//! `via` names no association of the junction.
use orm::prelude::*;

#[derive(Model)]
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
#[belongs_to_many(Tag, through = ItemTag, via = tagable)]
struct Post {
    id: i64,
}

#[derive(Model)]
struct Image {
    id: i64,
}

fn main() {}

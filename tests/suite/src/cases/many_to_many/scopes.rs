//! Scopes of the junction and of the target.
use orm::association::NONE;
use orm::prelude::*;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::rows;

crate::cases!["scopes": [
    nm_target_scope,
    nm_target_scope_set,
    nm_through_scope,
    nm_through_scope_of_a_pair,
    nm_through_scope_remove,
    nm_through_scope_update,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Tag, through = ItemTag, foreign_key = taggable_id, through_scope(taggable = "post"), constraints = false)]
#[belongs_to_many(Tag, as = pending_tags, through = ItemTag, foreign_key = taggable_id, through_scope(taggable = "post"), scope(status = "pending"), constraints = false)]
struct Post {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Tag, through = ItemTag, foreign_key = taggable_id, through_scope(taggable = "image"), constraints = false)]
struct Image {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Post, through = ItemTag, other_key = taggable_id, through_scope(taggable = "post"), constraints = false)]
struct Tag {
    id: i64,
    name: String,
    status: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Tag)]
struct ItemTag {
    id: i64,
    #[column(unique = "item_tag_taggable")]
    tag_id: i64,
    #[column(unique = "item_tag_taggable")]
    taggable: String,
    #[column(unique = "item_tag_taggable")]
    taggable_id: i64,
    note: Option<String>,
}

struct Items {
    post: Post,
    image: Image,
    a: Tag,
    b: Tag,
    c: Tag,
}

async fn items(db: &Db) -> Result<Items> {
    schema![Post, Image, Tag, ItemTag].sync(db).await?;
    let post = Post::build().title("post").insert(db).await?;
    let image = Image::build().title("image").insert(db).await?;
    let a = Tag::build().name("a").status("pending").insert(db).await?;
    let b = Tag::build().name("b").status("done").insert(db).await?;
    let c = Tag::build().name("c").status("pending").insert(db).await?;
    Ok(Items { post, image, a, b, c })
}

/// What is tagged with what, in the order it was.
async fn links(db: &Db) -> Result<Vec<(String, i64)>> {
    let all: Vec<ItemTag> = rows(db, ItemTag::ID.asc()).await?;
    Ok(all.into_iter().map(|row| (row.taggable, row.tag_id)).collect())
}

fn of(kind: &str, tag: i64) -> (String, i64) {
    (kind.to_owned(), tag)
}

async fn nm_through_scope(Test { db, .. }: Test) -> Result<()> {
    let Items { post, image, a, b, .. } = items(&db).await?;
    post.add_tags(&db, [&a, &b]).await?;
    image.add_tag(&db, &a).await?;
    image.add_tag(&db, &a).await?;
    assert_eq!(links(&db).await?, [of("post", 1), of("post", 2), of("image", 1)]);
    assert_eq!(image.get_tags(&db).await?, [a.clone()]);
    assert_eq!(image.count_tags(&db).await?, 1);
    assert!(!image.has_tag(&db, &b).await?);
    assert_eq!(Image::query().include(Image::TAGS).one(&db).await?.tags, [a.clone()]);
    assert_eq!(a.get_posts(&db).await?, [post.clone()]);
    post.set_tags(&db, NONE).await?;
    assert_eq!(links(&db).await?, [of("image", 1)]);
    let new = image.create_tag(&db, Tag::build().name("new")).await?;
    assert_eq!(links(&db).await?, [of("image", 1), of("image", new.id)]);
    Ok(())
}

/// Other than in the oracle, the image's link to the same tag stays.
async fn nm_through_scope_remove(Test { db, .. }: Test) -> Result<()> {
    let Items { post, image, a, .. } = items(&db).await?;
    post.add_tag(&db, &a).await?;
    image.add_tag(&db, &a).await?;
    assert_eq!(post.remove_tag(&db, &a).await?, 1);
    assert_eq!(links(&db).await?, [of("image", 1)]);
    Ok(())
}

/// Other than in the oracle, the image's row keeps what it says.
async fn nm_through_scope_update(Test { db, .. }: Test) -> Result<()> {
    let Items { post, image, a, .. } = items(&db).await?;
    post.add_tag(&db, &a).through(ItemTag::build().note("p")).await?;
    image.add_tag(&db, &a).through(ItemTag::build().note("i")).await?;
    post.add_tag(&db, &a).through(ItemTag::build().note("changed")).await?;
    let all: Vec<ItemTag> = rows(&db, ItemTag::ID.asc()).await?;
    assert_eq!(all.iter().map(|row| row.note.as_deref()).collect::<Vec<_>>(), [Some("changed"), Some("i")]);
    Ok(())
}

async fn nm_target_scope(Test { db, .. }: Test) -> Result<()> {
    let Items { post, a, b, .. } = items(&db).await?;
    post.add_tags(&db, [&a, &b]).await?;
    assert_eq!(post.get_pending_tags(&db).await?, [a.clone()]);
    assert_eq!(post.count_pending_tags(&db).await?, 1);
    assert!(!post.has_pending_tag(&db, &b).await?);
    let new = post.create_pending_tag(&db, Tag::build().name("new")).await?;
    assert_eq!(new.status.as_deref(), Some("pending"));
    // Adding links the row and leaves it as it is; what is outside the scope is not removed.
    post.add_pending_tag(&db, &b).await?;
    assert_eq!(Tag::get(&db, b.id).await?, b);
    assert_eq!(post.remove_pending_tags(&db, [&a, &b]).await?, 1);
    assert_eq!(links(&db).await?, [of("post", 2), of("post", 4)]);
    Ok(())
}

/// Other than in the oracle, the link to the tag outside the scope stays.
async fn nm_target_scope_set(Test { db, .. }: Test) -> Result<()> {
    let Items { post, a, b, c, .. } = items(&db).await?;
    post.add_tags(&db, [&a, &b]).await?;
    post.set_pending_tags(&db, [&c]).await?;
    assert_eq!(links(&db).await?, [of("post", 2), of("post", 3)]);
    assert_eq!(post.get_tags(&db).order_by(Tag::ID.asc()).await?, [b, c]);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Person, as = members, through = Member)]
#[belongs_to_many(Person, as = leads, through = Member, through_scope(is_lead = true))]
struct Club {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Person {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Club)]
#[belongs_to(Person)]
struct Member {
    #[key]
    club_id: i64,
    #[key]
    person_id: i64,
    #[column(default = false)]
    is_lead: bool,
}

/// The pair is the key, whatever the scope: adding brings a link that is there into the scope.
async fn nm_through_scope_of_a_pair(Test { db, .. }: Test) -> Result<()> {
    schema![Club, Person, Member].sync(&db).await?;
    let club = Club::build().insert(&db).await?;
    let (ann, bob) = (Person::build().insert(&db).await?, Person::build().insert(&db).await?);
    club.add_members(&db, [&ann, &bob]).await?;
    assert_eq!(club.get_leads(&db).await?, []);
    club.set_leads(&db, [&bob]).await?;
    assert_eq!(club.get_leads(&db).await?, [bob]);
    assert_eq!(club.count_members(&db).await?, 2);
    assert_eq!(club.remove_lead(&db, &ann).await?, 0);
    assert_eq!(club.count_members(&db).await?, 2);
    Ok(())
}

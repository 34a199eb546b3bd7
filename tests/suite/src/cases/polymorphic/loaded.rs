//! The owner in a loaded row, and predicates over it.
use orm::prelude::*;
use orm::{ErrorKind, Loaded, Result, schema};
use serde_json::json;

use super::fixture::*;
use crate::case::Test;
use crate::cases::statements::Statements;
use crate::cases::support::kind;

crate::cases!["polymorphic": [
    asks_for_the_kind_and_for_the_owner,
    eager_owner,
    includes_a_required_owner,
    includes_an_owner_beside_others_and_below,
    includes_no_unknown_kind,
    loads_owners_onto_rows_in_memory,
]];

/// Two comments on the post, one on the image, two on neither.
async fn commented(db: &Db) -> Result<(Post, Image)> {
    let Desk { post, image, .. } = desk(db).await?;
    for title in ["a", "b"] {
        post.create_comment(db, Comment::build().title(title)).await?;
    }
    image.create_comment(db, Comment::build().title("c")).await?;
    Ok((post, image))
}

/// One statement for each kind that occurs, and a row that owns several is there for each.
async fn eager_owner(Test { db, .. }: Test) -> Result<()> {
    let (post, image) = commented(&db).await?;
    let statements = Statements::count();
    let comments =
        Comment::query().order_by(Comment::ID.asc()).include(Comment::COMMENTABLE).all(&db).await?;
    assert_eq!(statements.sent(), 3);
    let owners: Vec<Option<Commentable>> =
        comments.iter().map(|comment| comment.commentable.clone()).collect();
    let (of_post, of_image) = (Commentable::Post(post), Commentable::Image(image));
    assert_eq!(owners, [None, None, Some(of_post.clone()), Some(of_post), Some(of_image)]);
    let free = Comment::query().filter(Comment::COMMENTABLE_ID.is_null()).include(Comment::COMMENTABLE);
    assert_eq!((free.all(&db).await?.len(), statements.sent()), (2, 1));
    Ok(())
}

/// What the function gives has a type that can be written down.
async fn with_owners(db: &Db) -> Result<Vec<Loaded![Comment { commentable }]>> {
    let comments = Comment::query().order_by(Comment::ID.asc()).all(db).await?;
    Comment::COMMENTABLE.load(db, comments).await
}

async fn loads_owners_onto_rows_in_memory(Test { db, .. }: Test) -> Result<()> {
    let (_, image) = commented(&db).await?;
    let mut comments = with_owners(&db).await?;
    assert!(comments[0].commentable.is_none());
    assert!(matches!(&comments[2].commentable, Some(Commentable::Post(Post { id: 1, .. }))));
    let last = comments.pop().unwrap();
    assert_eq!(last.commentable, Some(Commentable::Image(image)));
    assert_eq!(last.get_commentable(&db).await?, last.commentable);
    assert_eq!(Comment::COMMENTABLE.load(&db, Vec::<Comment>::new()).await?.len(), 0);
    Ok(())
}

async fn asks_for_the_kind_and_for_the_owner(Test { db, .. }: Test) -> Result<()> {
    let (post, _) = commented(&db).await?;
    let titles = async |filter: Predicate<Comment>| {
        Comment::query().filter(filter).order_by(Comment::ID.asc()).select(Comment::TITLE).all(&db).await
    };
    assert_eq!(titles(Comment::COMMENTABLE.is_a::<Post>()).await?, ["a", "b"]);
    assert_eq!(titles(Comment::COMMENTABLE.matches(Post::TITLE.eq("post"))).await?, ["a", "b"]);
    assert_eq!(titles(Comment::COMMENTABLE.matches(Image::TITLE.eq("image"))).await?, ["c"]);
    assert_eq!(titles(Comment::COMMENTABLE.matches(Image::TITLE.eq("post"))).await?, [""; 0]);
    assert_eq!(titles(!Comment::COMMENTABLE.matches(Post::ID.gt(0))).await?, ["free", "free2", "c"]);
    post.delete(&db).await?;
    assert_eq!(titles(Comment::COMMENTABLE.matches(Post::ID.gt(0))).await?, [""; 0]);
    assert_eq!(titles(Comment::COMMENTABLE.is_a::<Post>()).await?, ["a", "b"]);
    Ok(())
}

async fn includes_no_unknown_kind(Test { db, .. }: Test) -> Result<()> {
    desk(&db).await?;
    Comment::build().title("odd").commentable_type("video").commentable_id(1).insert(&db).await?;
    assert_eq!(kind(Comment::query().include(Comment::COMMENTABLE).all(&db).await), ErrorKind::Decode);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[has_many(Leash, via = animal)]
#[has_many(Toy)]
struct Dog {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
struct Cat {
    #[key]
    tag: i64,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to(Dog | Cat, as = animal)]
#[belongs_to(Shop)]
#[has_many(Knot)]
struct Leash {
    id: i64,
    animal_type: String,
    animal_id: i64,
    shop_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[has_many(Leash)]
struct Shop {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to(Leash)]
struct Knot {
    id: i64,
    leash_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to(Dog)]
struct Toy {
    id: i64,
    dog_id: i64,
}

/// A shop with two leashes, the first with a knot: one of a dog, one of a cat.
async fn shop(db: &Db) -> Result<(Shop, Dog, Cat)> {
    schema![Dog, Cat, Leash, Shop, Knot, Toy].sync(db).await?;
    let shop = Shop::build().insert(db).await?;
    let dog = Dog::build().name("rex").insert(db).await?;
    let cat = Cat::build().tag(1).insert(db).await?;
    let leash = Leash::build().animal(&dog).shop(&shop).insert(db).await?;
    leash.create_knot(db, Knot::build()).await?;
    Leash::build().animal(&cat).shop(&shop).insert(db).await?;
    Ok((shop, dog, cat))
}

/// Where the key is required, the slot holds the owner itself; one that is gone is an error.
async fn includes_a_required_owner(Test { db, .. }: Test) -> Result<()> {
    let (_, dog, cat) = shop(&db).await?;
    let leashes = Leash::query().order_by(Leash::ID.asc()).include(Leash::ANIMAL).all(&db).await?;
    let animals: Vec<Animal> = leashes.iter().map(|leash| leash.animal.clone()).collect();
    assert_eq!(animals, [Animal::Dog(dog), Animal::Cat(cat.clone())]);
    let first = json!({
        "id": 1, "animal_type": "dog", "animal_id": 1, "shop_id": 1, "animal": { "id": 1, "name": "rex" }
    });
    assert_eq!(serde_json::to_value(&leashes[0]).unwrap(), first);
    cat.delete(&db).await?;
    let error = Leash::query().include(Leash::ANIMAL).all(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("Leash.animal"), "{error}");
    Ok(())
}

async fn includes_an_owner_beside_others_and_below(Test { db, .. }: Test) -> Result<()> {
    let (shop, dog, _) = shop(&db).await?;
    let leashes = Shop::LEASHES.order_by(Leash::ID.asc()).include(Leash::ANIMAL).include(Leash::KNOTS);
    let found = Shop::query().include(leashes).one(&db).await?;
    assert_eq!(found.leashes[0].animal, Animal::Dog(dog.clone()));
    assert_eq!(found.leashes.iter().map(|leash| leash.knots.len()).collect::<Vec<_>>(), [1, 0]);
    let of_shop = shop.get_leashes(&db).include(Leash::SHOP).include(Leash::ANIMAL).await?;
    assert_eq!(of_shop.iter().filter(|leash| matches!(leash.animal, Animal::Cat(_))).count(), 1);
    assert_eq!(of_shop[0].shop, Some(shop));
    let dogs = Dog::query().include(Dog::LEASHES.include(Leash::ANIMAL)).all(&db).await?;
    assert_eq!(dogs[0].leashes[0].animal, Animal::Dog(dog));
    Ok(())
}

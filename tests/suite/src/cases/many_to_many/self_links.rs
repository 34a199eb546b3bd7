//! Models that are linked to themselves, and models that are linked twice.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::sorted;

crate::cases!["many_to_many": [
    self_both_directions,
    self_one_direction,
    self_through_a_model,
    self_with_itself,
    two_tables,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Self, as = children, through = "person_children", foreign_key = parent_id, other_key = child_id)]
#[belongs_to_many(Self, as = parents, through = "person_children", foreign_key = child_id, other_key = parent_id)]
#[belongs_to_many(Person, as = friends, through = "friendships")]
#[belongs_to_many(Person, as = followers, through = Follow, foreign_key = followed_id, other_key = follower_id)]
#[belongs_to_many(Person, singular = followed, plural = following, through = Follow, foreign_key = follower_id, other_key = followed_id)]
struct Person {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Person, as = follower)]
#[belongs_to(Person, as = followed)]
struct Follow {
    #[key]
    follower_id: i64,
    #[key]
    followed_id: i64,
}

const PEOPLE: Schema = schema![Person, Follow];

async fn people(db: &Db) -> Result<[Person; 3]> {
    PEOPLE.sync(db).await?;
    let mary = Person::build().name("mary").insert(db).await?;
    let john = Person::build().name("john").insert(db).await?;
    let chris = Person::build().name("chris").insert(db).await?;
    Ok([mary, john, chris])
}

fn ids(people: &[Person]) -> Vec<i64> {
    sorted(people.iter().map(|person| person.id).collect())
}

async fn self_both_directions(Test { db, .. }: Test) -> Result<()> {
    let [mary, john, chris] = people(&db).await?;
    mary.set_parents(&db, [&john]).await?;
    chris.add_parent(&db, &john).await?;
    assert_eq!(ids(&john.get_children(&db).await?), [1, 3]);
    assert_eq!(mary.get_parents(&db).await?, [john.clone()]);
    assert_eq!(mary.get_children(&db).await?, []);
    assert!(chris.has_parent(&db, &john).await?);
    assert!(!chris.has_child(&db, &john).await?);
    let all = Person::query().include(Person::CHILDREN).order_by(Person::ID.asc()).all(&db).await?;
    let children: Vec<_> = all.iter().map(|person| ids(&person.children)).collect();
    assert_eq!(children, [vec![], vec![1, 3], vec![]]);
    Ok(())
}

async fn self_one_direction(Test { db, .. }: Test) -> Result<()> {
    let [mary, john, _] = people(&db).await?;
    mary.add_friend(&db, &john).await?;
    assert_eq!(mary.get_friends(&db).await?, [john.clone()]);
    assert_eq!(john.get_friends(&db).await?, []);
    let stored: Vec<(i64, i64)> =
        orm::sql("SELECT person_id, friend_id FROM friendships").fetch_rows(&db).await?;
    assert_eq!(stored, [(1, 2)]);
    Ok(())
}

async fn self_through_a_model(Test { db, .. }: Test) -> Result<()> {
    let [mary, john, chris] = people(&db).await?;
    mary.set_followers(&db, [&john, &chris]).await?;
    assert_eq!(john.get_following(&db).await?, [mary.clone()]);
    assert_eq!(ids(&mary.get_followers(&db).await?), [2, 3]);
    assert_eq!(chris.remove_followed(&db, &mary).await?, 1);
    assert_eq!(Follow::query().all(&db).await?, [Follow { follower_id: 2, followed_id: 1 }]);
    Ok(())
}

async fn self_with_itself(Test { db, .. }: Test) -> Result<()> {
    let [mary, ..] = people(&db).await?;
    mary.add_child(&db, &mary).await?;
    assert_eq!(mary.get_children(&db).await?, [mary.clone()]);
    assert_eq!(mary.get_parents(&db).await?, [mary.clone()]);
    let loaded = Person::query().filter(Person::ID.eq(1)).include(Person::PARENTS).one(&db).await?;
    assert_eq!(loaded.parents, [mary]);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(User, as = owners, through = "project_owners")]
#[belongs_to_many(User, as = members, through = "project_members")]
struct Project {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct User {
    id: i64,
}

/// One side alone declares both.
async fn two_tables(Test { db, .. }: Test) -> Result<()> {
    schema![Project, User].sync(&db).await?;
    let p1 = Project::build().insert(&db).await?;
    let u1 = User::build().insert(&db).await?;
    let u2 = User::build().insert(&db).await?;
    p1.set_owners(&db, [&u1]).await?;
    p1.set_members(&db, [&u1, &u2]).await?;
    assert_eq!(p1.get_owners(&db).await?, [u1.clone()]);
    assert_eq!(p1.get_members(&db).order_by(User::ID.asc()).await?, [u1.clone(), u2.clone()]);
    let loaded = Project::query().include(Project::OWNERS).include(Project::MEMBERS).one(&db).await?;
    assert_eq!((loaded.owners.len(), loaded.members.len()), (1, 2));
    assert_eq!(p1.remove_member(&db, &u1).await?, 1);
    assert_eq!(p1.get_owners(&db).await?, [u1]);
    Ok(())
}

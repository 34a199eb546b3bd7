//! Junctions that are models of their own: with a key, with defaults, with associations, with the same pair twice.
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{kind, rows, sorted};

crate::cases!["many_to_many": [
    keys_of_a_junction_may_be_empty,
    not_unique,
    own_id,
    super_many_to_many,
    three_models_share_a_junction,
    through_extra_columns_default,
    through_other_violation,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Project, through = Membership)]
#[belongs_to_many(Project, as = visits, through = Visit, unique = false)]
#[belongs_to_many(Profile, through = Grant)]
#[belongs_to_many(Role, through = Assignment)]
#[has_many(Grant)]
struct User {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(User, through = Membership)]
#[belongs_to_many(User, as = visitors, through = Visit, unique = false)]
#[belongs_to_many(User, as = staff, singular = employee, through = Assignment)]
struct Project {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to(Project)]
struct Membership {
    id: i64,
    user_id: i64,
    project_id: i64,
    #[column(default = "member")]
    role: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to(Project)]
struct Visit {
    id: i64,
    user_id: i64,
    project_id: i64,
    status: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(User, through = Grant)]
#[has_many(Grant)]
struct Profile {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to(Profile)]
struct Grant {
    id: i64,
    self_granted: bool,
    user_id: i64,
    profile_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Role {
    id: i64,
}

/// Who is what where: a pair alone may be there more than once.
#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to(Project)]
#[belongs_to(Role)]
struct Assignment {
    #[key]
    user_id: i64,
    #[key]
    project_id: i64,
    #[key]
    role_id: i64,
}

async fn team(db: &Db) -> Result<(User, [Project; 2])> {
    schema![User, Project, Membership, Visit, Profile, Grant, Role, Assignment].sync(db).await?;
    let u1 = User::build().insert(db).await?;
    Ok((u1, [Project::build().insert(db).await?, Project::build().insert(db).await?]))
}

async fn memberships(db: &Db) -> Result<Vec<(i64, i64, String)>> {
    let all: Vec<Membership> = rows(db, Membership::ID.asc()).await?;
    Ok(all.into_iter().map(|row| (row.id, row.project_id, row.role)).collect())
}

async fn own_id(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2]) = team(&db).await?;
    u1.add_projects(&db, [&p1, &p2]).through(Membership::build().role("x")).await?;
    u1.add_project(&db, &p1).through(Membership::build().role("y")).await?;
    assert_eq!(memberships(&db).await?, [(1, 1, "y".to_owned()), (2, 2, "x".to_owned())]);
    u1.set_projects(&db, [&p2]).await?;
    assert_eq!(memberships(&db).await?, [(2, 2, "x".to_owned())]);
    let again = Membership::build().user(&u1).project(&p2).insert(&db).await;
    assert_eq!(kind(again), ErrorKind::UniqueViolation);
    Ok(())
}

async fn through_extra_columns_default(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2]) = team(&db).await?;
    u1.add_project(&db, &p1).await?;
    u1.add_project(&db, &p2).through(Membership::build().role("lead")).await?;
    assert_eq!(memberships(&db).await?, [(1, 1, "member".to_owned()), (2, 2, "lead".to_owned())]);
    Ok(())
}

/// Other than in the oracle, adding again links again, and each link is a row of the result.
async fn not_unique(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2]) = team(&db).await?;
    u1.add_visit(&db, &p1).through(Visit::build().status("first")).await?;
    u1.add_visit(&db, &p1).through(Visit::build().status("second")).await?;
    let linked = u1.get_visits(&db).with_through().order_through(Visit::ID.asc()).await?;
    let statuses: Vec<_> =
        linked.iter().map(|linked| (linked.id, linked.through.status.as_deref())).collect();
    assert_eq!(statuses, [(1, Some("first")), (1, Some("second"))]);
    assert_eq!(User::query().include(User::VISITS).one(&db).await?.visits, [p1.clone(), p1.clone()]);
    assert_eq!(u1.count_visits(&db).await?, 2);
    assert!(u1.has_visit(&db, &p1).await?);
    assert!(!u1.has_visits(&db, [&p1, &p2]).await?);
    u1.set_visits(&db, [&p1, &p2]).through(Visit::build().status("set")).await?;
    let statuses = Visit::query().filter(Visit::STATUS.eq("set")).count(&db).await?;
    assert_eq!((statuses, u1.count_visits(&db).await?), (3, 3));
    assert_eq!(u1.remove_visit(&db, &p1).await?, 2);
    assert_eq!(p2.get_visitors(&db).await?, [u1]);
    Ok(())
}

async fn super_many_to_many(Test { db, .. }: Test) -> Result<()> {
    let (u1, _) = team(&db).await?;
    let pr1 = Profile::build().name("pr1").insert(&db).await?;
    let pr2 = Profile::build().name("pr2").insert(&db).await?;
    u1.add_profile(&db, &pr1).through(Grant::build().self_granted(true)).await?;
    u1.add_profile(&db, &pr2).through(Grant::build().self_granted(false)).await?;
    let grants = u1.get_grants(&db).order_by(Grant::ID.asc()).await?;
    assert_eq!(grants[1], Grant { id: 2, self_granted: false, user_id: 1, profile_id: 2 });
    let users = User::query().include(User::GRANTS.include(Grant::PROFILE)).all(&db).await?;
    let names: Vec<_> = users[0].grants.iter().map(|grant| grant.profile.name.clone()).collect();
    assert_eq!(sorted(names), ["pr1", "pr2"]);
    let users = User::query().include(User::PROFILES.with_through()).all(&db).await?;
    let own: Vec<_> =
        users[0].profiles.iter().map(|linked| (linked.id, linked.through.self_granted)).collect();
    assert_eq!(sorted(own), [(1, true), (2, false)]);
    Ok(())
}

/// The wider key tells links apart, so a pair may come twice.
async fn three_models_share_a_junction(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, _]) = team(&db).await?;
    let (lead, tester) = (Role::build().insert(&db).await?, Role::build().insert(&db).await?);
    p1.add_employee(&db, &u1).through(Assignment::build().role(&lead)).await?;
    p1.add_employee(&db, &u1).through(Assignment::build().role(&tester)).await?;
    assert_eq!(u1.count_roles(&db).await?, 2);
    assert!(p1.has_employee(&db, &u1).await?);
    assert_eq!(u1.remove_role(&db, &lead).await?, 1);
    assert_eq!(p1.get_staff(&db).await?, [u1]);
    Ok(())
}

/// Only the pair is forgiven to be there already.
async fn through_other_violation(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, _]) = team(&db).await?;
    let refused = u1.add_project(&db, &p1).through(Membership::build().id(7)).await;
    assert!(refused.is_ok(), "the default fills the role");
    let taken = u1.add_project(&db, 2).through(Membership::build().id(7)).await;
    assert_eq!(kind(taken), ErrorKind::UniqueViolation);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Speaker, through = Talk, on_delete = set_null)]
struct Event {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Event, through = Talk, on_delete = set_null)]
struct Speaker {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Event)]
#[belongs_to(Speaker)]
struct Talk {
    id: i64,
    event_id: Option<i64>,
    speaker_id: Option<i64>,
}

/// A row of the junction may outlive its ends, and then links nothing.
async fn keys_of_a_junction_may_be_empty(Test { db, .. }: Test) -> Result<()> {
    schema![Event, Speaker, Talk].sync(&db).await?;
    let event = Event::build().insert(&db).await?;
    let ann = event.create_speaker(&db, Speaker::build()).await?;
    event.add_speaker(&db, &ann).await?;
    Talk::build().event(&event).insert(&db).await?;
    assert_eq!(event.get_speakers(&db).await?, [ann.clone()]);
    ann.delete(&db).await?;
    assert_eq!(Talk::query().filter(Talk::SPEAKER_ID.is_null()).count(&db).await?, 2);
    assert_eq!((event.count_speakers(&db).await?, event.get_speakers(&db).await?), (0, vec![]));
    Ok(())
}

//! Links that are hidden instead of deleted: `through_scope(deleted_at = None)`.
use chrono::{DateTime, Utc};
use orm::prelude::*;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::{rows, sorted};

crate::cases!["many_to_many": [
    adding_a_hidden_link_of_a_junction_with_a_key_shows_it,
    paranoid_join,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Project, through = UserProject, through_scope(deleted_at = None))]
#[belongs_to_many(Project, singular = any_project, plural = all_projects, through = UserProject)]
struct User {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Project {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to(Project)]
struct UserProject {
    deleted_at: Option<DateTime<Utc>>,
    #[key]
    user_id: i64,
    #[key]
    project_id: i64,
}

fn ids(projects: &[Project]) -> Vec<i64> {
    sorted(projects.iter().map(|project| project.id).collect())
}

/// The projects that are linked, and whether the link is hidden.
async fn links(db: &Db) -> Result<Vec<(i64, bool)>> {
    let all: Vec<UserProject> = rows(db, UserProject::PROJECT_ID.asc()).await?;
    Ok(all.into_iter().map(|row| (row.project_id, row.deleted_at.is_some())).collect())
}

/// Other than in the oracle, a pair that was hidden can be linked again; hiding is a write of the program's own.
async fn paranoid_join(Test { db, .. }: Test) -> Result<()> {
    schema![User, Project, UserProject].sync(&db).await?;
    let u1 = User::build().insert(&db).await?;
    let projects = Project::insert_all(&db, (0..3).map(|_| Project::build())).await?;
    let [p1, p2, p3] = [&projects[0], &projects[1], &projects[2]];
    u1.add_projects(&db, &projects).await?;
    u1.add_any_project(&db, p1).through(UserProject::build().deleted_at(DateTime::<Utc>::UNIX_EPOCH)).await?;
    assert_eq!(links(&db).await?, [(1, true), (2, false), (3, false)]);
    assert_eq!(ids(&u1.get_projects(&db).await?), [2, 3]);
    assert_eq!(ids(&u1.get_all_projects(&db).await?), [1, 2, 3]);
    assert!(!u1.has_project(&db, p1).await? && u1.has_any_project(&db, p1).await?);
    assert_eq!(u1.count_projects(&db).await?, 2);
    let loaded = User::query().include(User::PROJECTS).include(User::ALL_PROJECTS).one(&db).await?;
    assert_eq!((loaded.projects.len(), loaded.all_projects.len()), (2, 3));
    assert_eq!(User::query().filter(User::PROJECTS.any(Project::ID.eq(1))).count(&db).await?, 0);
    u1.add_project(&db, p1).await?;
    assert_eq!(ids(&u1.get_projects(&db).await?), [1, 2, 3]);
    u1.add_any_project(&db, p3).through(UserProject::build().deleted_at(DateTime::<Utc>::UNIX_EPOCH)).await?;
    u1.set_projects(&db, [p1, p2]).await?;
    assert_eq!(links(&db).await?, [(1, false), (2, false), (3, true)]);
    assert_eq!(u1.remove_project(&db, p3).await?, 0, "what is hidden is none of the association's");
    assert_eq!(links(&db).await?.len(), 3);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Person, as = members, through = Seat, through_scope(left_at = None))]
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
struct Seat {
    id: i64,
    club_id: i64,
    person_id: i64,
    left_at: Option<DateTime<Utc>>,
}

/// The pair alone is unique: an empty column would tell no two rows apart.
async fn adding_a_hidden_link_of_a_junction_with_a_key_shows_it(Test { db, .. }: Test) -> Result<()> {
    schema![Club, Person, Seat].sync(&db).await?;
    let club = Club::build().insert(&db).await?;
    let ann = club.create_member(&db, Person::build()).await?;
    club.add_member(&db, &ann).await?;
    Seat::update_where(Seat::ID.eq(1))
        .set(Seat::LEFT_AT, Some(DateTime::<Utc>::UNIX_EPOCH))
        .execute(&db)
        .await?;
    assert_eq!(club.count_members(&db).await?, 0);
    club.add_member(&db, &ann).await?;
    assert_eq!(Seat::query().count(&db).await?, 1);
    assert_eq!(club.get_members(&db).await?, [ann]);
    Ok(())
}

//! Names of accessors: each exists and does what it says.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["naming": [
    accessors_belongs_to,
    accessors_has_many,
    accessors_has_one,
    accessors_irregular,
    accessors_of_raw_names,
    alias_object,
    lists_associations_in_the_order_of_their_attributes,
    own_methods_and_fields_go_before_accessors,
]];

async fn accessors_has_many(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task)]
    struct Project {
        id: i64,
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        project_id: Option<i64>,
    }
    schema![Project, Task].sync(&db).await?;
    let project = Project::build().insert(&db).await?;
    let a = project.create_task(&db, Task::build()).await?;
    let b = Task::build().insert(&db).await?;
    let c = Task::build().insert(&db).await?;
    assert!(project.has_task(&db, &a).await? && !project.has_task(&db, &b).await?);
    project.add_task(&db, &b).await?;
    project.add_tasks(&db, [&b, &c]).await?;
    assert!(project.has_tasks(&db, [&a, &b, &c]).await?);
    assert_eq!(project.count_tasks(&db).await?, 3);
    assert_eq!(project.remove_task(&db, &a).await?, 1);
    assert_eq!(project.remove_tasks(&db, [&a, &b]).await?, 1);
    assert_eq!(ids(project.get_tasks(&db).await?.iter().map(|task| task.id)), [c.id]);
    project.set_tasks(&db, [&a, &b]).await?;
    assert_eq!(ids(project.get_tasks(&db).await?.iter().map(|task| task.id)), [a.id, b.id]);
    Ok(())
}

fn ids(ids: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids
}

async fn accessors_has_one(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(UserProfile)]
    #[has_one(UserProfile, as = old_profile)]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    struct UserProfile {
        id: i64,
        user_id: Option<i64>,
        old_profile_id: Option<i64>,
    }
    schema![User, UserProfile].sync(&db).await?;
    let user = User::build().insert(&db).await?;
    let first = user.create_user_profile(&db, UserProfile::build()).await?;
    let second = UserProfile::build().insert(&db).await?;
    user.set_user_profile(&db, &second).await?;
    user.set_old_profile(&db, &first).await?;
    assert_eq!(user.get_user_profile(&db).await?.map(|profile| profile.id), Some(second.id));
    assert_eq!(user.get_old_profile(&db).await?.map(|profile| profile.id), Some(first.id));
    user.set_old_profile(&db, None).await?;
    assert!(user.get_old_profile(&db).await?.is_none());
    Ok(())
}

async fn accessors_belongs_to(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    struct HomeTeam {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to(HomeTeam)]
    #[belongs_to(HomeTeam, as = guest)]
    struct Game {
        id: i64,
        home_team_id: i64,
        guest_id: Option<i64>,
    }
    schema![HomeTeam, Game].sync(&db).await?;
    let home = HomeTeam::build().insert(&db).await?;
    let mut game = Game::build().home_team(&home).insert(&db).await?;
    assert!(game.get_guest(&db).await?.is_none());
    let guest = game.create_guest(&db, HomeTeam::build()).await?;
    assert_eq!((game.guest_id, game.get_home_team(&db).await?.id), (Some(guest.id), home.id));
    game.set_home_team(&db, &guest).await?;
    game.set_guest(&db, None).await?;
    let game = Game::get(&db, game.id).await?;
    assert_eq!((game.home_team_id, game.guest_id), (guest.id, None));
    Ok(())
}

async fn accessors_irregular(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Person)]
    #[has_many(Hypothesis)]
    #[has_many(Child)]
    struct Team {
        id: i64,
    }
    #[derive(Model)]
    struct Person {
        id: i64,
        team_id: Option<i64>,
    }
    #[derive(Model)]
    struct Hypothesis {
        id: i64,
        team_id: Option<i64>,
    }
    #[derive(Model)]
    struct Child {
        id: i64,
        team_id: Option<i64>,
    }
    schema![Team, Person, Hypothesis, Child].sync(&db).await?;
    let team = Team::build().insert(&db).await?;
    let person = team.create_person(&db, Person::build()).await?;
    let hypothesis = team.create_hypothesis(&db, Hypothesis::build()).await?;
    let child = team.create_child(&db, Child::build()).await?;
    assert_eq!(team.get_people(&db).await?.len(), 1);
    assert_eq!(team.count_hypotheses(&db).await?, 1);
    assert!(team.has_people(&db, [&person]).await? && team.has_hypothesis(&db, &hypothesis).await?);
    assert_eq!(team.remove_children(&db, [&child]).await?, 1);
    team.set_hypotheses(&db, [] as [&Hypothesis; 0]).await?;
    team.add_child(&db, &child).await?;
    assert_eq!((team.count_children(&db).await?, team.count_hypotheses(&db).await?), (1, 0));
    Ok(())
}

/// An alias may be any word if both of its forms are given.
async fn alias_object(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task, singular = taskone, plural = taskz)]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        user_id: Option<i64>,
    }
    schema![User, Task].sync(&db).await?;
    let user = User::build().insert(&db).await?;
    let task = user.create_taskone(&db, Task::build()).await?;
    assert!(user.has_taskone(&db, &task).await? && user.has_taskz(&db, [&task]).await?);
    assert_eq!(user.remove_taskone(&db, &task).await?, 1);
    user.add_taskone(&db, &task).await?;
    user.add_taskz(&db, [&task]).await?;
    assert_eq!((user.count_taskz(&db).await?, user.get_taskz(&db).await?.len()), (1, 1));
    user.set_taskz(&db, [&task]).await?;
    assert_eq!(user.remove_taskz(&db, [&task]).await?, 1);
    Ok(())
}

/// Keywords serve as fields and aliases.
async fn accessors_of_raw_names(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Thing, as = matches, foreign_key = type_id)]
    struct Kind {
        id: i64,
        r#move: String,
    }
    #[derive(Model)]
    #[belongs_to(Kind, as = r#type)]
    struct Thing {
        id: i64,
        r#match: Option<String>,
        type_id: Option<i64>,
    }
    schema![Kind, Thing].sync(&db).await?;
    let kind = Kind::build().r#move("fast").insert(&db).await?;
    let mut thing = Thing::build().r#match("m").r#type(&kind).insert(&db).await?;
    assert_eq!(thing.get_type(&db).await?.map(|kind| kind.r#move), Some("fast".to_owned()));
    thing.set_type(&db, None).await?;
    kind.add_match(&db, &thing).await?;
    assert_eq!(kind.get_matches(&db).filter(Thing::MATCH.eq("m")).await?.len(), 1);
    assert_eq!(Thing::query().filter(Thing::TYPE.matches(Kind::MOVE.eq("fast"))).count(&db).await?, 1);
    Ok(())
}

async fn lists_associations_in_the_order_of_their_attributes(_: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task, as = later, singular = later_one, foreign_key = later_id)]
    #[belongs_to(Task, as = first)]
    #[has_one(Task, as = main)]
    struct Project {
        id: i64,
        first_id: Option<i64>,
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        later_id: Option<i64>,
        main_id: Option<i64>,
    }
    let names = Project::DESCRIPTION.associations.iter().map(|association| association.name);
    assert_eq!(names.collect::<Vec<_>>(), ["later", "first", "main"]);
    let _ = schema![Project, Task];
    Ok(())
}

/// Accessors are a trait's, so a method of the program's own is the one that is called; fields are no methods.
async fn own_methods_and_fields_go_before_accessors(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task)]
    struct Project {
        id: i64,
        has_tasks: bool,
    }
    impl Project {
        fn count_tasks(&self) -> &'static str {
            if self.has_tasks { "some" } else { "none" }
        }
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        project_id: Option<i64>,
    }
    schema![Project, Task].sync(&db).await?;
    let project = Project::build().has_tasks(true).insert(&db).await?;
    let task = project.create_task(&db, Task::build()).await?;
    assert_eq!(project.count_tasks(), "some");
    assert_eq!(ProjectAccessors::count_tasks(&project, &db).await?, 1);
    assert!(project.has_tasks && project.has_tasks(&db, [&task]).await?);
    Ok(())
}

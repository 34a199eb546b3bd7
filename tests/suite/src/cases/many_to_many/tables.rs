//! The oracle's junction tables over keys of every kind, and through models.
use orm::prelude::*;
use orm::{Result, schema};

use crate::case::Test;

crate::cases!["ddl": [
    nm_alias_keys,
    nm_foreign_key_one_side,
    nm_keys_name_pk,
    nm_keys_name_title,
    nm_keys_pk_title,
    nm_through_model,
    nm_through_model_declared_fks,
    nm_unique_key_one_side,
    v4_foreign_key_cases,
    v6_actor_movies,
    v6_actor_movies_model,
]];

async fn nm_alias_keys(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to_many(Project, as = tasks, through = "worker_tasks", foreign_key = user_id)]
    struct User {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to_many(User, as = workers, through = "worker_tasks", foreign_key = project_id)]
    struct Project {
        id: i64,
        name: Option<String>,
    }
    let expected = "
        projects(id:auto, name:text?)
        users(id:auto, name:text?)
        worker_tasks(user_id:integer, project_id:integer)
            key user_id, project_id
            project_id -> projects(id) cascade, cascade
            user_id -> users(id) cascade, cascade
            index project_id";
    test.expect_sync(schema![User, Project], expected).await
}

/// Who is named on one side has that name on the other, too.
async fn nm_foreign_key_one_side(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to_many(Project, through = "worker_tasks", foreign_key = worker_id)]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to_many(User, through = "worker_tasks")]
    struct Project {
        id: i64,
    }
    let expected = "
        projects(id:auto)
        users(id:auto)
        worker_tasks(worker_id:integer, project_id:integer)
            key worker_id, project_id
            project_id -> projects(id) cascade, cascade
            worker_id -> users(id) cascade, cascade
            index project_id";
    test.expect_sync(schema![User, Project], expected).await?;
    let user = User::build().insert(&test.db).await?;
    let project = user.create_project(&test.db, Project::build()).await?;
    assert_eq!(project.count_users(&test.db).await?, 1);
    Ok(())
}

/// Both ends may be any unique column; the junction's columns are called after them.
macro_rules! keys {
    ($case:ident, ($($options:tt)*), $junction:literal) => {
        async fn $case(test: Test) -> Result<()> {
            #[derive(Model)]
            #[belongs_to_many(Bar, through = "foo_bar", $($options)*)]
            struct Foo {
                id: i64,
                #[column(unique)]
                name: String,
            }
            #[derive(Model)]
            struct Bar {
                id: i64,
                #[column(unique)]
                title: String,
            }
            let expected = concat!(
                "bars(id:auto, title:text)\n unique title\n", $junction,
                "\nfoos(id:auto, name:text)\n unique name"
            );
            test.expect_sync(schema![Foo, Bar], expected).await
        }
    };
}

keys!(
    nm_keys_name_pk,
    (source_key = name),
    "foo_bar(foo_name:text, bar_id:integer)
        key foo_name, bar_id
        bar_id -> bars(id) cascade, cascade
        foo_name -> foos(name) cascade, cascade
        index bar_id"
);
keys!(
    nm_keys_name_title,
    (source_key = name, target_key = title),
    "foo_bar(foo_name:text, bar_title:text)
        key foo_name, bar_title
        bar_title -> bars(title) cascade, cascade
        foo_name -> foos(name) cascade, cascade
        index bar_title"
);
keys!(
    nm_keys_pk_title,
    (target_key = title),
    "foo_bar(foo_id:integer, bar_title:text)
        key foo_id, bar_title
        bar_title -> bars(title) cascade, cascade
        foo_id -> foos(id) cascade, cascade
        index bar_title"
);

async fn nm_through_model(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to_many(Project, through = UserProject)]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to_many(User, through = UserProject)]
    struct Project {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to(User)]
    #[belongs_to(Project)]
    struct UserProject {
        status: Option<String>,
        priority: Option<i64>,
        #[key]
        user_id: i64,
        #[key]
        project_id: i64,
    }
    let expected = "
        projects(id:auto)
        user_projects(status:text?, priority:integer?, user_id:integer, project_id:integer)
            key user_id, project_id
            project_id -> projects(id) cascade, cascade
            user_id -> users(id) cascade, cascade
            index project_id
        users(id:auto)";
    test.expect_sync(schema![User, Project, UserProject], expected).await
}

/// A junction that is a model refers to both sides by its own associations.
async fn nm_through_model_declared_fks(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to_many(Actor, through = ActorMovie, foreign_key = movie_id, other_key = actor_id)]
    struct Movie {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to_many(Movie, through = ActorMovie, foreign_key = actor_id, other_key = movie_id)]
    struct Actor {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to(Movie)]
    #[belongs_to(Actor)]
    struct ActorMovie {
        #[key]
        movie_id: i64,
        #[key]
        actor_id: i64,
    }
    let expected = "
        actor_movies(movie_id:integer, actor_id:integer)
            key movie_id, actor_id
            actor_id -> actors(id) cascade, cascade
            movie_id -> movies(id) cascade, cascade
            index actor_id
        actors(id:auto)
        movies(id:auto)";
    test.expect_sync(schema![Movie, Actor, ActorMovie], expected).await
}

async fn nm_unique_key_one_side(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to_many(Project, through = UserProject, unique_key = "my_custom_unique")]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to_many(User, through = UserProject)]
    struct Project {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to(User)]
    #[belongs_to(Project)]
    struct UserProject {
        id: i64,
        status: Option<String>,
        user_id: i64,
        project_id: i64,
    }
    let expected = "
        projects(id:auto)
        user_projects(id:auto, status:text?, user_id:integer, project_id:integer)
            unique user_id, project_id
            project_id -> projects(id) cascade, cascade
            user_id -> users(id) cascade, cascade
            index project_id
        users(id:auto)";
    test.expect_sync(schema![User, Project, UserProject], expected).await
}

/// A database whose columns are in camelCase, and whose junction has the times of its rows.
async fn v4_foreign_key_cases(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(rename_all = "camelCase")]
    #[belongs_to_many(Project, as = tasks, through = WorkerTask)]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    struct Project {
        id: i64,
    }
    #[derive(Model)]
    #[model(rename_all = "camelCase")]
    #[belongs_to(User)]
    #[belongs_to(Project)]
    struct WorkerTask {
        #[column(created_at)]
        created_at: chrono::DateTime<chrono::Utc>,
        #[column(updated_at)]
        updated_at: chrono::DateTime<chrono::Utc>,
        #[key]
        user_id: i64,
        #[key]
        project_id: i64,
    }
    let expected = "
        projects(id:auto)
        users(id:auto)
        worker_tasks(createdAt:timestamp, updatedAt:timestamp, userId:integer, projectId:integer)
            key userId, projectId
            projectId -> projects(id) cascade, cascade
            userId -> users(id) cascade, cascade
            index projectId";
    test.expect_sync(schema![User, Project, WorkerTask], expected).await?;
    let user = User::build().insert(&test.db).await?;
    let task = user.create_task(&test.db, Project::build()).await?;
    let link = user.get_tasks(&test.db).with_through().await?.remove(0).through;
    assert_eq!((link.user_id, link.project_id, link.created_at), (user.id, task.id, link.updated_at));
    Ok(())
}

async fn v6_actor_movies(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(table = "Movies")]
    #[belongs_to_many(Actor, through = "ActorMovies", foreign_key = MovieId, other_key = ActorId)]
    struct Movie {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[model(table = "Actors")]
    #[belongs_to_many(Movie, through = "ActorMovies", foreign_key = ActorId, other_key = MovieId)]
    struct Actor {
        id: i64,
        name: Option<String>,
    }
    let expected = "
        ActorMovies(MovieId:integer, ActorId:integer)
            key MovieId, ActorId
            ActorId -> Actors(id) cascade, cascade
            MovieId -> Movies(id) cascade, cascade
            index ActorId
        Actors(id:auto, name:text?)
        Movies(id:auto, name:text?)";
    test.expect_sync(schema![Movie, Actor], expected).await
}

async fn v6_actor_movies_model(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(table = "Movies")]
    #[belongs_to_many(Actor, through = ActorMovie)]
    struct Movie {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[model(table = "Actors")]
    #[belongs_to_many(Movie, through = ActorMovie)]
    struct Actor {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[model(table = "ActorMovies", rename_all = "PascalCase")]
    #[belongs_to(Movie)]
    #[belongs_to(Actor)]
    struct ActorMovie {
        #[key]
        movie_id: i64,
        #[key]
        actor_id: i64,
        #[column(name = "createdAt", created_at)]
        created_at: chrono::DateTime<chrono::Utc>,
    }
    let expected = "
        ActorMovies(MovieId:integer, ActorId:integer, createdAt:timestamp)
            key MovieId, ActorId
            ActorId -> Actors(id) cascade, cascade
            MovieId -> Movies(id) cascade, cascade
            index ActorId
        Actors(id:auto, name:text?)
        Movies(id:auto, name:text?)";
    test.expect_sync(schema![Movie, Actor, ActorMovie], expected).await
}

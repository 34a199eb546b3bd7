//! Which tables, keys and constraints many-to-many associations ask for, and what the constraints do.
use orm::prelude::*;
use orm::{ErrorKind, Result, schema, sql};

use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["ddl": [
    nm_constraints_false,
    nm_foreign_and_other_key,
    nm_on_delete_restrict,
    nm_paired_foreign_keys,
    nm_restrict_both,
    nm_self_one_side,
    nm_string_through,
    nm_through_model_aliased_keys,
    nm_through_model_own_id,
    nm_unique_key,
    nm_update_cascade,
]];

/// Declares users and projects with these options, and a case that compares the table between them.
macro_rules! between {
    ($case:ident, ($($user:tt)*), ($($project:tt)*), $expected:literal) => {
        async fn $case(test: Test) -> Result<()> {
            #[derive(Model)]
            #[belongs_to_many(Project, $($user)*)]
            struct User {
                id: i64,
            }
            #[derive(Model)]
            #[belongs_to_many(User, $($project)*)]
            struct Project {
                id: i64,
            }
            let tables = concat!("projects(id:auto)\n", $expected, "\nusers(id:auto)");
            let tables = if tables.contains("work") {
                concat!("projects(id:auto)\nusers(id:auto)\n", $expected)
            } else {
                tables
            };
            test.expect_sync(schema![User, Project], tables).await
        }
    };
}

between!(
    nm_string_through,
    (through = "user_projects"),
    (through = "user_projects"),
    "user_projects(user_id:integer, project_id:integer)
        key user_id, project_id
        project_id -> projects(id) cascade, cascade
        user_id -> users(id) cascade, cascade
        index project_id"
);
between!(
    nm_foreign_and_other_key,
    (as = tasks, through = "work", foreign_key = worker_id, other_key = job_id),
    (as = workers, through = "work", foreign_key = job_id, other_key = worker_id),
    "work(worker_id:integer, job_id:integer)
        key worker_id, job_id
        job_id -> projects(id) cascade, cascade
        worker_id -> users(id) cascade, cascade
        index job_id"
);
between!(
    nm_paired_foreign_keys,
    (through = "work", foreign_key = worker_id),
    (through = "work", foreign_key = job_id),
    "work(worker_id:integer, job_id:integer)
        key worker_id, job_id
        job_id -> projects(id) cascade, cascade
        worker_id -> users(id) cascade, cascade
        index job_id"
);
between!(
    nm_on_delete_restrict,
    (through = "user_projects", on_delete = restrict),
    (through = "user_projects", on_delete = cascade),
    "user_projects(user_id:integer, project_id:integer)
        key user_id, project_id
        project_id -> projects(id) cascade, cascade
        user_id -> users(id) restrict, cascade
        index project_id"
);
between!(
    nm_constraints_false,
    (through = "user_projects", constraints = false),
    (through = "user_projects", constraints = false),
    "user_projects(user_id:integer, project_id:integer)
        key user_id, project_id
        index project_id"
);

async fn nm_self_one_side(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to_many(Person, as = children, through = "person_children")]
    struct Person {
        id: i64,
    }
    let expected = "
        people(id:auto)
        person_children(person_id:integer, child_id:integer)
            key person_id, child_id
            child_id -> people(id) cascade, cascade
            person_id -> people(id) cascade, cascade
            index child_id";
    test.expect_sync(schema![Person], expected).await
}

async fn nm_through_model_own_id(test: Test) -> Result<()> {
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
        id: i64,
        user_id: i64,
        project_id: i64,
    }
    let expected = "
        projects(id:auto)
        user_projects(id:auto, user_id:integer, project_id:integer)
            unique user_id, project_id
            project_id -> projects(id) cascade, cascade
            user_id -> users(id) cascade, cascade
            index project_id
        users(id:auto)";
    test.expect_sync(schema![User, Project, UserProject], expected).await
}

/// The junction's keys are those of its `belongs_to`, whatever they are called.
async fn nm_through_model_aliased_keys(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to_many(Project, through = Work)]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to_many(User, through = Work)]
    struct Project {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to(User, as = worker)]
    #[belongs_to(Project, as = job)]
    struct Work {
        #[key]
        worker_id: i64,
        #[key]
        job_id: i64,
    }
    let expected = "
        projects(id:auto)
        users(id:auto)
        works(worker_id:integer, job_id:integer)
            key worker_id, job_id
            job_id -> projects(id) cascade, cascade
            worker_id -> users(id) cascade, cascade
            index job_id";
    test.expect_sync(schema![User, Project, Work], expected).await
}

/// Other than in the oracle, the name is used.
async fn nm_unique_key(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to_many(Project, through = UserProject, unique_key = "my_custom_unique")]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    struct Project {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to(User)]
    #[belongs_to(Project)]
    struct UserProject {
        id: i64,
        user_id: i64,
        project_id: i64,
    }
    let schema = schema![User, Project, UserProject];
    schema.sync(&db).await?;
    let tables = schema.tables();
    let uniques: Vec<_> =
        tables.iter().flat_map(|table| &table.uniques).map(|unique| unique.name.as_str()).collect();
    assert_eq!(uniques, ["my_custom_unique"]);
    let user = User::build().insert(&db).await?;
    user.create_project(&db, Project::build()).await?;
    user.add_project(&db, 1).await?;
    assert_eq!(UserProject::query().count(&db).await?, 1);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Book, through = "author_books", on_delete = restrict)]
#[belongs_to_many(Prize, through = "author_prizes")]
struct Author {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Author, through = "author_books", on_delete = restrict)]
struct Book {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Prize {
    id: i64,
}

async fn nm_restrict_both(Test { db, .. }: Test) -> Result<()> {
    schema![Author, Book, Prize].sync(&db).await?;
    let author = Author::build().insert(&db).await?;
    let book = author.create_book(&db, Book::build()).await?;
    assert_eq!(kind(author.clone().delete(&db).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(kind(book.clone().delete(&db).await), ErrorKind::ForeignKeyViolation);
    author.set_books(&db, orm::NONE).await?;
    book.delete(&db).await
}

async fn nm_update_cascade(Test { db, .. }: Test) -> Result<()> {
    schema![Author, Book, Prize].sync(&db).await?;
    let author = Author::build().insert(&db).await?;
    author.create_prize(&db, Prize::build()).await?;
    Author::update_where(Author::ID.eq(1)).set(Author::ID, 50).execute(&db).await?;
    let links: Vec<(i64, i64)> = sql("SELECT author_id, prize_id FROM author_prizes").fetch_rows(&db).await?;
    assert_eq!(links, [(50, 1)]);
    Ok(())
}

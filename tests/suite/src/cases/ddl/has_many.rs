//! The foreign key of a `has_many`: it lies in the other model.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["ddl": [
    has_many_alias,
    has_many_default,
    has_many_existing_fk_column,
    has_many_existing_fk_column_not_null,
    has_many_not_null,
    has_many_source_key,
    model_custom_inflection,
]];

/// An alias does not enter the key's name.
async fn has_many_alias(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(User, as = workers)]
    struct Project {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    struct User {
        id: i64,
        name: Option<String>,
        project_id: Option<i64>,
    }
    let expected = "
        projects(id:auto, name:text?)
        users(id:auto, name:text?, project_id:integer?)
            project_id -> projects(id) set null, cascade
            index project_id";
    test.expect_sync(schema![Project, User], expected).await
}

async fn has_many_default(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task)]
    struct User {
        id: i64,
        username: Option<String>,
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        title: Option<String>,
        user_id: Option<i64>,
    }
    let expected = "
        tasks(id:auto, title:text?, user_id:integer?)
            user_id -> users(id) set null, cascade
            index user_id
        users(id:auto, username:text?)";
    test.expect_sync(schema![User, Task], expected).await
}

/// A column that the model describes keeps its default and gains the constraint; a key that may be empty is emptied.
async fn has_many_existing_fk_column(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task, foreign_key = user_id)]
    struct User {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        title: Option<String>,
        #[column(default = 42)]
        user_id: Option<i64>,
    }
    let expected = "
        tasks(id:auto, title:text?, user_id:integer?=42)
            user_id -> users(id) set null, cascade
            index user_id
        users(id:auto, name:text?)";
    test.expect_sync(schema![User, Task], expected).await?;
    User::build().id(42).insert(&test.db).await?;
    let task = Task::build().title("a").insert(&test.db).await?;
    assert_eq!(task.user_id, Some(42));
    let task = Task::build().title("b").user_id(None).insert(&test.db).await?;
    assert_eq!(task.user_id, None);
    Ok(())
}

/// Nothing is deleted that nobody asked to delete: NO ACTION, not CASCADE.
async fn has_many_existing_fk_column_not_null(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task, foreign_key = user_id)]
    struct User {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        title: Option<String>,
        user_id: i64,
    }
    let expected = "
        tasks(id:auto, title:text?, user_id:integer)
            user_id -> users(id) no action, cascade
            index user_id
        users(id:auto, name:text?)";
    test.expect_sync(schema![User, Task], expected).await
}

async fn has_many_not_null(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Bar)]
    struct Foo {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    struct Bar {
        id: i64,
        name: Option<String>,
        foo_id: i64,
    }
    let expected = "
        bars(id:auto, name:text?, foo_id:integer)
            foo_id -> foos(id) no action, cascade
            index foo_id
        foos(id:auto, name:text?)";
    test.expect_sync(schema![Foo, Bar], expected).await
}

async fn has_many_source_key(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(City, foreign_key = country_code, source_key = iso_code)]
    struct Country {
        id: i64,
        name: Option<String>,
        #[column(unique)]
        iso_code: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to(Country, foreign_key = country_code, target_key = iso_code)]
    struct City {
        id: i64,
        name: Option<String>,
        country_code: Option<String>,
    }
    let expected = "
        cities(id:auto, name:text?, country_code:text?)
            country_code -> countries(iso_code) set null, cascade
            index country_code
        countries(id:auto, name:text?, iso_code:text?)
            unique iso_code";
    test.expect_sync(schema![Country, City], expected).await?;
    let france = Country::build().name("France").iso_code("FR").insert(&test.db).await?;
    let paris = france.create_city(&test.db, City::build().name("Paris")).await?;
    assert_eq!(paris.country_code.as_deref(), Some("FR"));
    assert_eq!(paris.get_country(&test.db).await?.map(|country| country.id), Some(france.id));
    Ok(())
}

/// The model's own singular and plural are used in accessors, and in the foreign key.
async fn model_custom_inflection(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Project, as = tasks)]
    struct User {
        id: i64,
        name: Option<String>,
        task_id: Option<i64>,
    }
    #[derive(Model)]
    #[model(table = "projects", singular = task, plural = tasks)]
    #[belongs_to(User)]
    #[has_many(User, as = members)]
    struct Project {
        id: i64,
        name: Option<String>,
        user_id: Option<i64>,
    }
    let expected = "
        projects(id:auto, name:text?, user_id:integer?)
            user_id -> users(id) set null, cascade
            index user_id
        users(id:auto, name:text?, task_id:integer?)
            task_id -> projects(id) set null, cascade
            index task_id";
    test.expect_sync(schema![User, Project], expected).await?;
    let ada = User::build().name("Ada").insert(&test.db).await?;
    let apollo = ada.create_task(&test.db, Project::build().name("Apollo")).await?;
    apollo.add_member(&test.db, &ada).await?;
    assert_eq!(User::get(&test.db, ada.id).await?.task_id, Some(apollo.id));
    Ok(())
}

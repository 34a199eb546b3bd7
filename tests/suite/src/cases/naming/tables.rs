//! Names of tables and foreign keys.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["naming": [fk_by_kind, fk_multiword, inflection, models, models_in_lower_case, rename_all]];

/// Models of nothing but a key, and what follows from their names.
macro_rules! expect_names {
    ($($model:ident: $table:literal, $singular:literal, $plural:literal;)+) => {{
        $(
            #[derive(Model)]
            struct $model {
                id: i64,
            }
            let description = $model::DESCRIPTION;
            assert_eq!(
                (description.table, description.singular, description.plural),
                ($table, $singular, $plural),
                "{}",
                stringify!($model)
            );
        )+
        schema![$($model),+]
    }};
}

async fn models(Test { db, .. }: Test) -> Result<()> {
    let schema = expect_names! {
        User: "users", "user", "users";
        Task: "tasks", "task", "tasks";
        UserRole: "user_roles", "user_role", "user_roles";
        Person: "people", "person", "people";
        Hypothesis: "hypotheses", "hypothesis", "hypotheses";
        Series: "series", "series", "series";
        News: "news", "news", "news";
        Category: "categories", "category", "categories";
        Address: "addresses", "address", "addresses";
        Status: "statuses", "status", "statuses";
        Child: "children", "child", "children";
        Analysis: "analyses", "analysis", "analyses";
        Datum: "data", "datum", "data";
        // The name of a struct is its singular, whatever it looks like: `Settings`, `Data`.
        Orders: "orders", "orders", "orders";
        InternetOrders: "internet_orders", "internet_orders", "internet_orders";
        // An abbreviation is one word.
        APIKey: "api_keys", "api_key", "api_keys";
        ActorMovies: "actor_movies", "actor_movies", "actor_movies";
        Company: "companies", "company", "companies";
        Country: "countries", "country", "countries";
    };
    schema.sync(&db).await?;
    schema.verify(&db).await
}

/// Words that inflectors are known for; other than in the oracle, no singular loses its `s`.
async fn inflection(Test { db, .. }: Test) -> Result<()> {
    let schema = expect_names! {
        Census: "censuses", "census", "censuses";
        Focus: "focuses", "focus", "focuses";
        Lens: "lenses", "lens", "lenses";
        Corpus: "corpora", "corpus", "corpora";
        Stadium: "stadiums", "stadium", "stadiums";
        Gas: "gases", "gas", "gases";
        Alumnus: "alumni", "alumnus", "alumni";
        Money: "money", "money", "money";
        Sheep: "sheep", "sheep", "sheep";
        Equipment: "equipment", "equipment", "equipment";
        Quiz: "quizzes", "quiz", "quizzes";
        Matrix: "matrices", "matrix", "matrices";
        Criterion: "criteria", "criterion", "criteria";
        Goose: "geese", "goose", "geese";
        Oasis: "oases", "oasis", "oases";
        Bus: "buses", "bus", "buses";
        Leaf: "leaves", "leaf", "leaves";
        Hero: "heroes", "hero", "heroes";
        FriendRequest: "friend_requests", "friend_request", "friend_requests";
    };
    schema.sync(&db).await?;
    schema.verify(&db).await
}

#[allow(non_camel_case_types, reason = "the names are what is tested")]
async fn models_in_lower_case(Test { db, .. }: Test) -> Result<()> {
    let schema = expect_names! {
        user: "users", "user", "users";
        person: "people", "person", "people";
        user_role: "user_roles", "user_role", "user_roles";
        blogPost: "blog_posts", "blog_post", "blog_posts";
        r#type: "types", "type", "types";
    };
    schema.sync(&db).await?;
    schema.verify(&db).await
}

/// An alias counts for `belongs_to` (with the target's key) and `has_one` (with the source's), not for `has_many`.
async fn fk_by_kind(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to(Task)]
    #[belongs_to(Task, as = main_task)]
    #[belongs_to(Task, as = other_task)]
    struct User {
        id: i64,
        task_uuid: Option<uuid::Uuid>,
        main_task_uuid: Option<uuid::Uuid>,
        other_task_uuid: Option<uuid::Uuid>,
        owner_uuid: Option<uuid::Uuid>,
    }
    #[derive(Model)]
    #[has_one(User, as = owner)]
    #[has_many(User, as = watchers)]
    struct Task {
        #[key]
        uuid: uuid::Uuid,
    }
    let expected = "
        tasks(uuid:uuid)
            key uuid
        users(id:auto, task_uuid:uuid?, main_task_uuid:uuid?, other_task_uuid:uuid?, owner_uuid:uuid?)
            unique owner_uuid
            main_task_uuid -> tasks(uuid) set null, cascade
            other_task_uuid -> tasks(uuid) set null, cascade
            owner_uuid -> tasks(uuid) set null, cascade
            task_uuid -> tasks(uuid) set null, cascade
            index main_task_uuid
            index other_task_uuid
            index task_uuid";
    test.expect_sync(schema![User, Task], expected).await?;
    let db = &test.db;
    let task = Task::build().uuid(uuid::Uuid::from_u128(7)).insert(db).await?;
    let user = User::build().main_task(&task).insert(db).await?;
    task.set_owner(db, &user).await?;
    task.add_watcher(db, &user).await?;
    let user = User::get(db, user.id).await?;
    let key = Some(task.uuid);
    assert_eq!(
        (user.task_uuid, user.main_task_uuid, user.other_task_uuid, user.owner_uuid),
        (key, key, None, key)
    );
    Ok(())
}

async fn fk_multiword(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(BlogPost)]
    #[belongs_to(UserGroup)]
    struct UserRole {
        id: i64,
        user_group_id: Option<i64>,
    }
    #[derive(Model)]
    #[has_many(BlogPost)]
    struct UserGroup {
        id: i64,
    }
    #[derive(Model)]
    struct BlogPost {
        id: i64,
        user_role_id: Option<i64>,
        user_group_id: Option<i64>,
    }
    let expected = "
        blog_posts(id:auto, user_role_id:integer?, user_group_id:integer?)
            user_group_id -> user_groups(id) set null, cascade
            user_role_id -> user_roles(id) set null, cascade
            index user_group_id
            index user_role_id
        user_groups(id:auto)
        user_roles(id:auto, user_group_id:integer?)
            user_group_id -> user_groups(id) set null, cascade
            index user_group_id";
    test.expect_sync(schema![UserRole, UserGroup, BlogPost], expected).await?;
    let mut role = UserRole::build().insert(&test.db).await?;
    let group = role.create_user_group(&test.db, UserGroup::build()).await?;
    let post = role.create_blog_post(&test.db, BlogPost::build()).await?;
    group.add_blog_post(&test.db, &post).await?;
    let post = BlogPost::get(&test.db, post.id).await?;
    assert_eq!((post.user_role_id, post.user_group_id), (Some(role.id), Some(group.id)));
    Ok(())
}

/// Columns are called differently, fields and accessors are not.
async fn rename_all(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(rename_all = "camelCase", table = "userRoles")]
    #[has_many(BlogPost)]
    struct UserRole {
        id: i64,
        role_name: String,
    }
    #[derive(Model)]
    #[model(rename_all = "PascalCase", table = "BlogPosts")]
    #[belongs_to(UserRole)]
    struct BlogPost {
        id: i64,
        user_role_id: Option<i64>,
        #[column(name = "the title")]
        title: String,
    }
    let expected = "
        BlogPosts(Id:auto, UserRoleId:integer?, the title:text)
            key Id
            UserRoleId -> userRoles(id) set null, cascade
            index UserRoleId
        userRoles(id:auto, roleName:text)";
    test.expect_sync(schema![UserRole, BlogPost], expected).await?;
    let editor = UserRole::build().role_name("editor").insert(&test.db).await?;
    let post = editor.create_blog_post(&test.db, BlogPost::build().title("t")).await?;
    let found = editor.get_blog_posts(&test.db).filter(BlogPost::TITLE.eq("t")).await?;
    assert_eq!(found.iter().map(|post| post.id).collect::<Vec<_>>(), [post.id]);
    let found = BlogPost::query().filter(BlogPost::USER_ROLE.matches(UserRole::ROLE_NAME.eq("editor")));
    assert_eq!(found.count(&test.db).await?, 1);
    Ok(())
}

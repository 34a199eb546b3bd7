//! `on_delete` and `on_update`, as they are given.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["ddl": [
    on_delete_on_update_cascade,
    on_delete_on_update_no_action,
    on_delete_on_update_restrict,
    on_delete_on_update_set_default,
    on_delete_on_update_set_null,
]];

/// Users with tasks whose foreign key has this action on both occasions.
macro_rules! expect_actions {
    ($test:ident, $action:ident, $name:literal $(, $default:literal)?) => {{
        #[derive(Model)]
        #[has_many(Task, on_delete = $action, on_update = $action)]
        struct User {
            id: i64,
            username: Option<String>,
        }
        #[derive(Model)]
        struct Task {
            id: i64,
            title: Option<String>,
            $(#[column(default = $default)])?
            user_id: Option<i64>,
        }
        let expected = concat!(
            "tasks(id:auto, title:text?, user_id:integer?", $("=", $default,)? ")\n",
            "user_id -> users(id) ", $name, ", ", $name, "\n",
            "index user_id\n",
            "users(id:auto, username:text?)"
        );
        $test.expect_sync(schema![User, Task], expected).await
    }};
}

async fn on_delete_on_update_cascade(test: Test) -> Result<()> {
    expect_actions!(test, cascade, "cascade")
}

async fn on_delete_on_update_no_action(test: Test) -> Result<()> {
    expect_actions!(test, no_action, "no action")
}

async fn on_delete_on_update_restrict(test: Test) -> Result<()> {
    expect_actions!(test, restrict, "restrict")
}

/// Without a default this does not compile.
async fn on_delete_on_update_set_default(test: Test) -> Result<()> {
    expect_actions!(test, set_default, "set default", 1)
}

async fn on_delete_on_update_set_null(test: Test) -> Result<()> {
    expect_actions!(test, set_null, "set null")
}

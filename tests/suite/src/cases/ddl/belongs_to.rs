//! The foreign key of a `belongs_to`: its name, its type, what it points to.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["ddl": [
    belongs_to_alias,
    belongs_to_custom_pk,
    belongs_to_fk_string,
    belongs_to_not_null,
    belongs_to_target_key_default_fk,
    composite_pk_target,
    mail_person_two_associations,
    v5_task_user_underscored,
    v6_captain_ship,
    v6_captain_ship_boss,
]];

async fn belongs_to_alias(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to(UserRole, as = role)]
    struct User {
        id: i64,
        name: Option<String>,
        role_id: Option<i64>,
    }
    #[derive(Model)]
    struct UserRole {
        id: i64,
        name: Option<String>,
    }
    let expected = "
        user_roles(id:auto, name:text?)
        users(id:auto, name:text?, role_id:integer?)
            role_id -> user_roles(id) set null, cascade
            index role_id";
    test.expect_sync(schema![User, UserRole], expected).await?;
    let role = UserRole::build().name("admin").insert(&test.db).await?;
    let user = User::build().role(&role).insert(&test.db).await?;
    assert_eq!(user.get_role(&test.db).await?.map(|role| role.id), Some(role.id));
    Ok(())
}

async fn belongs_to_custom_pk(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to(Company)]
    struct User {
        id: i64,
        name: Option<String>,
        company_uuid: Option<uuid::Uuid>,
    }
    #[derive(Model)]
    struct Company {
        #[key]
        uuid: uuid::Uuid,
        name: Option<String>,
    }
    let expected = "
        companies(uuid:uuid, name:text?)
            key uuid
        users(id:auto, name:text?, company_uuid:uuid?)
            company_uuid -> companies(uuid) set null, cascade
            index company_uuid";
    test.expect_sync(schema![User, Company], expected).await
}

async fn belongs_to_fk_string(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to(Company, foreign_key = fk_company)]
    struct User {
        id: i64,
        name: Option<String>,
        fk_company: Option<i64>,
    }
    #[derive(Model)]
    struct Company {
        id: i64,
        name: Option<String>,
    }
    let expected = "
        companies(id:auto, name:text?)
        users(id:auto, name:text?, fk_company:integer?)
            fk_company -> companies(id) set null, cascade
            index fk_company";
    test.expect_sync(schema![User, Company], expected).await
}

async fn belongs_to_not_null(test: Test) -> Result<()> {
    #[derive(Model)]
    struct Foo {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to(Foo)]
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

/// The foreign key is called after the column that it points to, not after the primary key.
async fn belongs_to_target_key_default_fk(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to(Company, target_key = code)]
    struct User {
        id: i64,
        name: Option<String>,
        company_code: Option<String>,
    }
    #[derive(Model)]
    struct Company {
        id: i64,
        #[column(unique)]
        code: String,
    }
    let expected = "
        companies(id:auto, code:text)
            unique code
        users(id:auto, name:text?, company_code:text?)
            company_code -> companies(code) set null, cascade
            index company_code";
    test.expect_sync(schema![User, Company], expected).await
}

/// A composite key is pointed to as a whole.
async fn composite_pk_target(test: Test) -> Result<()> {
    #[derive(Model)]
    struct Order {
        #[key]
        region: String,
        #[key]
        number: i32,
    }
    #[derive(Model)]
    #[belongs_to(Order, foreign_key = (order_region, order_number))]
    struct Line {
        id: i64,
        qty: Option<i32>,
        order_region: Option<String>,
        order_number: Option<i32>,
    }
    let expected = "
        lines(id:auto, qty:integer?, order_region:text?, order_number:integer?)
            order_region, order_number -> orders(region, number) set null, cascade
            index order_region, order_number
        orders(region:text, number:integer)
            key region, number";
    test.expect_sync(schema![Order, Line], expected).await?;
    let order = Order::build().region("eu").number(7).insert(&test.db).await?;
    let mut line = Line::build().qty(2).order(&order).insert(&test.db).await?;
    let found = line.get_order(&test.db).await?.expect("the order is linked");
    assert_eq!((&*found.region, found.number), ("eu", 7));
    order.delete(&test.db).await?;
    line.reload(&test.db).await?;
    assert_eq!((line.order_region, line.order_number), (None, None));
    Ok(())
}

async fn mail_person_two_associations(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to(Person, as = sender)]
    #[belongs_to(Person, as = receiver)]
    struct Mail {
        id: i64,
        subject: Option<String>,
        sender_id: Option<i64>,
        receiver_id: Option<i64>,
    }
    #[derive(Model)]
    struct Person {
        id: i64,
        name: Option<String>,
    }
    let expected = "
        mails(id:auto, subject:text?, sender_id:integer?, receiver_id:integer?)
            receiver_id -> people(id) set null, cascade
            sender_id -> people(id) set null, cascade
            index receiver_id
            index sender_id
        people(id:auto, name:text?)";
    test.expect_sync(schema![Mail, Person], expected).await
}

/// With the two timestamps that the scenario's models have.
async fn v5_task_user_underscored(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to(User)]
    struct Task {
        id: i64,
        title: Option<String>,
        #[column(created_at)]
        created_at: chrono::DateTime<chrono::Utc>,
        #[column(updated_at)]
        updated_at: chrono::DateTime<chrono::Utc>,
        user_id: Option<i64>,
    }
    #[derive(Model)]
    #[has_many(Task)]
    struct User {
        id: i64,
        username: Option<String>,
    }
    let expected = "
        tasks(id:auto, title:text?, created_at:timestamp, updated_at:timestamp, user_id:integer?)
            user_id -> users(id) set null, cascade
            index user_id
        users(id:auto, username:text?)";
    test.expect_sync(schema![Task, User], expected).await
}

async fn v6_captain_ship(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(rename_all = "camelCase")]
    #[belongs_to(Captain, as = leader)]
    struct Ship {
        id: i64,
        name: Option<String>,
        leader_id: Option<i64>,
    }
    #[derive(Model)]
    struct Captain {
        id: i64,
        name: Option<String>,
    }
    let expected = "
        captains(id:auto, name:text?)
        ships(id:auto, name:text?, leaderId:integer?)
            leaderId -> captains(id) set null, cascade
            index leaderId";
    test.expect_sync(schema![Ship, Captain], expected).await
}

async fn v6_captain_ship_boss(test: Test) -> Result<()> {
    #[derive(Model)]
    #[belongs_to(Captain, as = leader, foreign_key = boss_id)]
    struct Ship {
        id: i64,
        name: Option<String>,
        #[column(name = "bossId")]
        boss_id: Option<i64>,
    }
    #[derive(Model)]
    struct Captain {
        id: i64,
        name: Option<String>,
    }
    let expected = "
        captains(id:auto, name:text?)
        ships(id:auto, name:text?, bossId:integer?)
            bossId -> captains(id) set null, cascade
            index bossId";
    test.expect_sync(schema![Ship, Captain], expected).await?;
    let jack = Captain::build().name("Jack").insert(&test.db).await?;
    let ship = Ship::build().leader(&jack).insert(&test.db).await?;
    assert_eq!(ship.get_leader(&test.db).await?.map(|captain| captain.id), Some(1));
    Ok(())
}

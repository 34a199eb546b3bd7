//! Columns with defaults, other names, and names that SQL uses itself.
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["values": [
    defaults_fill_what_is_not_given,
    names_may_be_any_text,
    names_may_be_renamed_at_once,
    names_may_be_reserved_words,
    unique_columns_refuse_a_second_row,
]];

mod defaulted {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Setting {
        pub(super) id: i64,
        #[column(default = true)]
        pub(super) active: bool,
        #[column(default = -5)]
        pub(super) level: i64,
        #[column(default = "it's")]
        pub(super) label: String,
        #[column(default = 1.5)]
        pub(super) factor: f64,
        #[column(default = Some("x".to_owned()))]
        pub(super) note: Option<String>,
        #[column(default = 2 + 3)]
        pub(super) sum: i32,
    }
}

async fn defaults_fill_what_is_not_given(Test { db, .. }: Test) -> Result<()> {
    use defaulted::Setting;
    schema![Setting].sync(&db).await?;
    let given = Setting::build().insert(&db).await?;
    let expected = Setting {
        id: 1,
        active: true,
        level: -5,
        label: "it's".into(),
        factor: 1.5,
        note: Some("x".into()),
        sum: 5,
    };
    assert_eq!(given, expected);
    let own =
        Setting::build().active(false).level(0).label("").factor(0.0).note(None).sum(1).insert(&db).await?;
    assert_eq!((own.active, own.level, own.label.as_str(), own.note.as_deref()), (false, 0, "", None));
    let many = Setting::insert_all(&db, [Setting::build(), Setting::build().level(7)]).await;
    let many = many?;
    assert_eq!((many[0].level, many[1].level, many[1].sum), (-5, 7, 5));
    assert_eq!(rows(&db, Setting::ID.asc()).await?, [vec![given, own], many].concat());
    Ok(())
}

mod reserved {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "select")]
    #[has_many(From, foreign_key = select, as = froms)]
    pub(super) struct Table {
        #[key]
        pub(super) order: i64,
        pub(super) r#type: String,
        pub(super) group: Option<i64>,
        pub(super) r#where: bool,
        pub(super) user: Option<String>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "from")]
    #[belongs_to(Table, foreign_key = select, as = r#in)]
    pub(super) struct From {
        pub(super) id: i64,
        pub(super) select: Option<i64>,
        pub(super) values: Option<String>,
    }
}

async fn names_may_be_reserved_words(Test { db, .. }: Test) -> Result<()> {
    use reserved::*;
    schema![Table, From].sync(&db).await?;
    let table = Table::build().r#type("t").group(1).r#where(true).insert(&db).await?;
    let from = table.create_from(&db, From::build().values("v")).await?;
    assert_eq!(from.get_in(&db).await?.as_ref(), Some(&table));
    assert!(table.has_from(&db, &from).await?);
    let query = Table::query()
        .filter(Table::TYPE.eq("t") & Table::WHERE.eq(true) & Table::FROMS.any(From::VALUES.eq("v")));
    assert_eq!(
        query.order_by([Table::GROUP.desc(), Table::ORDER.asc()]).all(&db).await?,
        std::slice::from_ref(&table)
    );
    assert_eq!(Table::update_where(Table::GROUP.eq(1)).set(Table::USER, "u").execute(&db).await?, 1);
    assert_eq!(Table::get(&db, table.order).await?.user.as_deref(), Some("u"));
    table.set_froms(&db, orm::NONE).await?;
    assert_eq!(From::query().filter(From::SELECT.is_null()).count(&db).await?, 1);
    Ok(())
}

mod odd {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "odd \"table\"; it's")]
    #[has_many(Child)]
    pub(super) struct Odd {
        pub(super) id: i64,
        #[column(name = "a \"column\" 'here'", unique)]
        pub(super) text: String,
        #[column(name = "createdAt")]
        pub(super) created: Option<i64>,
        #[column(name = "ünï?1$1%")]
        pub(super) unicode: Option<String>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "Odd Children")]
    #[belongs_to(Odd)]
    pub(super) struct Child {
        pub(super) id: i64,
        #[column(name = "Odd\"Id")]
        pub(super) odd_id: Option<i64>,
    }
}

async fn names_may_be_any_text(Test { db, .. }: Test) -> Result<()> {
    use odd::*;
    schema![Odd, Child].sync(&db).await?;
    let odd = Odd::build().text("t").created(7).unicode("u").insert(&db).await?;
    let child = odd.create_child(&db, Child::build()).await?;
    assert_eq!(child.get_odd(&db).await?.as_ref(), Some(&odd));
    let query =
        Odd::query().filter(Odd::UNICODE.contains("u") & Odd::CREATED.is_in([7, 8]) & Odd::CHILDREN.exists());
    assert_eq!(query.order_by(Odd::TEXT.asc()).one(&db).await?, odd);
    let again = Odd::build().text("t").created(8).upsert_on(&db, Odd::TEXT).await?;
    assert_eq!((again.id, again.created, again.unicode.as_deref()), (odd.id, Some(8), Some("u")));
    assert_eq!(odd.remove_child(&db, &child).await?, 1);
    Ok(())
}

mod camel {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(rename_all = "camelCase")]
    #[belongs_to(Self, as = best_friend)]
    pub(super) struct UserAccount {
        pub(super) id: i64,
        pub(super) first_name: String,
        pub(super) best_friend_id: Option<i64>,
    }
}

async fn names_may_be_renamed_at_once(Test { db, .. }: Test) -> Result<()> {
    use camel::{UserAccount, UserAccountAccessors as _};
    schema![UserAccount].sync(&db).await?;
    let ada = UserAccount::build().first_name("Ada").insert(&db).await?;
    let bob = UserAccount::build().first_name("Bob").best_friend(&ada).insert(&db).await?;
    assert_eq!(bob.get_best_friend(&db).await?.as_ref(), Some(&ada));
    assert_eq!(rows(&db, UserAccount::FIRST_NAME.desc()).await?, [bob, ada]);
    let text = UserAccount::query().to_sql(&db);
    assert!(text.contains("firstName") && text.contains("bestFriendId"), "{text}");
    Ok(())
}

mod unique {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Seat {
        pub(super) id: i64,
        #[column(unique)]
        pub(super) code: Option<String>,
        #[column(unique = "row_and_place")]
        pub(super) row: i64,
        #[column(unique = "row_and_place")]
        pub(super) place: i64,
    }
}

async fn unique_columns_refuse_a_second_row(Test { db, .. }: Test) -> Result<()> {
    use unique::Seat;
    schema![Seat].sync(&db).await?;
    Seat::build().row(1).place(1).code("a").insert(&db).await?;
    assert_eq!(kind(Seat::build().row(1).place(2).code("a").insert(&db).await), ErrorKind::UniqueViolation);
    assert_eq!(kind(Seat::build().row(1).place(1).insert(&db).await), ErrorKind::UniqueViolation);
    // Empty columns differ from each other.
    Seat::build().row(1).place(2).insert(&db).await?;
    let mut third = Seat::build().row(2).place(2).insert(&db).await?;
    assert_eq!(kind(third.update(&db).set(Seat::ROW, 1).await), ErrorKind::UniqueViolation);
    assert_eq!(third.row, 2);
    assert_eq!(Seat::query().count(&db).await?, 3);
    Ok(())
}

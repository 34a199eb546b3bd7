//! Tables and columns with names that SQL knows, or that no identifier looks like.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["sync": [names_in_other_letters, names_that_are_too_long, names_that_sql_reserves, names_with_quotes]];

async fn names_with_quotes(test: Test) -> Result<()> {
    #[derive(Model, Debug, PartialEq)]
    #[model(table = "a \"quoted\" `table`; --")]
    #[has_many(Child, foreign_key = parent_id)]
    struct Parent {
        id: i64,
        #[column(name = "it's", unique)]
        its: String,
        #[column(name = "100% \"sure\"?", index)]
        sure: Option<bool>,
    }
    #[derive(Model, Debug, PartialEq)]
    #[model(table = "[child].of $1 ?1")]
    #[belongs_to(Parent)]
    struct Child {
        id: i64,
        #[column(name = "a.\"parent\" id")]
        parent_id: Option<i64>,
    }
    let expected = r#"
        [child].of $1 ?1(id:auto, a."parent" id:integer?)
            a."parent" id -> a "quoted" `table`; --(id) set null, cascade
            index a."parent" id
        a "quoted" `table`; --(id:auto, it's:text, 100% "sure"?:boolean?)
            unique it's
            index 100% "sure"?"#;
    let schema = schema![Parent, Child];
    test.expect_sync(schema, expected).await?;
    let db = &test.db;
    let mut parent = Parent::build().its("x").sure(true).insert(db).await?;
    let child = parent.create_child(db, Child::build()).await?;
    parent.update(db).set(Parent::ITS, "y").await?;
    assert_eq!(Parent::query().filter(Parent::SURE.eq(true)).order_by(Parent::ITS.desc()).all(db).await?, [Parent { id: 1, its: "y".to_owned(), sure: Some(true) }]);
    assert_eq!(Child::query().filter(Child::PARENT.matches(Parent::ITS.eq("y"))).all(db).await?.len(), 1);
    assert_eq!(parent.count_children(db).await?, 1);
    schema.verify(db).await?;
    parent.delete(db).await?;
    assert_eq!(Child::get(db, child.id).await?.parent_id, None);
    schema.delete_all(db).await?;
    schema.drop(db).await?;
    test.expect_tables("").await
}

async fn names_that_sql_reserves(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(table = "order")]
    #[has_many(Group, foreign_key = select)]
    struct Order {
        id: i64,
        #[column(name = "default", default = "where")]
        default_: String,
        #[column(unique)]
        primary: i64,
    }
    #[derive(Model)]
    #[model(table = "group")]
    #[belongs_to(Order, as = table, foreign_key = select)]
    struct Group {
        #[key]
        from: String,
        #[column(index)]
        r#where: Option<bool>,
        select: i64,
    }
    let expected = "
        group(from:text, where:boolean?, select:integer)
            key from
            select -> order(id) no action, cascade
            index select
            index where
        order(id:auto, default:text='where', primary:integer)
            unique primary";
    test.expect_sync(schema![Order, Group], expected).await?;
    let db = &test.db;
    let order = Order::build().primary(3).insert(db).await?;
    let mut group = order.create_group(db, Group::build().from("here").r#where(true)).await?;
    assert_eq!(group.get_table(db).await?.default_, "where");
    group.r#where = None;
    group.save(db).await?;
    assert_eq!(Group::query().filter(Group::WHERE.is_null()).filter(Group::FROM.eq("here")).count(db).await?, 1);
    assert_eq!(Order::query().filter(Order::GROUPS.any(Group::SELECT.gte(1))).count(db).await?, 1);
    Ok(())
}

async fn names_in_other_letters(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(table = "Überschriften")]
    #[has_many(Ort, plural = orte, singular = ort, foreign_key = größe)]
    struct Überschrift {
        id: i64,
        straße: String,
    }
    #[derive(Model)]
    #[model(table = "地名")]
    struct Ort {
        id: i64,
        größe: Option<i64>,
    }
    let expected = "
        Überschriften(id:auto, straße:text)
        地名(id:auto, größe:integer?)
            größe -> Überschriften(id) set null, cascade
            index größe";
    test.expect_sync(schema![Überschrift, Ort], expected).await?;
    let title = Überschrift::build().straße("Weg").insert(&test.db).await?;
    title.create_ort(&test.db, Ort::build()).await?;
    assert_eq!(title.get_orte(&test.db).await?.len(), 1);
    Ok(())
}

/// Databases cut names after 63 bytes, so that constraints must not differ only after that.
async fn names_that_are_too_long(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(table = "a_table_whose_name_is_so_long_that_nothing_can_be_added_to_it")]
    struct Target {
        id: i64,
        #[column(unique)]
        one_long_name_of_a_column: String,
        #[column(unique)]
        one_long_name_of_another_column: String,
    }
    #[derive(Model)]
    #[model(table = "another_table_whose_name_is_so_long_that_nothing_can_be_added")]
    #[belongs_to(Target, as = first, foreign_key = a_foreign_key_with_a_long_name_1)]
    #[belongs_to(Target, as = second, foreign_key = a_foreign_key_with_a_long_name_2)]
    struct Source {
        id: i64,
        a_foreign_key_with_a_long_name_1: i64,
        a_foreign_key_with_a_long_name_2: i64,
    }
    let expected = "
        a_table_whose_name_is_so_long_that_nothing_can_be_added_to_it(id:auto, one_long_name_of_a_column:text, one_long_name_of_another_column:text)
            unique one_long_name_of_a_column
            unique one_long_name_of_another_column
        another_table_whose_name_is_so_long_that_nothing_can_be_added(id:auto, a_foreign_key_with_a_long_name_1:integer, a_foreign_key_with_a_long_name_2:integer)
            a_foreign_key_with_a_long_name_1 -> a_table_whose_name_is_so_long_that_nothing_can_be_added_to_it(id) no action, cascade
            a_foreign_key_with_a_long_name_2 -> a_table_whose_name_is_so_long_that_nothing_can_be_added_to_it(id) no action, cascade
            index a_foreign_key_with_a_long_name_1
            index a_foreign_key_with_a_long_name_2";
    test.expect_sync(schema![Source, Target], expected).await
}

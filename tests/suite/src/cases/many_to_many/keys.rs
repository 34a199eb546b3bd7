//! Junctions over keys of every kind: other columns than the primary key, texts, several columns.
use orm::association::ByKey;
use orm::prelude::*;
use orm::{Result, schema, sql};

use crate::case::Test;

crate::cases!["many_to_many": [
    keys_composite,
    keys_name_pk,
    keys_name_title,
    keys_pk_pk,
    keys_pk_title,
    keys_text,
    keys_through_a_model,
]];

/// What every combination of keys has to do, as in the oracle; there, `has` and nested rows take the wrong key.
macro_rules! combination {
    ($case:ident, $near:ident: $Near:ty, $far:ident: $Far:ty, ($($foo_keys:tt)*), ($($bar_keys:tt)*)) => {
        async fn $case(Test { db, .. }: Test) -> Result<()> {
            #[derive(Model, Debug, Clone, PartialEq)]
            #[belongs_to_many(Bar, through = "foo_bar" $($foo_keys)*)]
            struct Foo {
                id: i64,
                #[column(unique)]
                name: String,
            }
            #[derive(Model, Debug, Clone, PartialEq)]
            #[belongs_to_many(Foo, through = "foo_bar" $($bar_keys)*)]
            struct Bar {
                id: i64,
                #[column(unique)]
                title: String,
            }
            schema![Foo, Bar].sync(&db).await?;
            let f0 = Foo::build().name("f0").insert(&db).await?;
            let f1 = Foo::build().name("f1").insert(&db).await?;
            let b0 = Bar::build().id(11).title("b0").insert(&db).await?;
            let b1 = Bar::build().id(12).title("b1").insert(&db).await?;
            let b2 = Bar::build().id(13).title("b2").insert(&db).await?;
            f1.add_bar(&db, &b1).await?;
            f1.add_bars(&db, [&b1, &b2]).await?;
            assert_eq!(f1.get_bars(&db).order_by(Bar::ID.asc()).await?, [b1.clone(), b2.clone()]);
            assert_eq!(b2.get_foos(&db).await?, [f1.clone()]);
            assert!(f1.has_bar(&db, &b1).await?);
            assert!(!f1.has_bar(&db, &b0).await?);
            assert_eq!(f1.count_bars(&db).await?, 2);
            f1.set_bars(&db, [&b0, &b1]).await?;
            assert_eq!(f1.remove_bar(&db, b0.$far.clone()).await?, 1);
            let table = concat!("SELECT foo_", stringify!($near), ", bar_", stringify!($far), " FROM foo_bar");
            assert_eq!(sql(table).fetch_rows::<($Near, $Far)>(&db).await?, [(f1.$near.clone(), b1.$far.clone())]);
            let all = Foo::query().include(Foo::BARS).order_by(Foo::ID.asc()).all(&db).await?;
            assert_eq!((&all[0].bars, &all[1].bars), (&vec![], &vec![b1]));
            let new = f0.create_bar(&db, Bar::build().title("new")).await?;
            assert_eq!(f0.get_bars(&db).await?, [new]);
            Ok(())
        }
    };
}

combination!(keys_pk_pk, id: i64, id: i64, (), ());
combination!(keys_pk_title, id: i64, title: String, (, target_key = title), (, source_key = title));
combination!(keys_name_pk, name: String, id: i64, (, source_key = name), (, target_key = name));
combination!(
    keys_name_title, name: String, title: String,
    (, source_key = name, target_key = title), (, source_key = title, target_key = name)
);

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Topic, through = "topic_words")]
struct Word {
    #[key]
    text: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Word, through = "topic_words")]
struct Topic {
    #[key]
    code: Vec<u8>,
}

async fn keys_text(Test { db, .. }: Test) -> Result<()> {
    schema![Word, Topic].sync(&db).await?;
    let word = Word::build().text("a'b").insert(&db).await?;
    let topic = Topic::build().code(vec![0, 255]).insert(&db).await?;
    word.add_topic(&db, vec![0u8, 255]).await?;
    topic.set_words(&db, ["a'b"]).await?;
    assert!(topic.has_word(&db, "a'b").await?);
    assert_eq!(topic.get_words(&db).await?, [word.clone()]);
    assert_eq!(Topic::query().include(Topic::WORDS).one(&db).await?.words, [word.clone()]);
    assert_eq!(word.remove_topic(&db, &topic).await?, 1);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Unit, through = Lease)]
struct Tenant {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Tenant, through = Lease)]
#[belongs_to_many(Unit, as = neighbours, through = "walls")]
struct Unit {
    #[key]
    street: String,
    #[key]
    number: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Tenant)]
#[belongs_to(Unit, foreign_key = (unit_street, unit_number))]
struct Lease {
    #[key]
    tenant_id: i64,
    #[key]
    unit_street: String,
    #[key]
    unit_number: i32,
    rent: Option<i32>,
}

async fn keys_composite(Test { db, .. }: Test) -> Result<()> {
    schema![Tenant, Unit, Lease].sync(&db).await?;
    let tenant = Tenant::build().insert(&db).await?;
    let mut units = Vec::new();
    for (street, number) in [("a", 11), ("a1", 1), ("b", 1)] {
        units.push(Unit::build().street(street).number(number).insert(&db).await?);
    }
    tenant.set_units(&db, &units).through(Lease::build().rent(5)).await?;
    assert!(tenant.has_units(&db, [ByKey(("a", 11)), ByKey(("a1", 1))]).await?);
    assert_eq!(tenant.remove_units(&db, [ByKey(("a", 11)), ByKey(("a", 1))]).await?, 1);
    tenant.set_units(&db, [&units[2]]).await?;
    assert_eq!(units[2].get_tenants(&db).await?, [tenant.clone()]);
    assert_eq!(tenant.get_units(&db).with_through().await?[0].through.rent, Some(5));
    units[0].add_neighbours(&db, &units[1..]).await?;
    units[0].set_neighbours(&db, [&units[1]]).await?;
    let loaded = Unit::query().include(Unit::NEIGHBOURS).order_by(Unit::STREET.asc()).all(&db).await?;
    let neighbours: Vec<_> = loaded.iter().map(|unit| unit.neighbours.clone()).collect();
    assert_eq!(neighbours, [vec![units[1].clone()], vec![], vec![]]);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Course, through = Enrolment, source_key = number, target_key = code)]
struct Student {
    id: i64,
    #[column(unique)]
    number: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Student, through = Enrolment, source_key = code, target_key = number)]
struct Course {
    id: i64,
    #[column(unique)]
    code: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Student, foreign_key = student_number, target_key = number)]
#[belongs_to(Course, foreign_key = course_code, target_key = code)]
struct Enrolment {
    #[key]
    student_number: String,
    #[key]
    course_code: String,
}

async fn keys_through_a_model(Test { db, .. }: Test) -> Result<()> {
    schema![Student, Course, Enrolment].sync(&db).await?;
    let student = Student::build().number("s1").insert(&db).await?;
    let nobody = Student::build().insert(&db).await?;
    let course = Course::build().code("c1").insert(&db).await?;
    student.add_course(&db, "c1").await?;
    assert_eq!(course.get_students(&db).await?, [student]);
    // Without its key a row is linked to nothing, and cannot be.
    assert_eq!(nobody.get_courses(&db).await?, []);
    assert_eq!(nobody.remove_course(&db, &course).await?, 0);
    assert!(nobody.add_course(&db, &course).await.is_err());
    assert!(course.add_student(&db, &nobody).await.is_err());
    Ok(())
}

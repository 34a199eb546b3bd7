//! Several associations between the same models, and other keys than the primary one.
use orm::association::NONE;
use orm::prelude::*;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::rows;

crate::cases!["has_many": [sender_receiver, source_key, two_associations_one_fk, v6_seed_walkthrough]];

mod mail_person {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Person, as = sender)]
    #[belongs_to(Person, as = receiver)]
    pub(super) struct Mail {
        pub(super) id: i64,
        pub(super) subject: String,
        pub(super) sender_id: Option<i64>,
        pub(super) receiver_id: Option<i64>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Mail, singular = sent_mail, plural = sent, foreign_key = sender_id)]
    #[has_many(Mail, singular = received_mail, plural = received, foreign_key = receiver_id)]
    pub(super) struct Person {
        pub(super) id: i64,
        pub(super) name: String,
    }
}

async fn sender_receiver(Test { db, .. }: Test) -> Result<()> {
    use mail_person::*;
    schema![Mail, Person].sync(&db).await?;
    let people = Person::insert_all(&db, ["ann", "bob"].map(|name| Person::build().name(name))).await?;
    let (ann, bob) = (&people[0], &people[1]);
    let mut mail = Mail::build().subject("hi").insert(&db).await?;
    mail.set_sender(&db, ann).await?;
    mail.set_receiver(&db, bob).await?;
    assert_eq!(mail.get_sender(&db).await?.as_ref(), Some(ann));
    assert_eq!(mail.get_receiver(&db).await?.as_ref(), Some(bob));
    assert_eq!(ann.get_sent(&db).await?, [mail.clone()]);
    assert_eq!(ann.get_received(&db).await?, []);
    assert_eq!(mail, Mail { id: 1, subject: "hi".into(), sender_id: Some(1), receiver_id: Some(2) });
    let loaded = Mail::query().include(Mail::SENDER).include(Mail::RECEIVER).one(&db).await?;
    assert_eq!((loaded.sender.as_ref(), loaded.receiver.as_ref()), (Some(ann), Some(bob)));
    assert_eq!(rows(&db, Mail::ID.asc()).await?, [mail]);
    assert_eq!(rows(&db, Person::ID.asc()).await?, people);
    Ok(())
}

mod country_city {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(City, foreign_key = country_code, source_key = iso_code)]
    pub(super) struct Country {
        pub(super) id: i64,
        pub(super) name: String,
        #[column(unique)]
        pub(super) iso_code: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Country, foreign_key = country_code, target_key = iso_code)]
    pub(super) struct City {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) country_code: Option<String>,
    }

    pub(super) fn city(id: i64, name: &str, code: Option<&str>) -> City {
        City { id, name: name.to_owned(), country_code: code.map(str::to_owned) }
    }
}

async fn source_key(Test { db, .. }: Test) -> Result<()> {
    use country_city::*;
    schema![Country, City].sync(&db).await?;
    let de = Country::build().name("Germany").iso_code("DE").insert(&db).await?;
    let fr = Country::build().name("France").iso_code("FR").insert(&db).await?;
    let berlin = City::build().name("Berlin").country_code("DE").insert(&db).await?;
    let mut paris = City::build().name("Paris").insert(&db).await?;
    let lyon = City::build().name("Lyon").insert(&db).await?;
    assert_eq!(de.get_cities(&db).await?, [city(1, "Berlin", Some("DE"))]);
    assert_eq!(berlin.get_country(&db).await?, Some(de.clone()));
    fr.add_city(&db, &mut paris).await?;
    fr.add_city(&db, 3).await?;
    assert_eq!(
        fr.get_cities(&db).order_by(City::ID.asc()).await?,
        [city(2, "Paris", Some("FR")), city(3, "Lyon", Some("FR"))]
    );
    assert_eq!(fr.count_cities(&db).await?, 2);
    assert!(fr.has_city(&db, &lyon).await?);
    let bonn = de.create_city(&db, City::build().name("Bonn")).await?;
    assert_eq!(bonn, city(4, "Bonn", Some("DE")));
    de.set_cities(&db, [&berlin]).await?;
    assert_eq!(de.get_cities(&db).await?, [city(1, "Berlin", Some("DE"))]);
    paris.set_country(&db, &de).await?;
    assert_eq!(
        rows(&db, City::ID.asc()).await?,
        [
            city(1, "Berlin", Some("DE")),
            city(2, "Paris", Some("DE")),
            city(3, "Lyon", Some("FR")),
            city(4, "Bonn", None)
        ]
    );
    let loaded = Country::query().include(Country::CITIES).order_by(Country::ID.asc()).all(&db).await?;
    let counts: Vec<_> = loaded.iter().map(|country| (country.name.as_str(), country.cities.len())).collect();
    assert_eq!(counts, [("Germany", 2), ("France", 1)]);
    assert_eq!(rows(&db, Country::ID.asc()).await?, [de, fr]);
    Ok(())
}

mod user_two_views {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Task)]
    #[has_many(Task, as = done_tasks, scope(done = true))]
    pub(super) struct User {
        pub(super) id: i64,
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Task {
        pub(super) id: i64,
        pub(super) title: String,
        pub(super) done: bool,
        pub(super) user_id: Option<i64>,
    }

    pub(super) fn task(id: i64, title: &str, done: bool) -> Task {
        Task { id, title: title.to_owned(), done, user_id: Some(1) }
    }
}

async fn two_associations_one_fk(Test { db, .. }: Test) -> Result<()> {
    use user_two_views::*;
    schema![User, Task].sync(&db).await?;
    let user = User::build().name("u").insert(&db).await?;
    let tasks =
        [("a", true), ("b", false)].map(|(title, done)| Task::build().title(title).done(done).user_id(1));
    Task::insert_all(&db, tasks).await?;
    assert_eq!(user.count_tasks(&db).await?, 2);
    assert_eq!(user.count_done_tasks(&db).await?, 1);
    let c = user.create_done_task(&db, Task::build().title("c")).await?;
    assert_eq!(c, task(3, "c", true));
    assert_eq!(user.get_done_tasks(&db).order_by(Task::ID.asc()).await?, [task(1, "a", true), c.clone()]);
    assert_eq!(rows(&db, Task::ID.asc()).await?, [task(1, "a", true), task(2, "b", false), c]);
    Ok(())
}

mod foo_bar {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Bar)]
    pub(super) struct Foo {
        pub(super) id: i64,
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Foo)]
    pub(super) struct Bar {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) foo_id: Option<i64>,
    }
}

async fn v6_seed_walkthrough(Test { db, .. }: Test) -> Result<()> {
    use foo_bar::*;
    schema![Foo, Bar].sync(&db).await?;
    let foo = Foo::build().name("the-foo").insert(&db).await?;
    let bar1 = Bar::build().name("some-bar").insert(&db).await?;
    let bar2 = Bar::build().name("another-bar").insert(&db).await?;
    assert_eq!(foo.get_bars(&db).await?, []);
    assert_eq!(foo.count_bars(&db).await?, 0);
    assert!(!foo.has_bar(&db, &bar1).await?);
    foo.add_bars(&db, [&bar1, &bar2]).await?;
    assert_eq!(foo.count_bars(&db).await?, 2);
    foo.add_bar(&db, &bar1).await?;
    assert_eq!(foo.count_bars(&db).await?, 2);
    assert!(foo.has_bar(&db, &bar1).await?);
    assert_eq!(foo.remove_bar(&db, &bar2).await?, 1);
    assert_eq!(foo.count_bars(&db).await?, 1);
    let bar3 = foo.create_bar(&db, Bar::build().name("yet-another-bar")).await?;
    assert_eq!(bar3, Bar { id: 3, name: "yet-another-bar".into(), foo_id: Some(1) });
    assert_eq!(foo.count_bars(&db).await?, 2);
    foo.set_bars(&db, NONE).await?;
    assert_eq!(foo.count_bars(&db).await?, 0);
    assert_eq!(rows(&db, Bar::ID.asc()).await?, [bar1, bar2, Bar { foo_id: None, ..bar3 }]);
    assert_eq!(rows(&db, Foo::ID.asc()).await?, [foo]);
    Ok(())
}

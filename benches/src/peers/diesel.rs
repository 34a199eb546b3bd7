//! diesel and diesel-async, each with its own statement cache; the same code for both databases.
//!
//! A row by its key is read with `get_result`, not with `first`, which costs ten times as much on SQLite: it binds a limit,
//! and SQLite prepares a statement again when another limit is bound.
pub mod asynchronous;
pub mod blocking;

use diesel::prelude::*;
use orm_bench_harness::data::{BRANCHES, NAME, hair_color};

diesel::table! {
    people (id) { id -> BigInt, name -> Text, hair_color -> Nullable<Text>, }
}

diesel::table! {
    pets (id) { id -> BigInt, name -> Text, person_id -> BigInt, }
}

diesel::table! {
    toys (id) { id -> BigInt, name -> Text, pet_id -> BigInt, }
}

diesel::table! {
    clubs (id) { id -> BigInt, name -> Text, }
}

diesel::table! {
    memberships (person_id, club_id) { person_id -> BigInt, club_id -> BigInt, }
}

diesel::table! {
    records (id) {
        id -> BigInt,
        i1 -> BigInt, i2 -> BigInt, i3 -> BigInt, i4 -> BigInt, i5 -> BigInt, i6 -> BigInt,
        t1 -> Text, t2 -> Text, t3 -> Text, t4 -> Text, t5 -> Text, t6 -> Text,
        n1 -> Nullable<Text>, n2 -> Nullable<Text>,
        r1 -> Double, r2 -> Double, r3 -> Double,
        b1 -> Bool, b2 -> Bool,
    }
}

diesel::joinable!(pets -> people (person_id));
diesel::joinable!(toys -> pets (pet_id));
diesel::joinable!(memberships -> people (person_id));
diesel::joinable!(memberships -> clubs (club_id));
diesel::allow_tables_to_appear_in_same_query!(people, pets, toys, clubs, memberships);

#[derive(Debug, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = people, treat_none_as_null = true)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = pets, belongs_to(Person))]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = toys, belongs_to(Pet))]
pub struct Toy {
    pub id: i64,
    pub name: String,
    pub pet_id: i64,
}

#[derive(Debug, Queryable, Selectable, Identifiable)]
#[diesel(table_name = clubs)]
pub struct Club {
    pub id: i64,
    pub name: String,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Associations, Insertable)]
#[diesel(table_name = memberships, primary_key(person_id, club_id), belongs_to(Person), belongs_to(Club))]
#[diesel(treat_none_as_default_value = false)]
pub struct Membership {
    pub person_id: i64,
    pub club_id: i64,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = records)]
pub struct Record {
    pub id: i64,
    pub i1: i64,
    pub i2: i64,
    pub i3: i64,
    pub i4: i64,
    pub i5: i64,
    pub i6: i64,
    pub t1: String,
    pub t2: String,
    pub t3: String,
    pub t4: String,
    pub t5: String,
    pub t6: String,
    pub n1: Option<String>,
    pub n2: Option<String>,
    pub r1: f64,
    pub r2: f64,
    pub r3: f64,
    pub b1: bool,
    pub b2: bool,
}

/// With `treat_none_as_default_value = false`, several rows become one statement.
#[derive(Debug, Insertable)]
#[diesel(table_name = people, treat_none_as_default_value = false)]
pub struct NewPerson {
    name: String,
    hair_color: Option<String>,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = pets, treat_none_as_default_value = false)]
pub struct NewPet {
    name: String,
    person_id: i64,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = toys, treat_none_as_default_value = false)]
pub struct NewToy {
    name: String,
    pet_id: i64,
}

fn new_person(at: usize) -> NewPerson {
    NewPerson { name: NAME.to_owned(), hair_color: hair_color(at).map(str::to_owned) }
}

fn new_people(count: usize) -> Vec<NewPerson> {
    (0..count).map(new_person).collect()
}

fn new_pets(person: &Person) -> Vec<NewPet> {
    (0..BRANCHES).map(|_| NewPet { name: NAME.to_owned(), person_id: person.id }).collect()
}

fn new_toys(pets: &[Pet]) -> Vec<NewToy> {
    let of_pet = |pet: &Pet| {
        let pet_id = pet.id;
        (0..BRANCHES).map(move |_| NewToy { name: NAME.to_owned(), pet_id })
    };
    pets.iter().flat_map(of_pet).collect()
}

fn members(clubs: impl Iterator<Item = i64>) -> Vec<Membership> {
    clubs.map(|club_id| Membership { person_id: 1, club_id }).collect()
}

/// The clubs to leave and to join, so that these remain.
fn difference(present: &[i64]) -> (Vec<i64>, Vec<Membership>) {
    let set: Vec<_> = orm_bench_harness::data::SET.collect();
    let gone = present.iter().copied().filter(|club| !set.contains(club)).collect();
    (gone, members(set.into_iter().filter(|club| !present.contains(club))))
}

fn count_pets(people: &[Person], pets: Vec<Pet>) -> usize {
    let pets = pets.grouped_by(people);
    let families: Vec<_> = people.iter().zip(pets).collect();
    std::hint::black_box(families).iter().map(|(_, pets)| 1 + pets.len()).sum()
}

fn count_clubs(people: &[Person], clubs: Vec<(Membership, Club)>) -> usize {
    let clubs = clubs.grouped_by(people);
    let families: Vec<_> = people.iter().zip(clubs).collect();
    std::hint::black_box(families).iter().map(|(_, clubs)| 1 + clubs.len()).sum()
}

fn count_toys(people: &[Person], pets: Vec<Pet>, toys: Vec<Toy>) -> usize {
    let toys = toys.grouped_by(&pets);
    let pets: Vec<(Pet, Vec<Toy>)> = pets.into_iter().zip(toys).collect();
    let pets = pets.grouped_by(people);
    let families: Vec<_> = people.iter().zip(pets).collect();
    let families = std::hint::black_box(families);
    families.iter().map(|(_, pets)| 1 + pets.iter().map(|(_, toys)| 1 + toys.len()).sum::<usize>()).sum()
}

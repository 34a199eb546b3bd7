//! sqlx, with `query_as` and its own statement cache; the same code for both databases.
pub mod postgres;
pub mod sqlite;

use orm_bench_harness::rows::{With, count, count_deep, group};

/// How often a connection is taken from the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checkout {
    /// Once for all operations.
    Once,
    /// For each operation, as a server's handlers do; this is what `orm` is measured with.
    EachTime,
}

#[derive(Debug, sqlx::FromRow)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

#[derive(Debug, sqlx::FromRow)]
pub struct Toy {
    pub id: i64,
    pub name: String,
    pub pet_id: i64,
}

/// A club, and the person who is in it.
#[derive(Debug, sqlx::FromRow)]
pub struct Club {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

/// A pet with its person.
#[derive(Debug, sqlx::FromRow)]
pub struct Owned {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
    pub owner_id: i64,
    pub owner_name: String,
    pub hair_color: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
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

const JOIN: &str = "SELECT p.id, p.name, p.person_id, o.id AS owner_id, o.name AS owner_name, o.hair_color \
                    FROM pets AS p JOIN people AS o ON o.id = p.person_id";

fn count_pets(people: Vec<Person>, pets: Vec<Pet>) -> usize {
    let pets = pets.into_iter().map(|pet| (pet.person_id, pet));
    count(&std::hint::black_box(group(people, |person| person.id, pets)))
}

fn count_clubs(people: Vec<Person>, clubs: Vec<Club>) -> usize {
    let clubs = clubs.into_iter().map(|club| (club.person_id, club));
    count(&std::hint::black_box(group(people, |person| person.id, clubs)))
}

fn count_toys(people: Vec<Person>, pets: Vec<Pet>, toys: Vec<Toy>) -> usize {
    let pets = group(pets, |pet| pet.id, toys.into_iter().map(|toy| (toy.pet_id, toy)));
    let pets = pets.into_iter().map(|pet: With<Pet, Toy>| (pet.row.person_id, pet));
    count_deep(&std::hint::black_box(group(people, |person| person.id, pets)))
}

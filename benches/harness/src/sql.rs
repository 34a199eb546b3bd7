//! The statements of those who write SQL by hand; both databases understand `$1`.
use crate::data::Database;

pub const FIND: &str = "SELECT id, name, hair_color FROM people WHERE id = $1";
pub const FIRST: &str = "SELECT id, name, hair_color FROM people WHERE id >= $1 ORDER BY id LIMIT 1";
pub const LOAD: &str = "SELECT id, name, hair_color FROM people";
pub const WIDE: &str =
    "SELECT id, i1, i2, i3, i4, i5, i6, t1, t2, t3, t4, t5, t6, n1, n2, r1, r2, r3, b1, b2 FROM records";
pub const JOIN: &str = "SELECT p.id, p.name, p.person_id, o.id, o.name, o.hair_color FROM pets AS p JOIN people AS o ON o.id = p.person_id";
pub const PETS_OF_ONE: &str = "SELECT id, name, person_id FROM pets WHERE person_id = $1";
pub const INSERT: &str = "INSERT INTO people (name, hair_color) VALUES ($1, $2)";
pub const INSERT_PET: &str = "INSERT INTO pets (name, person_id) VALUES ($1, $2)";
pub const UPDATE: &str = "UPDATE people SET name = $1, hair_color = $2 WHERE id = $3";
pub const DELETE: &str = "DELETE FROM people WHERE id = $1";
pub const LINKED: &str = "SELECT club_id FROM memberships WHERE person_id = $1";

/// A membership test against one parameter that holds many keys.
fn is_among(column: &str, database: Database) -> String {
    match database {
        Database::Sqlite => format!("{column} IN (SELECT value FROM json_each($1))"),
        Database::Postgres => format!("{column} = ANY($1)"),
    }
}

/// The pets of many people.
pub fn pets(database: Database) -> String {
    format!("SELECT id, name, person_id FROM pets WHERE {}", is_among("person_id", database))
}

/// The toys of many pets.
pub fn toys(database: Database) -> String {
    format!("SELECT id, name, pet_id FROM toys WHERE {}", is_among("pet_id", database))
}

/// The clubs of many people, each with the key of the person.
pub fn clubs(database: Database) -> String {
    let condition = is_among("m.person_id", database);
    format!(
        "SELECT c.id, c.name, m.person_id FROM memberships AS m JOIN clubs AS c ON c.id = m.club_id WHERE {condition}"
    )
}

/// Removes somebody from clubs.
pub fn unlink(database: Database) -> String {
    format!("DELETE FROM memberships WHERE {} AND person_id = $2", is_among("club_id", database))
}

/// An `INSERT` of several rows with two columns.
pub fn insert_many(table: &str, columns: &str, rows: usize, end: &str) -> String {
    let mut sql = format!("INSERT INTO {table} ({columns}) VALUES ");
    for row in 0..rows {
        let comma = if row > 0 { ", " } else { "" };
        sql.push_str(&format!("{comma}(${}, ${})", row * 2 + 1, row * 2 + 2));
    }
    sql + end
}

/// Stores people.
pub fn insert_people(rows: usize, end: &str) -> String {
    insert_many("people", "name, hair_color", rows, end)
}

/// Adds somebody to clubs, unless they are there already.
pub fn link(rows: usize) -> String {
    insert_many("memberships", "person_id, club_id", rows, " ON CONFLICT DO NOTHING")
}

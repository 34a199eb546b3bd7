//! The rows that everybody works on, as SQL that everybody runs.

/// The tables; `pets` has what an accessor needs.
pub const TABLES: &str = "
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, hair_color TEXT);
    CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES people (id));
    CREATE INDEX pets_person_id ON pets (person_id);";

/// Empties both tables.
pub const EMPTY: &str = "DELETE FROM pets; DELETE FROM people;";

/// How many keys [`keys`] uses, beginning at 1.
pub const KEYS: usize = 10_000;

/// How many pets everybody has, where somebody has pets.
pub const PETS: usize = 10;

/// Exactly this many people, with the keys from 1 on; every other one has a hair colour.
pub fn people(rows: usize) -> String {
    format!(
        "{EMPTY} WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) \
         INSERT INTO people SELECT i, 'Person ' || i, CASE i % 2 WHEN 0 THEN 'hair color ' || i END FROM n;"
    )
}

/// People with their pets.
pub fn people_with_pets(rows: usize) -> String {
    format!(
        "{} INSERT INTO pets (name, person_id) SELECT 'Pet ' || n.value, p.id FROM people AS p, json_each('[{}]') AS n;",
        people(rows),
        vec!["7"; PETS].join(",")
    )
}

/// Keys of rows, in an order that no cache can guess.
pub fn keys(times: usize) -> impl Iterator<Item = i64> {
    (0..times).map(|at| (at * 7919 % KEYS + 1) as i64)
}

/// What new rows are called.
pub const NAME: &str = "Ada Lovelace";

/// The hair colour of every other new row.
pub fn hair_color(at: usize) -> Option<&'static str> {
    at.is_multiple_of(2).then_some("auburn")
}

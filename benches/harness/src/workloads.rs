//! The work that is measured.
use crate::data::{self, BRANCHES, CHILDREN, Database, FINDS, KEYS, TASKS, TREE};
use crate::peer::{Peer, Work};

/// One thing to measure.
#[derive(Debug, Clone)]
pub struct Workload {
    /// What the tables call it.
    pub name: String,
    pub work: Work,
    /// The SQL that stores what is there before, in empty tables.
    pub setup: String,
    /// The tables are emptied, and `setup` is run, before each measurement, so that they do not grow.
    pub reset: bool,
    /// How many operations one measurement is made of, at most.
    pub times: usize,
    /// How many rows one operation sees.
    pub rows: usize,
    /// Whether the full run is too long with it, so that `--quick` leaves it out.
    pub long: bool,
}

impl Workload {
    fn new(name: impl Into<String>, work: Work, setup: String, rows: usize) -> Self {
        Self { name: name.into(), work, setup, reset: false, times: 1_000, rows, long: false }
    }

    fn reset(self) -> Self {
        Self { reset: true, ..self }
    }

    fn long(self) -> Self {
        Self { long: true, ..self }
    }

    /// Prepares the tables.
    pub fn prepare(&self, peer: &mut dyn Peer, database: Database) {
        peer.script(&format!("{}{}{}", database.empty(), self.setup, database.settle()));
    }

    /// Lets a peer do its operations, and holds that it did them all.
    ///
    /// # Panics
    ///
    /// If the peer saw other rows than it should have.
    pub fn run(&self, peer: &mut dyn Peer, times: usize) -> bool {
        match peer.work(self.work, times) {
            Some(seen) => {
                assert_eq!(seen, self.rows * times, "{} of {} saw other rows", self.name, peer.name());
                true
            }
            None => false,
        }
    }
}

/// Writes a number with commas.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn rows_of(count: usize) -> String {
    format!("{} row{}", grouped(count), if count == 1 { "" } else { "s" })
}

fn parents_of(count: usize) -> String {
    format!("{} parent{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// Some people, all of them loaded.
pub fn load(count: usize) -> Workload {
    let workload = Workload::new(format!("load {}", rows_of(count)), Work::Load, data::people(count), count);
    if count > 1_000 { workload.long() } else { workload }
}

/// Some people, with their pets.
pub fn has_many(count: usize) -> Workload {
    let name = format!("has_many: {} × {CHILDREN}", parents_of(count));
    Workload::new(name, Work::HasMany, data::people_with_pets(count), count * (1 + CHILDREN))
}

/// People, with their pets, with their toys.
pub fn deep(count: usize) -> Workload {
    let name = format!("three levels: {count} × {CHILDREN} × {CHILDREN}");
    let rows = count * (1 + CHILDREN * (1 + CHILDREN));
    Workload::new(name, Work::Deep, data::people_with_toys(count), rows)
}

/// Many tasks over few connections.
pub fn tasks() -> Workload {
    let name = format!("{TASKS} tasks × {FINDS} rows by key, pool of {}", data::POOL);
    Workload { times: 20, ..Workload::new(name, Work::Tasks, data::people(KEYS), TASKS * FINDS) }
}

fn wide(count: usize) -> Workload {
    let workload = Workload::new(
        format!("load {}, 20 columns", rows_of(count)),
        Work::Wide,
        data::records(count),
        count,
    );
    if count > 1_000 { workload.long() } else { workload }
}

fn join(count: usize) -> Workload {
    let setup = data::people_with_pets(count / CHILDREN);
    let workload = Workload::new(format!("join of two tables, {}", rows_of(count)), Work::Join, setup, count);
    if count > 1_000 { workload.long() } else { workload }
}

fn many_to_many(count: usize) -> Workload {
    let name = format!("many-to-many: {} × {CHILDREN}", parents_of(count));
    Workload::new(name, Work::ManyToMany, data::members(count), count * (1 + CHILDREN))
}

fn insert(count: usize) -> Workload {
    let name = format!("insert {}", rows_of(count));
    let times = (3_000 / count).clamp(1, 300);
    Workload { times, ..Workload::new(name, Work::Insert(count), String::new(), count).reset() }
}

/// All of them but [`tasks`], in the order of the tables.
#[must_use]
pub fn all() -> Vec<Workload> {
    let people = || data::people(KEYS);
    let tree = format!("create a tree: 1 + {BRANCHES} + {} rows", BRANCHES * BRANCHES);
    vec![
        Workload::new("one row by key", Work::Find, people(), 1),
        Workload::new("first row of a query", Work::First, people(), 1),
        load(1),
        load(100),
        load(10_000),
        wide(1),
        wide(100),
        wide(10_000),
        join(100),
        join(10_000),
        Workload::new("10 children of a row", Work::Children, data::people_with_pets(KEYS), CHILDREN),
        has_many(1),
        has_many(100),
        has_many(1_000),
        many_to_many(1),
        many_to_many(100),
        many_to_many(1_000),
        deep(100),
        insert(1),
        insert(100),
        insert(1_000),
        Workload { times: 50, ..Workload::new(tree, Work::Tree, String::new(), TREE).reset() },
        Workload {
            times: 50,
            ..Workload::new(
                "add, set and remove on a junction",
                Work::Junction,
                data::people(1) + &data::clubs(),
                1,
            )
        },
        Workload::new("update 1 row", Work::Update, people(), 1),
        Workload { times: 200, ..Workload::new("transaction of 5", Work::Transaction, people(), 1) },
    ]
}

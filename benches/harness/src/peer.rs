//! Who takes part, and at what.

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Loads the row of a key.
    Find,
    /// Loads the first of the people from a key on: a query with a condition, an order and a limit.
    First,
    /// Loads all people.
    Load,
    /// Loads all rows with many columns.
    Wide,
    /// Loads all pets, each with its person.
    Join,
    /// Loads somebody's pets.
    Children,
    /// Loads all people with their pets.
    HasMany,
    /// Loads all people with their clubs.
    ManyToMany,
    /// Loads all people with their pets, and those with their toys.
    Deep,
    /// Stores so many people, all of them or none, and has them with their keys.
    Insert(usize),
    /// Stores a person with pets, and those with toys: all of them or none.
    Tree,
    /// Lets a person join clubs, sets them to others, and removes all.
    Junction,
    /// Writes all columns of a row that was loaded before.
    Update,
    /// Inserts, finds, updates, finds again and deletes a row, in one transaction.
    Transaction,
    /// Many tasks that find rows by their keys, over few connections.
    Tasks,
}

/// Somebody who can do the work on a database of his own.
pub trait Peer {
    /// What the tables call it.
    fn name(&self) -> String;

    /// Runs SQL, statement by statement.
    fn script(&mut self, sql: &str);

    /// Does the work so many times, and gives how many rows it saw, so that nobody can leave work out; `None` if it has
    /// no such thing. What is async loops inside of its runtime, so that entering it is not measured.
    fn work(&mut self, work: Work, times: usize) -> Option<usize>;
}

/// Adds up what an operation saw, over many of them.
///
/// # Panics
///
/// If one fails.
pub fn repeat<E: std::fmt::Debug>(
    times: usize,
    mut operation: impl FnMut(usize) -> Result<usize, E>,
) -> Option<usize> {
    Some((0..times).map(|at| operation(at).expect("the database answers")).sum())
}

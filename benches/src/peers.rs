//! Who takes part: one file per library, each written the way its own documentation does it.
pub mod diesel;
pub mod orm;
pub mod raw;
pub mod runtime;
pub mod rusqlite;
pub mod sqlx;

use runtime::Flavor;

/// Somebody who can do the work on a database of his own.
///
/// Each method does the operation `times` times, and gives how many rows it saw, so that nobody can leave work out;
/// `None` if it has no such thing. What is async loops inside of its runtime, so that entering it is not measured.
pub trait Peer {
    /// What the tables call it.
    fn name(&self) -> String;

    /// Runs SQL, statement by statement.
    fn script(&mut self, sql: &str);

    /// Loads the row of a key.
    fn find(&mut self, times: usize) -> Option<usize> {
        let _ = times;
        None
    }

    /// Loads the first of the people from a key on: a query with a condition, an order and a limit.
    fn first(&mut self, times: usize) -> Option<usize> {
        let _ = times;
        None
    }

    /// Loads all people.
    fn load(&mut self, times: usize) -> Option<usize> {
        let _ = times;
        None
    }

    /// Stores one row, and has it with its key.
    fn insert(&mut self, times: usize) -> Option<usize> {
        let _ = times;
        None
    }

    /// Stores many rows, all of them or none.
    fn insert_all(&mut self, rows: usize, times: usize) -> Option<usize> {
        let _ = (rows, times);
        None
    }

    /// Writes all columns of a row that was loaded before.
    fn update(&mut self, times: usize) -> Option<usize> {
        let _ = times;
        None
    }

    /// Loads somebody's pets.
    fn children(&mut self, times: usize) -> Option<usize> {
        let _ = times;
        None
    }

    /// Inserts, finds, updates, finds again and deletes a row, in one transaction.
    fn transaction(&mut self, times: usize) -> Option<usize> {
        let _ = times;
        None
    }
}

/// Everybody; the first one is whom the others are compared with.
pub fn all() -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(raw::Raw::new(raw::Style::Returning)),
        Box::new(raw::Raw::new(raw::Style::Silent)),
        Box::new(raw::Raw::new(raw::Style::RowByRow)),
        Box::new(orm::Orm::new(Flavor::CurrentThread)),
        Box::new(orm::Orm::new(Flavor::MultiThread)),
        Box::new(rusqlite::Rusqlite::new()),
        Box::new(diesel::Diesel::new()),
        Box::new(sqlx::Sqlx::new(sqlx::Checkout::Once)),
        Box::new(sqlx::Sqlx::new(sqlx::Checkout::EachTime)),
    ]
}

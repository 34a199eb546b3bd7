#![deny(warnings, missing_docs)]
//! The names of the prelude mean something else.

/// A model called as std's type is.
#[derive(::orm::Model, Debug, Clone)]
#[has_many(Vec, foreign_key = option_id)]
#[has_one(Result, foreign_key = option_id)]
pub struct Option {
    /// The key.
    pub id: i64,
    /// Text.
    #[column(default = "none", unique)]
    pub label: ::std::string::String,
}

/// Another one.
#[derive(::orm::Model, Debug, Clone)]
#[belongs_to(Option)]
pub struct Vec {
    /// The key.
    pub id: i64,
    /// A foreign key.
    pub option_id: ::std::option::Option<i64>,
}

/// Another one.
#[derive(::orm::Model, Debug, Clone)]
#[belongs_to(Option)]
pub struct Result {
    /// The key.
    pub id: i64,
    /// A foreign key.
    pub option_id: i64,
}

/// Another one.
#[derive(::orm::Model, Debug, Clone)]
pub struct String {
    /// The key.
    pub id: Key,
    /// Data.
    pub state: State,
}

/// A key.
#[derive(::orm::ColumnType, Debug, Clone, Copy)]
pub struct Key(i64);

/// A state.
#[derive(::orm::ColumnType, Debug, Clone, Copy)]
pub enum State {
    /// It is.
    Some,
    /// It is not.
    None,
}

fn main() {
    let _ = <Vec as ::orm::Model>::build().option(7);
    let _ = <String as ::orm::Model>::build().state(State::Some);
}

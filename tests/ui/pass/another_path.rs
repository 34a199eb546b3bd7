#![deny(warnings)]
//! A framework that re-exports the library.
mod framework {
    pub mod data {
        pub use orm::*;
    }
}
use framework::data::Model;

#[derive(Model)]
#[model(crate = "crate::framework::data", table = "people", rename_all = "camelCase")]
#[has_many(Self, as = children, foreign_key = parent_id)]
#[belongs_to(Self, as = parent)]
pub struct Person {
    pub id: i64,
    pub parent_id: Option<i64>,
}

fn main() {
    assert_eq!(<Person as Model>::DESCRIPTION.table, "people");
    assert_eq!(<Person as Model>::DESCRIPTION.columns[1].name, "parentId");
}

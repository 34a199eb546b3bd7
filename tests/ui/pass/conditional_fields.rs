#![deny(warnings, missing_docs)]
//! Fields, attributes and associations that depend on the configuration.
use orm::prelude::*;

/// A model of which some is left out.
#[derive(Model, Debug, Clone, PartialEq)]
#[cfg_attr(all(), belongs_to(Owner))]
#[cfg_attr(any(), belongs_to(NoSuchModel))]
#[cfg_attr(all(), model(table = "the_things"))]
pub struct Thing {
    /// The key.
    #[cfg_attr(all(), key)]
    pub number: i64,
    /// A text that no other row has.
    #[cfg_attr(all(), column(unique))]
    #[cfg_attr(any(), column(name = "another"))]
    pub name: String,
    /// Left out.
    #[cfg(any())]
    pub missing: NoSuchType,
    /// There.
    #[cfg(not(any()))]
    #[column(default = 7)]
    pub count: i32,
    /// The key of the owner.
    #[cfg(not(any()))]
    pub owner_id: Option<i64>,
}

/// What things belong to.
#[cfg_attr(all(), derive(Model, Debug))]
#[cfg_attr(all(), has_many(Thing))]
pub struct Owner {
    /// The key.
    pub id: i64,
}

const SCHEMA: Schema = schema![Thing, Owner];

fn main() {
    let _ = Thing::query().filter(Thing::NAME.eq("x")).include(Thing::OWNER);
    let _ = Owner::build().things([Thing::build().name("x").count(8)]);
    assert_eq!(SCHEMA.models()[0].table, "the_things");
    assert_eq!(Thing::build().number(1).name("x").owner(1).into_draft_columns(), 4);
}

/// What a program asks of a builder.
trait Columns {
    /// How many columns the model has.
    fn into_draft_columns(self) -> usize;
}

impl<B: Builder> Columns for B {
    fn into_draft_columns(self) -> usize {
        <B::Model as Model>::DESCRIPTION.columns.len()
    }
}

#![deny(warnings)]
//! Models that a macro of the user writes, and fields behind `cfg`.
use orm::Model;

macro_rules! models {
    ($($name:ident belongs to $parent:path as $alias:ident over $key:ident: $ty:ty),* $(,)?) => {$(
        #[derive(Model, Debug)]
        #[belongs_to($parent, as = $alias, foreign_key = $key)]
        pub struct $name {
            pub id: i64,
            pub $key: $ty,
        }
    )*};
}

models! {
    Leaf belongs to Branch as branch over branch_id: i64,
    Branch belongs to crate::Root as root over root_id: Option<i64>,
}

#[derive(Model, Debug)]
#[has_many(Branch)]
pub struct Root {
    pub id: i64,
    #[cfg(any())]
    pub missing: NoSuchType,
    #[cfg(not(any()))]
    pub there: String,
}

fn main() {
    let _ = Leaf::build().branch(1);
    let _ = Branch::build().root(1);
    let _ = Root::build().there("x");
}

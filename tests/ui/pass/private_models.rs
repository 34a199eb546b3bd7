#![deny(warnings)]
//! Models in private modules and functions, with fields of every visibility.
use orm::Model;

mod store {
    use orm::Model;

    mod deep {
        #[derive(orm::Model, Debug)]
        #[has_many(super::Book)]
        pub(super) struct Shelf {
            pub(crate) id: i64,
            pub(super) room: String,
            note: Option<String>,
        }
    }

    #[derive(Model, Debug)]
    #[belongs_to(deep::Shelf)]
    struct Book {
        id: i64,
        shelf_id: i64,
    }

    pub(crate) fn use_all() {
        let _ = deep::Shelf::build().room("attic");
        let _ = deep::Shelf::ROOM;
        let book = |book: Book| (book.id, book.shelf_id);
        let _ = (Book::SHELF, book);
    }
}

fn main() {
    #[derive(Model, Debug)]
    #[has_many(Local, as = children, foreign_key = parent_id)]
    #[belongs_to(Self, as = parent)]
    struct Local {
        id: i64,
        parent_id: Option<i64>,
    }
    let local = |local: Local| (local.id, local.parent_id);
    let _ = (Local::build().id(1).parent(2), local);
    store::use_all();
}

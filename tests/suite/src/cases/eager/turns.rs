//! What is loaded onto many rows is put together in turns, so that other tasks of the thread have theirs.
use std::cell::Cell;

use orm::prelude::*;
use orm::value::{ColumnType, Mismatch, SqlType, Value, ValueRef};
use orm::{Result, schema};

use crate::case::Test;

crate::cases!["eager": [many_keys_are_read_in_turns]];

thread_local! {
    /// How many codes this thread has read off rows.
    static READ: Cell<usize> = const { Cell::new(0) };
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Code(i64);

impl ColumnType for Code {
    type Base = Self;
    type AsKey = <String as ColumnType>::AsKey;
    const TYPE: SqlType = <i64 as ColumnType>::TYPE;
    const IDENTITY: u64 = 0x436f_6465;

    fn to_value(&self) -> Value {
        READ.set(READ.get() + 1);
        self.0.to_value()
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        i64::from_value(value).map(Self)
    }
}

#[derive(Model, Debug)]
#[has_many(Leaf, as = new_leaves, foreign_key = grown_on, source_key = code)]
#[has_many(Leaf, as = old_leaves, foreign_key = fallen_from, source_key = code)]
#[has_many(Leaf, as = lost_leaves, foreign_key = missed_by, source_key = code)]
struct Branch {
    id: i64,
    #[column(unique)]
    code: Code,
}

#[derive(Model, Debug)]
#[belongs_to(Branch, as = grower, foreign_key = grown_on, target_key = code)]
#[belongs_to(Branch, as = dropper, foreign_key = fallen_from, target_key = code)]
#[belongs_to(Branch, as = misser, foreign_key = missed_by, target_key = code)]
struct Leaf {
    id: i64,
    grown_on: Option<Code>,
    fallen_from: Option<Code>,
    missed_by: Option<Code>,
}

const ROWS: u16 = 10_000;

async fn many_keys_are_read_in_turns(Test { db, .. }: Test) -> Result<()> {
    schema![Branch, Leaf].sync(&db).await?;
    Branch::insert_all(&db, (1..=ROWS).map(|code| Branch::build().code(Code(code.into())))).await?;
    Leaf::build().grown_on(Code(1)).fallen_from(Code(2)).missed_by(Code(3)).insert(&db).await?;
    let query = Branch::query().include(Branch::NEW_LEAVES).include(Branch::OLD_LEAVES);
    let mut loading = query.include(Branch::LOST_LEAVES).all(&db);
    let mut turns = Vec::new();
    let branches = std::future::poll_fn(|context| {
        let before = READ.get();
        let polled = loading.as_mut().poll(context);
        turns.push(READ.get() - before);
        polled
    })
    .await?;
    let leaves = branches
        .iter()
        .map(|branch| (branch.new_leaves.len(), branch.old_leaves.len(), branch.lost_leaves.len()));
    let sums = leaves.fold((0, 0, 0), |sum, leaves| (sum.0 + leaves.0, sum.1 + leaves.1, sum.2 + leaves.2));
    assert_eq!((branches.len(), sums), (usize::from(ROWS), (1, 1, 1)));
    // Those of one include at a time.
    turns.retain(|read| *read > 0);
    assert_eq!(turns, [usize::from(ROWS); 3]);
    Ok(())
}

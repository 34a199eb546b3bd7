//! The target is a word without a plural of its own.
use orm::Model;

#[derive(Model)]
#[has_many(Series)]
struct Channel {
    id: i64,
}

#[derive(Model)]
struct Series {
    id: i64,
    channel_id: i64,
}

fn main() {}

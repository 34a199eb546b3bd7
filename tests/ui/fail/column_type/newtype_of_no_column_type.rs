use orm::ColumnType;

struct Secret;

#[derive(ColumnType)]
struct Wrapped(Secret);

fn main() {}

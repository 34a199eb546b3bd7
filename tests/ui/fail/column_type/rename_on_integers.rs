use orm::ColumnType;

#[derive(ColumnType)]
#[column_type(integer)]
enum Level {
    #[column_type(rename = "low")]
    Low = 1,
}

fn main() {}

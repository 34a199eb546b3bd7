//! What SQLite's pragmas tell.
use std::collections::BTreeMap;

use orm::{Db, Result, sql};

use super::{Catalog, Column, ForeignKey, Table};

pub(super) async fn read(db: &Db) -> Result<Catalog> {
    let query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut catalog = Catalog::default();
    for (name, text) in sql(query).fetch_rows::<(String, String)>(db).await? {
        catalog.tables.push(table(db, name, text.contains("AUTOINCREMENT")).await?);
    }
    Ok(catalog)
}

async fn table(db: &Db, name: String, counts: bool) -> Result<Table> {
    let query = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1) ORDER BY cid";
    let rows: Vec<(String, String, i64, Option<String>, i64)> =
        sql(query).bind(name.clone()).fetch_rows(db).await?;
    let mut key: Vec<_> = rows.iter().filter(|row| row.4 > 0).map(|row| (row.4, row.0.clone())).collect();
    key.sort();
    let columns = rows.into_iter().map(|(name, ty, required, default, key)| Column {
        name,
        ty: if counts && key > 0 { "auto".to_owned() } else { neutral(&ty) },
        // A key that is the row's number is never null, although the pragma does not say so.
        nullable: required == 0 && !(counts && key > 0),
        default: default.map(|default| literal(&default)),
    });
    Ok(Table {
        columns: columns.collect(),
        key: key.into_iter().map(|(_, column)| column).collect(),
        uniques: index_lists(db, &name, "u").await?,
        foreign_keys: foreign_keys(db, &name).await?,
        indexes: index_lists(db, &name, "c").await?,
        name,
    })
}

/// The columns of a table's indexes: `u` are those of unique constraints, `c` those that were created.
async fn index_lists(db: &Db, table: &str, origin: &str) -> Result<Vec<Vec<String>>> {
    let query = "SELECT name FROM pragma_index_list(?1) WHERE origin = ?2";
    let names = sql(query).bind(table.to_owned()).bind(origin.to_owned()).fetch_scalars::<String>(db).await?;
    let mut lists = Vec::new();
    for name in names {
        let query = "SELECT name FROM pragma_index_info(?1) ORDER BY seqno";
        lists.push(sql(query).bind(name).fetch_scalars::<String>(db).await?);
    }
    Ok(lists)
}

async fn foreign_keys(db: &Db, table: &str) -> Result<Vec<ForeignKey>> {
    let query = "SELECT id, \"table\", \"from\", \"to\", on_delete, on_update FROM pragma_foreign_key_list(?1) \
                 ORDER BY id, seq";
    let rows: Vec<(i64, String, String, String, String, String)> =
        sql(query).bind(table.to_owned()).fetch_rows(db).await?;
    let mut keys = BTreeMap::new();
    for (id, target, from, to, on_delete, on_update) in rows {
        let key = keys.entry(id).or_insert_with(|| ForeignKey {
            columns: vec![],
            target,
            target_columns: vec![],
            on_delete: on_delete.to_lowercase(),
            on_update: on_update.to_lowercase(),
        });
        key.columns.push(from);
        key.target_columns.push(to);
    }
    Ok(keys.into_values().collect())
}

fn neutral(ty: &str) -> String {
    let ty = match ty {
        "SMALLINT" | "INTEGER" | "BIGINT" => "integer",
        "REAL" => "real",
        "NUMERIC" => "decimal",
        "BLOB" => "bytes",
        other => return other.to_lowercase(),
    };
    ty.to_owned()
}

/// Keywords in lower case; a text keeps its case.
fn literal(default: &str) -> String {
    if default.starts_with('\'') { default.to_owned() } else { default.to_lowercase() }
}

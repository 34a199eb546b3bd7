//! What PostgreSQL's `pg_catalog` tells, of the tables in the current schema.
use orm::{Db, Result, sql};

use super::{Catalog, Column, ForeignKey, Table};

/// Reads the catalog.
///
/// # Errors
///
/// What the database reports.
pub async fn read(db: &Db) -> Result<Catalog> {
    let query = "SELECT relname::text FROM pg_class \
                 WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace";
    let mut catalog = Catalog::default();
    for name in sql(query).fetch_scalars::<String>(db).await? {
        catalog.tables.push(table(db, name).await?);
    }
    Ok(catalog)
}

async fn table(db: &Db, name: String) -> Result<Table> {
    let mut table = Table {
        columns: columns(db, &name).await?,
        indexes: indexes(db, &name).await?,
        name,
        key: vec![],
        uniques: vec![],
        foreign_keys: vec![],
    };
    for constraint in constraints(db, &table.name).await? {
        match &*constraint.kind {
            "p" => table.key = constraint.key.columns,
            "u" => table.uniques.push(constraint.key.columns),
            _ => table.foreign_keys.push(constraint.key),
        }
    }
    Ok(table)
}

async fn columns(db: &Db, table: &str) -> Result<Vec<Column>> {
    let query = "SELECT a.attname::text, format_type(a.atttypid, NULL), a.attnotnull, \
                        pg_get_expr(d.adbin, d.adrelid), a.attidentity <> '' \
                 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
                 LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
                 WHERE c.relname = $1::text AND c.relnamespace = current_schema()::regnamespace ORDER BY a.attnum";
    let rows: Vec<(String, String, bool, Option<String>, bool)> =
        sql(query).bind(table.to_owned()).fetch_rows(db).await?;
    Ok(rows.into_iter().map(column).collect())
}

fn column((name, ty, required, default, identity): (String, String, bool, Option<String>, bool)) -> Column {
    let serial = default.as_ref().is_some_and(|default| default.starts_with("nextval("));
    Column {
        name,
        ty: if identity || serial { "auto".to_owned() } else { neutral(&ty) },
        nullable: !required,
        default: default.filter(|_| !serial).map(|default| literal(&default)),
    }
}

/// A constraint; only a foreign key fills all of `key`.
struct Constraint {
    name: String,
    kind: String,
    key: ForeignKey,
}

async fn constraints(db: &Db, table: &str) -> Result<Vec<Constraint>> {
    let query = "SELECT k.conname::text, k.contype::text, a.attname::text, COALESCE(t.relname::text, ''), \
                        COALESCE(ta.attname::text, ''), k.confdeltype::text, k.confupdtype::text \
                 FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
                 CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS x(own, target, nth) \
                 JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.own \
                 LEFT JOIN pg_class t ON t.oid = k.confrelid \
                 LEFT JOIN pg_attribute ta ON ta.attrelid = k.confrelid AND ta.attnum = x.target \
                 WHERE c.relname = $1::text AND c.relnamespace = current_schema()::regnamespace \
                       AND k.contype IN ('p', 'u', 'f') ORDER BY k.conname, x.nth";
    let rows: Vec<(String, String, String, String, String, String, String)> =
        sql(query).bind(table.to_owned()).fetch_rows(db).await?;
    let mut constraints: Vec<Constraint> = Vec::new();
    for (name, kind, column, target, target_column, on_delete, on_update) in rows {
        if constraints.last().is_none_or(|last| last.name != name) {
            let (on_delete, on_update) = (action(&on_delete), action(&on_update));
            let key = ForeignKey { columns: vec![], target, target_columns: vec![], on_delete, on_update };
            constraints.push(Constraint { name, kind, key });
        }
        if let Some(last) = constraints.last_mut() {
            last.key.columns.push(column);
            last.key.target_columns.push(target_column);
        }
    }
    Ok(constraints)
}

async fn indexes(db: &Db, table: &str) -> Result<Vec<Vec<String>>> {
    let query = "SELECT i.relname::text, a.attname::text \
                 FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid \
                 CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS u(own, nth) \
                 JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.own \
                 WHERE c.relname = $1::text AND c.relnamespace = current_schema()::regnamespace AND NOT EXISTS \
                       (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u')) \
                 ORDER BY i.relname, u.nth";
    let rows: Vec<(String, String)> = sql(query).bind(table.to_owned()).fetch_rows(db).await?;
    let mut indexes: Vec<(String, Vec<String>)> = Vec::new();
    for (name, column) in rows {
        match indexes.last_mut() {
            Some((last, columns)) if *last == name => columns.push(column),
            _ => indexes.push((name, vec![column])),
        }
    }
    Ok(indexes.into_iter().map(|(_, columns)| columns).collect())
}

fn action(letter: &str) -> String {
    let action = match letter {
        "c" => "cascade",
        "n" => "set null",
        "d" => "set default",
        "r" => "restrict",
        _ => "no action",
    };
    action.to_owned()
}

fn neutral(ty: &str) -> String {
    let ty = match ty {
        "smallint" | "integer" | "bigint" => "integer",
        "real" | "double precision" => "real",
        "numeric" => "decimal",
        "bytea" => "bytes",
        "character varying" | "character" => "text",
        "timestamp with time zone" | "timestamp without time zone" => "timestamp",
        "jsonb" => "json",
        other => other,
    };
    ty.to_owned()
}

/// `'-7'::integer` → `-7`, `'a'::text` → `'a'`: only texts keep their quotes, and nothing keeps its cast.
fn literal(default: &str) -> String {
    let Some((value, ty)) = default.rsplit_once("::") else { return default.to_owned() };
    if !value.ends_with('\'') {
        return default.to_owned();
    }
    match neutral(ty).as_str() {
        "integer" | "real" | "decimal" => value.trim_matches('\'').to_owned(),
        _ => value.to_owned(),
    }
}

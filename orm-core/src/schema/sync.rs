//! `Schema` against a database: create the tables, drop them, empty them, see whether they fit.
use std::sync::Arc;

use super::plan::{self, Step};
use super::{Schema, Table};
use crate::db::Db;
use crate::dialect::Dialect;
use crate::driver::{Connection, Effort, Flow, Request, Row, RowSink, Text, TransactionOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::value::{SqlType, Value};

impl Schema {
    /// Creates the tables and indexes that do not exist, parents before children, in one transaction.
    ///
    /// A table that exists is left as it is: whether it fits its model is not looked at. [`verify`](Self::verify)
    /// does that; changing tables that hold rows is the work of migrations.
    ///
    /// # Errors
    ///
    /// What the database reports; then nothing was created.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// orm_example::SCHEMA.sync(&db).await?; // changes nothing: the tables are there
    /// # Ok(())
    /// # });
    /// ```
    pub async fn sync(&self, db: &Db) -> Result<()> {
        let tables = self.tables();
        let steps = plan::creation(&tables, db.dialect());
        change(db, &tables, &steps).await
    }

    /// Drops the tables that exist, children before parents, with all their rows, in one transaction.
    ///
    /// # Errors
    ///
    /// What the database reports; then nothing was dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// orm_example::SCHEMA.drop(&db).await?;
    /// assert_eq!(Task::query().count(&db).await.unwrap_err().kind(), orm::ErrorKind::UndefinedTable);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn drop(&self, db: &Db) -> Result<()> {
        let tables = self.tables();
        change(db, &tables, &plan::removal(&tables)).await
    }

    /// Deletes all rows of all tables, children before parents, in one transaction.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ForeignKeyViolation`] if a table that is not in the schema refers to a row; then nothing was
    /// deleted.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// orm_example::SCHEMA.delete_all(&db).await?;
    /// assert_eq!(User::query().count(&db).await?, 0);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn delete_all(&self, db: &Db) -> Result<()> {
        let tables = self.tables();
        let mut connection = db.driver().acquire().await?;
        in_transaction(&mut *connection, &tables, (&plan::deletion(&tables), db.dialect())).await
    }

    /// The statements that [`sync`](Self::sync) runs, to read, or to begin a migration with.
    ///
    /// Foreign keys that close a cycle of tables are added at the end, where the database cannot have them at once;
    /// unlike `sync`, this text adds them without looking whether they exist.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let sql = orm_example::SCHEMA.to_sql(db.dialect());
    /// assert!(sql.contains("CREATE TABLE IF NOT EXISTS \"tasks\""));
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn to_sql(&self, dialect: &dyn Dialect) -> String {
        let tables = self.tables();
        let steps = plan::creation(&tables, dialect);
        steps.iter().map(|step| step.to_sql(&tables, dialect) + ";\n").collect::<Vec<_>>().join("\n")
    }

    /// Looks whether each table of the schema exists and has all its columns.
    ///
    /// Types, constraints and columns that no model knows are not looked at.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UndefinedTable`] or [`ErrorKind::UndefinedColumn`] with everything that is missing, or a
    /// connection error.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let schema = orm_example::SCHEMA;
    /// schema.verify(&db).await?;
    /// schema.drop(&db).await?;
    /// let error = schema.verify(&db).await.unwrap_err();
    /// assert_eq!(error.kind(), orm::ErrorKind::UndefinedTable);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn verify(&self, db: &Db) -> Result<()> {
        let mut connection = db.driver().acquire().await?;
        let mut missing = Vec::new();
        let mut kind = ErrorKind::UndefinedColumn;
        for table in self.tables() {
            let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
            match probe(&mut *connection, db.dialect(), (&table, &names)).await {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::UndefinedTable => {
                    kind = ErrorKind::UndefinedTable;
                    missing.push(format!("table `{}`", table.name));
                }
                Err(error) if error.kind() == ErrorKind::UndefinedColumn => {
                    for name in names {
                        match probe(&mut *connection, db.dialect(), (&table, &[name])).await {
                            Ok(()) => {}
                            Err(error) if error.kind() == ErrorKind::UndefinedColumn => {
                                missing.push(format!("column `{}.{name}`", table.name));
                            }
                            Err(error) => return Err(error),
                        }
                    }
                }
                Err(error) => return Err(error),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let missing = missing.join(", ");
        Err(Error::new(
            kind,
            format!(
                "the database lacks what the models describe: {missing}; `sync` creates tables, a migration adds columns"
            ),
        ))
    }
}

/// Asks for columns, not for rows. They are qualified, because some databases read a bare unknown name as text.
async fn probe(
    connection: &mut dyn Connection,
    dialect: &dyn Dialect,
    (table, names): (&Table, &[&str]),
) -> Result<()> {
    let mut sql = String::from("SELECT ");
    for (nth, name) in names.iter().enumerate() {
        sql.push_str(if nth == 0 { "t0." } else { ", t0." });
        dialect.write_identifier(&mut sql, name);
    }
    sql.push_str(" FROM ");
    dialect.write_table(&mut sql, table.schema, table.name);
    sql.push_str(" AS t0 WHERE 1 = 0");
    connection.run(request(sql, vec![])).await.map(drop)
}

fn request(sql: String, arguments: Vec<Value>) -> Request {
    let mut request = Request::new(Arc::new(Text { sql, cached: false }), arguments);
    request.effort = Effort::Unbounded;
    request
}

/// Runs the steps between the statements that guard a change of the schema, which stand outside the transaction.
async fn change(db: &Db, tables: &[Table], steps: &[Step<'_>]) -> Result<()> {
    let dialect = db.dialect();
    let (before, after) = dialect.schema_change_guard();
    let mut connection = db.driver().acquire().await?;
    if !before.is_empty() {
        connection.run_script(before).await?;
    }
    let result = in_transaction(&mut *connection, tables, (steps, dialect)).await;
    if !after.is_empty() {
        let restored = connection.run_script(after).await;
        return result.and(restored);
    }
    result
}

async fn in_transaction(
    connection: &mut dyn Connection,
    tables: &[Table],
    (steps, dialect): (&[Step<'_>], &dyn Dialect),
) -> Result<()> {
    connection.begin(&TransactionOptions::default()).await?;
    if let Err(error) = run_all(connection, tables, (steps, dialect)).await {
        // The error that matters is the step's; a connection that cannot roll back is not returned to the pool.
        let _ = connection.rollback().await;
        return Err(error);
    }
    connection.commit().await
}

async fn run_all(
    connection: &mut dyn Connection,
    tables: &[Table],
    (steps, dialect): (&[Step<'_>], &dyn Dialect),
) -> Result<()> {
    let lock = dialect.schema_change_lock();
    if !lock.is_empty() {
        connection.run_script(lock).await?;
    }
    for step in steps {
        run(connection, tables, (*step, dialect)).await?;
    }
    Ok(())
}

async fn run(
    connection: &mut dyn Connection,
    tables: &[Table],
    (step, dialect): (Step<'_>, &dyn Dialect),
) -> Result<()> {
    if let Step::AddForeignKey(table, key) = step {
        let mut query = String::new();
        dialect.write_constraint_query(&mut query);
        let schema = table.schema.map_or(Value::Null(SqlType::Text), |schema| Value::Text(schema.to_owned()));
        let name = |name: &str| Value::Text(name.to_owned());
        let mut request = request(query, vec![name(&key.name), name(table.name), schema]);
        request.sink = Some(Box::new(Found(false)));
        let sink = connection.run(request).await?.sink;
        if sink.is_some_and(|sink| (sink as Box<dyn std::any::Any>).downcast_ref() == Some(&Found(true))) {
            return Ok(());
        }
    }
    connection.run_script(&step.to_sql(tables, dialect)).await
}

/// Whether there was a row.
#[derive(Debug, PartialEq)]
struct Found(bool);

impl RowSink for Found {
    fn row(&mut self, _row: &dyn Row) -> Result<Flow> {
        self.0 = true;
        Ok(Flow::Stop)
    }

    fn restart(&mut self) -> bool {
        self.0 = false;
        true
    }

    fn taken(&self) -> u64 {
        u64::from(self.0)
    }
}

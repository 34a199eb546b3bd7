//! The tables, and what statements do to them.
use std::cmp::Ordering;
use std::collections::BTreeMap;

use orm_core::value::{SqlType, Value, ValueRef};
use orm_core::{Constraint, Error, ErrorKind, Limit, Result};

use crate::sql::{Condition, Insert, Output, Select, Statement, TableDefinition};

/// All tables, by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store(BTreeMap<String, Table>);

#[derive(Debug, Clone)]
struct Table {
    definition: TableDefinition,
    rows: Vec<Vec<Value>>,
    next: i64,
}

/// What a statement gives.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) affected: u64,
    pub(crate) names: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

impl Store {
    /// Runs a statement: all of it, or, if it fails, nothing.
    pub(crate) fn execute(&mut self, statement: Statement, arguments: &[Value]) -> Result<Answer> {
        match statement {
            Statement::CreateTable(definition) => {
                let table = Table { definition, rows: Vec::new(), next: 1 };
                self.0.entry(table.definition.name.clone()).or_insert(table);
                Ok(Answer::default())
            }
            Statement::CreateIndex => Ok(Answer::default()),
            Statement::DropTable(name) => {
                self.0.remove(&name);
                Ok(Answer::default())
            }
            Statement::Insert(insert) => {
                let table = self.table(&insert.table)?;
                let before = table.rows.len();
                table.insert(insert, arguments).inspect_err(|_| table.rows.truncate(before))
            }
            Statement::Select(select) => self.table(&select.table)?.select(&select, arguments),
            Statement::Update { table, assignments, condition } => {
                self.table(&table)?.update((&assignments, &condition), arguments)
            }
            Statement::Delete { table, condition } => self.table(&table)?.delete(&condition, arguments),
        }
    }

    fn table(&mut self, name: &str) -> Result<&mut Table> {
        self.0.get_mut(name).ok_or_else(|| {
            Error::new(
                ErrorKind::UndefinedTable,
                format!("table `{name}` does not exist; create it with `SCHEMA.sync(&db)`"),
            )
        })
    }
}

fn argument(arguments: &[Value], number: usize) -> Result<&Value> {
    let value = number.checked_sub(1).and_then(|at| arguments.get(at));
    value.ok_or_else(|| Error::new(ErrorKind::InvalidInput, format!("there is no argument number {number}")))
}

impl Table {
    fn position(&self, column: &str) -> Result<usize> {
        self.definition.columns.iter().position(|known| known == column).ok_or_else(|| {
            let message = format!("table `{}` has no column `{column}`", self.definition.name);
            Error::new(ErrorKind::UndefinedColumn, message)
        })
    }

    fn insert(&mut self, insert: Insert, arguments: &[Value]) -> Result<Answer> {
        let mut answer = Answer { names: insert.returning, ..Answer::default() };
        for numbers in insert.rows {
            let mut row = vec![Value::Null(SqlType::Text); self.definition.columns.len()];
            for (column, number) in insert.columns.iter().zip(numbers) {
                row[self.position(column)?] = argument(arguments, number)?.clone();
            }
            if let Some(counted) = self.definition.counted.filter(|&counted| row[counted].is_null()) {
                row[counted] = Value::Integer(SqlType::BigInt, self.next);
                self.next += 1;
            }
            self.check(&row, None)?;
            answer.rows.push(self.picked(&row, &answer.names)?);
            answer.affected += 1;
            self.rows.push(row);
        }
        Ok(answer)
    }

    fn picked(&self, row: &[Value], columns: &[String]) -> Result<Vec<Value>> {
        columns.iter().map(|column| Ok(row[self.position(column)?].clone())).collect()
    }

    /// Checks a new row, or one that takes the place of another.
    fn check(&self, row: &[Value], instead_of: Option<usize>) -> Result<()> {
        let refused = |kind, what: &str, columns: &[usize]| {
            let mut constraint = Constraint::default();
            constraint.table = Some(self.definition.name.clone());
            constraint.columns = columns.iter().map(|&at| self.definition.columns[at].clone()).collect();
            let message =
                format!("{what} in table `{}`: {}", self.definition.name, constraint.columns.join(", "));
            Err(Error::new(kind, message).with_constraint(constraint))
        };
        if let Some(&empty) = self.definition.required.iter().find(|&&at| row[at].is_null()) {
            return refused(ErrorKind::NotNullViolation, "a required column is empty", &[empty]);
        }
        let others =
            || self.rows.iter().enumerate().filter(|(at, _)| Some(*at) != instead_of).map(|(_, row)| row);
        for unique in &self.definition.uniques {
            let same = |other: &Vec<Value>| {
                unique.iter().all(|&at| row[at].as_ref() == other[at].as_ref() && !row[at].is_null())
            };
            if others().any(same) {
                return refused(ErrorKind::UniqueViolation, "the value is there already", unique);
            }
        }
        Ok(())
    }

    fn select(&self, select: &Select, arguments: &[Value]) -> Result<Answer> {
        let mut found = Vec::new();
        for row in &self.rows {
            if self.holds(&select.condition, row, arguments)? == Some(true) {
                found.push(row);
            }
        }
        for (column, descending) in select.order.iter().rev() {
            let at = self.position(column)?;
            found.sort_by(|left, right| {
                let order = order(left[at].as_ref(), right[at].as_ref()).unwrap_or(Ordering::Equal);
                if *descending { order.reverse() } else { order }
            });
        }
        let number = |parameter: Option<usize>| match parameter
            .map(|number| argument(arguments, number))
            .transpose()?
        {
            Some(Value::Integer(_, number)) => Ok(usize::try_from(*number).ok()),
            _ => Ok::<_, Error>(None),
        };
        let limit = match select.limit {
            Some(Limit::Rows(rows)) => usize::try_from(rows).ok(),
            Some(Limit::Parameter(at)) => number(Some(at))?,
            None => None,
        };
        let offset = number(select.offset)?;
        let found = found.into_iter().skip(offset.unwrap_or(0)).take(limit.unwrap_or(usize::MAX));
        let one =
            |number: usize| vec![Value::Integer(SqlType::BigInt, i64::try_from(number).unwrap_or(i64::MAX))];
        Ok(match &select.output {
            Output::Columns(columns) => Answer {
                rows: found.map(|row| self.picked(row, columns)).collect::<Result<_>>()?,
                names: columns.clone(),
                affected: 0,
            },
            Output::One => Answer { rows: found.map(|_| one(1)).collect(), ..Answer::default() },
            Output::Count => Answer { rows: vec![one(found.count())], ..Answer::default() },
        })
    }

    fn update(
        &mut self,
        (assignments, condition): (&[(String, usize)], &Condition),
        arguments: &[Value],
    ) -> Result<Answer> {
        let mut changed = self.rows.clone();
        let mut affected = 0;
        for (at, row) in self.rows.iter().enumerate() {
            if self.holds(condition, row, arguments)? == Some(true) {
                for (column, number) in assignments {
                    changed[at][self.position(column)?] = argument(arguments, *number)?.clone();
                }
                self.check(&changed[at], Some(at))?;
                affected += 1;
            }
        }
        self.rows = changed;
        Ok(Answer { affected, ..Answer::default() })
    }

    fn delete(&mut self, condition: &Condition, arguments: &[Value]) -> Result<Answer> {
        let mut kept = Vec::new();
        for row in &self.rows {
            if self.holds(condition, row, arguments)? != Some(true) {
                kept.push(row.clone());
            }
        }
        let affected = (self.rows.len() - kept.len()) as u64;
        self.rows = kept;
        Ok(Answer { affected, ..Answer::default() })
    }

    /// Whether a condition holds for a row; `None` is unknown, as whatever is asked of an empty column.
    fn holds(&self, condition: &Condition, row: &[Value], arguments: &[Value]) -> Result<Option<bool>> {
        let value = |column: &str| Ok::<_, Error>(row[self.position(column)?].as_ref());
        let mut unknown = false;
        match condition {
            Condition::All(parts) => {
                for part in parts {
                    match self.holds(part, row, arguments)? {
                        Some(true) => {}
                        Some(false) => return Ok(Some(false)),
                        None => unknown = true,
                    }
                }
                Ok(if unknown { None } else { Some(true) })
            }
            Condition::Any(parts) => {
                for part in parts {
                    match self.holds(part, row, arguments)? {
                        Some(true) => return Ok(Some(true)),
                        Some(false) => {}
                        None => unknown = true,
                    }
                }
                Ok(if unknown { None } else { Some(false) })
            }
            Condition::Not(inner) => Ok(self.holds(inner, row, arguments)?.map(|holds| !holds)),
            Condition::IsNull(column) => Ok(Some(value(column)? == ValueRef::Null)),
            Condition::Compare(column, sign, number) => {
                let order = order(value(column)?, argument(arguments, *number)?.as_ref());
                Ok(order.map(|order| sign.allows(order)))
            }
            Condition::Member(column, number) => {
                let (needle, Value::List(_, list)) = (value(column)?, argument(arguments, *number)?) else {
                    return Err(Error::new(ErrorKind::InvalidInput, "a list is expected"));
                };
                let found = list.iter().any(|value| order(needle, value.as_ref()) == Some(Ordering::Equal));
                Ok((needle != ValueRef::Null).then_some(found))
            }
        }
    }
}

/// How two values stand to each other; nothing is known of an empty one.
fn order(left: ValueRef<'_>, right: ValueRef<'_>) -> Option<Ordering> {
    match (left, right) {
        (ValueRef::Null, _) | (_, ValueRef::Null) => None,
        (ValueRef::Integer(left), ValueRef::Integer(right)) => Some(left.cmp(&right)),
        (ValueRef::Text(left), ValueRef::Text(right)) => Some(left.cmp(right)),
        (ValueRef::Bool(left), ValueRef::Bool(right)) => Some(left.cmp(&right)),
        (ValueRef::Real(left), ValueRef::Real(right)) => left.partial_cmp(&right),
        (left, right) => (left == right).then_some(Ordering::Equal),
    }
}

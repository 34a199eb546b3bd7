//! The few statements that the database in memory understands.
use std::cmp::Ordering;

use orm_core::{Error, ErrorKind, Limit, Result};

/// A statement; parameters are numbers, from 1 on.
#[derive(Debug)]
pub(crate) enum Statement {
    CreateTable(TableDefinition),
    /// An index would find rows sooner, and not others.
    CreateIndex,
    DropTable(String),
    Insert(Insert),
    Select(Select),
    Update { table: String, assignments: Vec<(String, usize)>, condition: Condition },
    Delete { table: String, condition: Condition },
}

/// A table; columns are named by position where the order of the columns is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct TableDefinition {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    pub(crate) counted: Option<usize>,
    pub(crate) required: Vec<usize>,
    pub(crate) uniques: Vec<Vec<usize>>,
}

#[derive(Debug)]
pub(crate) struct Insert {
    pub(crate) table: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<usize>>,
    pub(crate) returning: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Select {
    pub(crate) table: String,
    pub(crate) output: Output,
    pub(crate) condition: Condition,
    pub(crate) order: Vec<(String, bool)>,
    pub(crate) limit: Option<Limit>,
    pub(crate) offset: Option<usize>,
}

#[derive(Debug)]
pub(crate) enum Output {
    Columns(Vec<String>),
    Count,
    One,
}

#[derive(Debug)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    IsNull(String),
    Compare(String, Sign, usize),
    Member(String, usize),
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Sign {
    less: bool,
    equal: bool,
    greater: bool,
}

impl Sign {
    fn parse(text: &str) -> Option<Self> {
        matches!(text, "=" | "<>" | "<" | "<=" | ">" | ">=").then(|| Self {
            less: text.starts_with('<'),
            equal: text.ends_with('='),
            greater: text.contains('>'),
        })
    }

    pub(crate) fn allows(self, order: Ordering) -> bool {
        match order {
            Ordering::Less => self.less,
            Ordering::Equal => self.equal,
            Ordering::Greater => self.greater,
        }
    }
}

/// Parses one statement.
pub(crate) fn parse(sql: &str) -> Result<Statement> {
    let mut parser = Parser { sql, tokens: tokens(sql), at: 0 };
    let statement = parser.statement()?;
    if parser.at < parser.tokens.len() { Err(parser.unsupported()) } else { Ok(statement) }
}

/// Names in quotes, words, `$1`, and signs.
fn tokens(sql: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            '<' | '>' if rest[1..].starts_with(['=', '>']) => 2,
            _ if first.is_alphanumeric() || "$_".contains(first) => {
                rest.find(|c: char| !c.is_alphanumeric() && !"$_".contains(c)).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

struct Parser<'s> {
    sql: &'s str,
    tokens: Vec<&'s str>,
    at: usize,
}

impl Parser<'_> {
    #[cold]
    fn unsupported(&self) -> Error {
        let near = self.tokens.get(self.at).copied().unwrap_or("its end");
        let message = format!("the database in memory does not understand `{}` near `{near}`", self.sql);
        Error::new(ErrorKind::Unsupported, message)
    }

    fn accept(&mut self, words: &[&str]) -> bool {
        let found = self.tokens[self.at..].starts_with(words);
        self.at += if found { words.len() } else { 0 };
        found
    }

    fn expect(&mut self, words: &[&str]) -> Result<()> {
        if self.accept(words) { Ok(()) } else { Err(self.unsupported()) }
    }

    /// `"name"`, also behind the name of its table: `t0."name"`.
    fn name(&mut self) -> Result<String> {
        if self.tokens.get(self.at + 1) == Some(&".") {
            self.at += 2;
        }
        let quoted = self.tokens.get(self.at).and_then(|token| token.strip_prefix('"')?.strip_suffix('"'));
        let name = quoted.ok_or_else(|| self.unsupported())?.to_owned();
        self.at += 1;
        Ok(name)
    }

    fn parameter(&mut self) -> Result<usize> {
        let number = self.tokens.get(self.at).and_then(|token| token.strip_prefix('$')?.parse().ok());
        self.at += usize::from(number.is_some());
        number.ok_or_else(|| self.unsupported())
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.accept(&[","]) {
            items.push(item(self)?);
        }
        Ok(items)
    }

    fn in_parentheses<T>(&mut self, item: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        self.expect(&["("])?;
        let items = self.list(item)?;
        self.expect(&[")"])?;
        Ok(items)
    }

    fn statement(&mut self) -> Result<Statement> {
        if self.accept(&["CREATE", "TABLE", "IF", "NOT", "EXISTS"]) {
            return self.create_table().map(Statement::CreateTable);
        }
        if self.accept(&["CREATE", "INDEX"]) {
            self.at = self.tokens.len();
            return Ok(Statement::CreateIndex);
        }
        if self.accept(&["DROP", "TABLE", "IF", "EXISTS"]) {
            let name = self.name()?;
            self.accept(&["CASCADE"]);
            return Ok(Statement::DropTable(name));
        }
        if self.accept(&["INSERT", "INTO"]) {
            return self.insert().map(Statement::Insert);
        }
        if self.accept(&["SELECT"]) {
            return self.select().map(Statement::Select);
        }
        if self.accept(&["DELETE", "FROM"]) {
            return Ok(Statement::Delete { table: self.table()?, condition: self.condition()? });
        }
        self.expect(&["UPDATE"])?;
        let table = self.table()?;
        self.expect(&["SET"])?;
        let assignments = self.list(|parser| {
            let column = parser.name()?;
            parser.expect(&["="])?;
            Ok((column, parser.parameter()?))
        })?;
        Ok(Statement::Update { table, assignments, condition: self.condition()? })
    }

    /// `"tasks" AS t0`.
    fn table(&mut self) -> Result<String> {
        let name = self.name()?;
        if self.accept(&["AS"]) {
            self.at += 1;
        }
        Ok(name)
    }

    fn create_table(&mut self) -> Result<TableDefinition> {
        let mut table = TableDefinition { name: self.name()?, ..TableDefinition::default() };
        self.expect(&["("])?;
        loop {
            self.column_or_constraint(&mut table)?;
            if self.accept(&[")"]) {
                return Ok(table);
            }
            self.expect(&[","])?;
        }
    }

    /// `"id" COUNTED NOT NULL PRIMARY KEY`, `CONSTRAINT "name" UNIQUE ("a", "b")`, or a foreign key, which is passed over.
    fn column_or_constraint(&mut self, table: &mut TableDefinition) -> Result<()> {
        if self.accept(&["CONSTRAINT"]) {
            self.name()?;
        } else if !self.accept(&["PRIMARY", "KEY"]) {
            let column = table.columns.len();
            let name = self.name()?;
            table.columns.push(name);
            if self.accept(&["COUNTED"]) {
                table.counted = Some(column);
            }
            while !matches!(self.tokens.get(self.at), None | Some(&("," | ")"))) {
                if self.accept(&["NOT", "NULL"]) {
                    table.required.push(column);
                } else if self.accept(&["PRIMARY", "KEY"]) {
                    table.uniques.push(vec![column]);
                } else {
                    self.at += 1;
                }
            }
            return Ok(());
        }
        let is_foreign = self.accept(&["FOREIGN", "KEY"]);
        self.accept(&["UNIQUE"]);
        let names = self.in_parentheses(Self::name)?;
        if is_foreign {
            self.expect(&["REFERENCES"])?;
            self.name()?;
            self.in_parentheses(Self::name)?;
            while !matches!(self.tokens.get(self.at), None | Some(&("," | ")"))) {
                self.at += 1;
            }
            return Ok(());
        }
        let position = |name: &String| table.columns.iter().position(|column| column == name);
        let unique: Option<Vec<_>> = names.iter().map(position).collect();
        table.uniques.push(unique.ok_or_else(|| self.unsupported())?);
        Ok(())
    }

    fn insert(&mut self) -> Result<Insert> {
        let table = self.table()?;
        let (mut columns, mut rows) = (Vec::new(), vec![Vec::new()]);
        if !self.accept(&["DEFAULT", "VALUES"]) {
            columns = self.in_parentheses(Self::name)?;
            self.expect(&["VALUES"])?;
            rows = self.list(|parser| parser.in_parentheses(Self::parameter))?;
        }
        let returning = if self.accept(&["RETURNING"]) { self.list(Self::name)? } else { Vec::new() };
        Ok(Insert { table, columns, rows, returning })
    }

    fn select(&mut self) -> Result<Select> {
        let output = if self.accept(&["COUNT", "(", "*", ")"]) {
            Output::Count
        } else if self.accept(&["1"]) {
            Output::One
        } else {
            Output::Columns(self.list(Self::name)?)
        };
        self.expect(&["FROM"])?;
        let (table, condition, mut order) = (self.table()?, self.condition()?, Vec::new());
        if self.accept(&["ORDER", "BY"]) {
            order = self.list(|parser| {
                let column = parser.name()?;
                parser.accept(&["ASC"]);
                Ok((column, parser.accept(&["DESC"])))
            })?;
        }
        let limit = if self.accept(&["LIMIT"]) { Some(self.limit()?) } else { None };
        let offset = if self.accept(&["OFFSET"]) { Some(self.parameter()?) } else { None };
        Ok(Select { table, output, condition, order, limit, offset })
    }

    fn limit(&mut self) -> Result<Limit> {
        if let Some(rows) = self.tokens.get(self.at).and_then(|token| token.parse().ok()) {
            self.at += 1;
            return Ok(Limit::Rows(rows));
        }
        self.parameter().map(Limit::Parameter)
    }

    fn condition(&mut self) -> Result<Condition> {
        if self.accept(&["WHERE"]) { self.any() } else { Ok(Condition::All(Vec::new())) }
    }

    fn any(&mut self) -> Result<Condition> {
        let mut parts = vec![self.all()?];
        while self.accept(&["OR"]) {
            parts.push(self.all()?);
        }
        Ok(Condition::Any(parts))
    }

    fn all(&mut self) -> Result<Condition> {
        let mut parts = vec![self.one()?];
        while self.accept(&["AND"]) {
            parts.push(self.one()?);
        }
        Ok(Condition::All(parts))
    }

    fn one(&mut self) -> Result<Condition> {
        if self.accept(&["NOT"]) {
            return Ok(Condition::Not(Box::new(self.one()?)));
        }
        if self.accept(&["("]) {
            let inner = self.any()?;
            self.expect(&[")"])?;
            return Ok(inner);
        }
        if self.accept(&["1", "=", "1"]) {
            return Ok(Condition::All(Vec::new()));
        }
        if self.accept(&["1", "=", "0"]) {
            return Ok(Condition::Any(Vec::new()));
        }
        let column = self.name()?;
        if self.accept(&["IS", "NULL"]) {
            return Ok(Condition::IsNull(column));
        }
        if self.accept(&["IN"]) {
            return Ok(Condition::Member(column, self.parameter()?));
        }
        let sign = self.tokens.get(self.at).and_then(|token| Sign::parse(token));
        let sign = sign.ok_or_else(|| self.unsupported())?;
        self.at += 1;
        Ok(Condition::Compare(column, sign, self.parameter()?))
    }
}

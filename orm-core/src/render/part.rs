//! What the text of a statement consists of: noted by the walk, spelled by the dialect, and the key that the text is
//! kept under. Equal parts have equal texts, because nothing but them and the dialect goes into a text.
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};

use crate::dialect::{Dialect, Limit};
use crate::schema::ModelDescription;
use crate::value::SqlType;

/// One part of a text. Parameters are numbered in the order in which they stand here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// SQL that is the same in all databases.
    Fixed(Word),
    /// A piece of the user's SQL, by its number; a text with one is not kept.
    Own(usize),
    Identifier(Word),
    Table(Model),
    /// ` AS t0`.
    Alias(u32),
    /// `t0."name"`.
    Column(u32, Word),
    /// All columns of the model, of this table.
    Columns(u32, Model),
    /// `c0`: a column that a subquery named.
    Label(usize),
    /// `+`, `-` or `*`.
    Sign(char),
    Parameter,
    /// So many rows of so many parameters: `(?1, ?2), (?3, ?4)`.
    Rows(usize, usize),
    /// Rows from so many lists.
    ListRows(usize),
    /// Here begins what the dialect will place.
    Mark,
    /// What stands since the mark is in a list.
    Membership(SqlType),
    /// What stands since the last mark but one is like what stands since the last one.
    Like(bool),
    /// A limit that is no parameter, and whether there are one that is and an offset.
    Limit(Option<u64>, bool, bool),
    ExistsEnd,
}

/// A text that lives as long as the program: where it lies tells what it says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word(pub(super) &'static str);

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Word {}

impl Hash for Word {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.0.as_ptr().addr());
    }
}

/// A model, by where its description lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Model(pub(super) &'static ModelDescription);

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Model {}

impl Hash for Model {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(std::ptr::from_ref(self.0).addr());
    }
}

/// Writes the text that consists of these parts.
pub(super) fn spell(parts: &[Part], own: &[String], dialect: &dyn Dialect) -> String {
    let mut speller =
        Speller { dialect, sql: String::with_capacity(128), own, marks: Vec::new(), parameters: 0 };
    for part in parts {
        speller.write(*part);
    }
    speller.sql
}

struct Speller<'p> {
    dialect: &'p dyn Dialect,
    sql: String,
    own: &'p [String],
    marks: Vec<usize>,
    parameters: usize,
}

impl Speller<'_> {
    fn write(&mut self, part: Part) {
        match part {
            Part::Fixed(word) => self.sql.push_str(word.0),
            Part::Own(at) => self.sql.push_str(self.own.get(at).map_or("", String::as_str)),
            Part::Identifier(name) => self.dialect.write_identifier(&mut self.sql, name.0),
            Part::Table(model) => self.dialect.write_table(&mut self.sql, model.0.schema, model.0.table),
            Part::Alias(table) => self.format(format_args!(" AS t{table}")),
            Part::Column(table, name) => self.column(table, name.0),
            Part::Columns(table, model) => {
                for (at, column) in model.0.columns.iter().enumerate() {
                    self.comma(at);
                    self.column(table, column.name);
                }
            }
            Part::Label(at) => self.format(format_args!("c{at}")),
            Part::Sign(sign) => self.sql.push(sign),
            Part::Parameter => self.parameter(),
            Part::Rows(rows, width) => self.rows(rows, width),
            Part::ListRows(columns) => {
                self.parameters += columns;
                self.dialect.write_list_rows(&mut self.sql, columns);
            }
            Part::Mark => self.marks.push(self.sql.len()),
            Part::Membership(ty) => {
                let needle = self.aside();
                let number = self.number();
                self.dialect.write_membership(&mut self.sql, &needle, number, ty);
            }
            Part::Like(case_sensitive) => {
                let pattern = self.aside();
                let subject = self.aside();
                self.dialect.write_like(&mut self.sql, &subject, &pattern, case_sensitive);
            }
            Part::Limit(fixed, bound, offset) => {
                let limit = fixed.map(Limit::Rows).or_else(|| bound.then(|| Limit::Parameter(self.number())));
                let offset = offset.then(|| self.number());
                self.dialect.write_limit(&mut self.sql, limit, offset);
            }
            Part::ExistsEnd => self.dialect.write_exists_end(&mut self.sql),
        }
    }

    fn format(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.sql.write_fmt(text);
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.sql.push_str(", ");
        }
    }

    fn column(&mut self, table: u32, name: &str) {
        self.format(format_args!("t{table}."));
        self.dialect.write_identifier(&mut self.sql, name);
    }

    fn number(&mut self) -> usize {
        self.parameters += 1;
        self.parameters
    }

    fn parameter(&mut self) {
        let number = self.number();
        self.dialect.write_parameter(&mut self.sql, number);
    }

    fn rows(&mut self, rows: usize, width: usize) {
        for row in 0..rows {
            self.comma(row);
            self.sql.push('(');
            for column in 0..width {
                self.comma(column);
                self.parameter();
            }
            self.sql.push(')');
        }
    }

    /// Takes out what stands since the last mark.
    fn aside(&mut self) -> String {
        let mark = self.marks.pop().unwrap_or(self.sql.len());
        self.sql.split_off(mark)
    }
}

//! Tables as data: what the models and the associations of a schema ask of the database, with nothing said twice.
use std::borrow::Cow;

use super::{Action, ColumnDescription, ModelDescription, Schema, identity};

mod collect;
mod draft;
mod order;
#[cfg(test)]
mod tests;

/// One table.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// The model that is stored in it; `None` for a junction that nobody sees.
    pub model: Option<&'static ModelDescription>,
    /// The schema (or attached database) that it lies in, if not the default one.
    pub schema: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The names of the primary key's columns.
    pub key: Vec<Cow<'static, str>>,
    /// Its unique constraints, without the primary key.
    pub uniques: Vec<Constrained>,
    /// Its foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// Its indexes, without those that constraints bring along.
    pub indexes: Vec<Constrained>,
}

/// One column.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    pub name: Cow<'static, str>,
    /// The column of the model; for a junction that nobody sees, the one that it points to.
    pub description: &'static ColumnDescription,
    /// Whether only the type is taken from the description.
    pub points: bool,
}

/// A unique constraint or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Constrained {
    /// Its name.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<Cow<'static, str>>,
}

/// A foreign key, as all attributes that describe it say together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ForeignKey {
    /// Its name.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<Cow<'static, str>>,
    /// The schema of the table that it points to, if not the default one.
    pub target_schema: Option<&'static str>,
    /// The table that it points to.
    pub target: &'static str,
    /// The columns there.
    pub target_columns: Vec<Cow<'static, str>>,
    /// What happens when the row that it points to is deleted.
    pub on_delete: Action,
    /// What happens when the key that it points to changes.
    pub on_update: Action,
    /// Whether all its columns may be empty.
    pub optional: bool,
    /// The association it belongs to, as `Task.project`; `None` for `#[column(references = …)]`.
    pub association: Option<String>,
}

impl Schema {
    /// The tables, parents before children; where tables form a cycle, in the order of the list.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        order::sorted(collect::tables(self.models()))
    }
}

impl Table {
    /// Whether two tables are the same.
    fn is(&self, schema: Option<&str>, name: &str) -> bool {
        self.schema == schema && self.name == name
    }
}

/// How long a name may be; databases cut longer ones, or refuse them.
const LONGEST_NAME: usize = 63;

/// `tasks_project_id_fkey`; what is too long ends in a hash of the whole instead.
fn constraint_name(table: &str, columns: &[Cow<'static, str>], suffix: &str) -> String {
    let mut name = table.to_owned();
    for column in columns {
        name.push('_');
        name.push_str(column);
    }
    name.push('_');
    name.push_str(suffix);
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let hash = identity(&name);
    let mut length = LONGEST_NAME - 9;
    while !name.is_char_boundary(length) {
        length -= 1;
    }
    name.truncate(length);
    name + &format!("_{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

//! Const descriptions of tables, columns, keys and associations: what the derive emits, the checks compare and the
//! renderer reads. Nothing here touches a database; `schema/` has the checks, the DDL and the diagram.
use crate::value::{SqlType, Value};

pub mod check;
mod diagram;
#[cfg(test)]
pub(crate) mod fixture;
mod graph;
pub mod hidden;
mod models;
pub(crate) mod plan;
mod polymorphic;
mod sync;
mod table;
mod text;

pub use models::Schema;
pub use polymorphic::{KindDescription, PolymorphicDescription};
pub use table::{Column, Constrained, ForeignKey, Table};

/// One model, as its derive saw it.
#[derive(Debug)]
pub struct ModelDescription {
    /// The struct's name.
    pub name: &'static str,
    /// Tells this model from every other one of the program; see [`identity`].
    pub identity: u64,
    /// The singular that accessors use, `task`.
    pub singular: &'static str,
    /// The plural that accessors use, `tasks`.
    pub plural: &'static str,
    /// The schema (or attached database) that the table lies in, if not the default one.
    pub schema: Option<&'static str>,
    /// The table's name.
    pub table: &'static str,
    /// The columns, in the order of the struct's fields.
    pub columns: &'static [ColumnDescription],
    /// The [`identity`] of each field's name, to find it by; empty in descriptions that no derive wrote.
    pub field_hashes: &'static [u64],
    /// The positions of the primary key's columns.
    pub key: &'static [usize],
    /// Unique constraints over several columns.
    pub uniques: &'static [UniqueDescription],
    /// The associations, in the order of their attributes.
    pub associations: &'static [AssociationDescription],
    /// The associations to an owner of one model or another, in the order of their attributes.
    pub polymorphics: &'static [PolymorphicDescription],
}

/// One column.
#[derive(Debug)]
pub struct ColumnDescription {
    /// The field's name, without `r#`.
    pub field: &'static str,
    /// The column's name in the database.
    pub name: &'static str,
    /// The type of its values.
    pub ty: SqlType,
    /// The field's Rust type without `Option`, as the user wrote it.
    pub rust_type: &'static str,
    /// Tells its Rust type (without `Option`) from others, so that typed keys do not mix.
    pub type_identity: u64,
    /// Whether it may be empty: the field is an `Option`.
    pub nullable: bool,
    /// Whether it counts up by itself.
    pub generated: bool,
    /// What `#[column(unique)]` says: `None` if nothing.
    pub unique: Option<bool>,
    /// Whether it has an index of its own.
    pub index: bool,
    /// The default as the schema shows it.
    pub default: Option<DefaultValue>,
    /// The SQL type to use instead of the dialect's.
    pub sql_type: Option<&'static str>,
    /// A constraint without an association.
    pub references: Option<ReferenceDescription>,
    /// Whether the library fills it with the time.
    pub stamp: Option<Stamp>,
}

/// When the library fills a column with the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// When the row is stored first.
    Created,
    /// Whenever it is stored.
    Updated,
}

/// A default that the schema shows: a literal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultValue {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A float.
    Real(f64),
    /// Text.
    Text(&'static str),
}

/// A unique constraint over several columns.
#[derive(Debug)]
pub struct UniqueDescription {
    /// Its name, if the user gave one.
    pub name: Option<&'static str>,
    /// The positions of its columns.
    pub columns: &'static [usize],
}

/// `references = Trainer::id`: a foreign key without an association.
#[derive(Debug)]
pub struct ReferenceDescription {
    /// The model it points to.
    pub target: fn() -> &'static ModelDescription,
    /// That model's name.
    pub target_name: &'static str,
    /// That model's identity.
    pub target_identity: u64,
    /// The field it points to.
    pub field: &'static str,
    /// What happens when the row it points to is deleted.
    pub on_delete: Option<Action>,
    /// What happens when the key it points to changes.
    pub on_update: Option<Action>,
}

/// The kinds of association.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssociationKind {
    /// The foreign key lies in this model.
    BelongsTo,
    /// The foreign key lies in the other model; at most one row.
    HasOne,
    /// The foreign key lies in the other model.
    HasMany,
    /// Two foreign keys lie in a junction.
    BelongsToMany,
}

/// One association, as its attribute declares it: names only, so that describing a model needs no other model.
#[derive(Debug)]
pub struct AssociationDescription {
    /// Its kind.
    pub kind: AssociationKind,
    /// Its name: the alias, or what follows from the target.
    pub name: &'static str,
    /// The name in the singular.
    pub singular: &'static str,
    /// Whether the name comes from `as` (or `singular`/`plural`).
    pub aliased: bool,
    /// The target, as the user wrote it.
    pub target_name: &'static str,
    /// The target's identity.
    pub target_identity: u64,
    /// The target's description.
    pub target: fn() -> &'static ModelDescription,
    /// The fields of the foreign key: of this model for `belongs_to`, of the target for `has_one` and `has_many`, of
    /// the junction (towards this model) for `belongs_to_many`.
    pub foreign_key: &'static [&'static str],
    /// What the derive knows of these fields, each; empty in descriptions that no derive wrote.
    pub key_places: &'static [KeyPlace],
    /// Whether the user named the foreign key.
    pub foreign_key_named: bool,
    /// The fields that the foreign key points to: `target_key` for `belongs_to` (empty means the target's primary
    /// key), `source_key` for the others.
    pub referenced_key: &'static [&'static str],
    /// What happens when the row that is pointed to is deleted, if the user said so.
    pub on_delete: Option<Action>,
    /// What happens when the key that is pointed to changes, if the user said so.
    pub on_update: Option<Action>,
    /// What `constraints = …` says: `None` if nothing.
    pub constraints: Option<bool>,
    /// Whether rows that lose their owner are deleted (`orphans = delete`).
    pub deletes_orphans: bool,
    /// Column values that belong to the association: read and written with it.
    pub scope: &'static [ScopeDescription],
    /// The polymorphic association of the target (or of the junction) that leads back here, where it is one.
    pub via: Option<&'static str>,
    /// The junction of a `belongs_to_many`.
    pub junction: Option<JunctionDescription>,
}

/// What a derive knows of a field of a foreign key, so that the checks need not compare texts.
#[derive(Debug, Clone, Copy)]
pub struct KeyPlace {
    /// The [`identity`] of the field's name.
    pub hash: u64,
    /// Its position, if it lies in the model that declares the association; otherwise 0.
    pub position: usize,
    /// The [`identity`] of what follows the association's name and a `_` in it.
    pub suffix: u64,
}

/// `scope(column = value)`: the value is a function, because not every value can be a constant.
#[derive(Debug)]
pub struct ScopeDescription {
    /// The field of the target (or of the junction).
    pub field: &'static str,
    /// The value.
    pub value: fn() -> Value,
}

/// The junction of a `belongs_to_many`.
#[derive(Debug)]
pub struct JunctionDescription {
    /// The junction's model; `None` for a table that nobody needs to see.
    pub model: Option<fn() -> &'static ModelDescription>,
    /// The model's or the table's name.
    pub name: &'static str,
    /// The model's identity, or that of the table's name.
    pub identity: u64,
    /// The fields towards the target; empty means that they follow from the target.
    pub other_key: &'static [&'static str],
    /// The target's fields that they point to; empty means the primary key.
    pub target_key: &'static [&'static str],
    /// The polymorphic association of the junction that leads to the target, where it is one.
    pub other_via: Option<&'static str>,
    /// Column values of the junction that belong to the association.
    pub scope: &'static [ScopeDescription],
    /// Whether a pair can be linked only once.
    pub unique: bool,
    /// The name of the unique constraint.
    pub unique_key: Option<&'static str>,
}

/// What the database does to a foreign key when the row it points to goes or changes its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Refuses at the end of the statement.
    NoAction,
    /// Refuses at once.
    Restrict,
    /// Deletes, or changes along.
    Cascade,
    /// Empties the key.
    SetNull,
    /// Sets the key's default.
    SetDefault,
}

impl Action {
    /// The action in SQL.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl ModelDescription {
    /// The column of this field, if there is one.
    #[must_use]
    pub const fn position(&self, field: &str) -> Option<usize> {
        let columns = self.columns;
        let mut at = 0;
        while at < columns.len() {
            if equal(columns[at].field, field) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// The column of this field, by the hash of its name as well: while compiling, comparing texts is what costs most.
    pub(crate) const fn find(&self, field: &str, hash: u64) -> Option<usize> {
        let hashes = self.field_hashes;
        if hashes.is_empty() {
            return self.position(field);
        }
        let mut at = 0;
        while at < hashes.len() {
            if hashes[at] == hash {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Whether the key counts up by itself.
    #[must_use]
    pub const fn generates_key(&self) -> bool {
        self.key.len() == 1 && self.columns[self.key[0]].generated
    }
}

/// Tells models and types apart: a hash (FNV-1a, 64 bits) of where the item stands and what it is called.
#[must_use]
pub const fn identity(path: &str) -> u64 {
    extend_identity(0xcbf2_9ce4_8422_2325, path)
}

/// Goes on hashing, for a generic type: its own name, then its parameter's identity.
#[must_use]
pub const fn extend_identity(seed: u64, path: &str) -> u64 {
    let bytes = path.as_bytes();
    let mut hash = seed;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// Whether two names are equal, while compiling.
#[must_use]
pub const fn equal(left: &str, right: &str) -> bool {
    are_equal(left.as_bytes(), right.as_bytes())
}

pub(crate) const fn are_equal(mut left: &[u8], mut right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    // Eight at a time: each step costs the compiler as much as a thousand of the program's.
    while let (Some((here, left_rest)), Some((there, right_rest))) =
        (left.split_first_chunk::<8>(), right.split_first_chunk::<8>())
    {
        if u64::from_ne_bytes(*here) != u64::from_ne_bytes(*there) {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

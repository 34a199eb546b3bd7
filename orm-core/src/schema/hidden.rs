//! The table of a `through = "table"`: what its columns are called, and a description of it for statements.
use super::check::key_length;
use super::{AssociationDescription, AssociationKind, ColumnDescription, ModelDescription, equal};
use crate::value::SqlType;

/// How long a name may be that is put together while compiling.
const LONGEST: usize = 128;

/// A column's name, put together while compiling.
#[derive(Debug, Clone, Copy)]
pub struct JoinedName {
    bytes: [u8; LONGEST],
    length: usize,
}

impl JoinedName {
    const fn new() -> Self {
        Self { bytes: [0; LONGEST], length: 0 }
    }

    const fn push(&mut self, text: &str) {
        let text = text.as_bytes();
        assert!(self.length + text.len() <= LONGEST, "the name of a junction's column is too long");
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.length] = text[at];
            self.length += 1;
            at += 1;
        }
    }

    /// The name.
    ///
    /// # Panics
    ///
    /// Never: it is made of whole names.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(name) => name,
            Err(_) => panic!("a name is text"),
        }
    }

    pub(crate) const fn is(&self, name: &str) -> bool {
        equal(self.as_str(), name)
    }
}

/// How many columns lead to the target.
pub(crate) const fn far_length(source: &ModelDescription, target: &ModelDescription, at: usize) -> usize {
    match &source.associations[at].junction {
        Some(junction) => key_length(target, junction.target_key),
        None => 0,
    }
}

/// What the nth column to the target is called: as `other_key` says, as the other side calls it, or `<target>_<key>`; a
/// self association uses its own name.
#[must_use]
pub const fn far_name(
    source: &ModelDescription,
    target: &ModelDescription,
    at: usize,
    nth: usize,
) -> JoinedName {
    let mut name = JoinedName::new();
    let association = &source.associations[at];
    let Some(junction) = &association.junction else { return name };
    if nth < junction.other_key.len() {
        name.push(junction.other_key[nth]);
        return name;
    }
    if let Some(partner) = partner(source, target, at)
        && partner.foreign_key_named
        && nth < partner.foreign_key.len()
    {
        name.push(partner.foreign_key[nth]);
        return name;
    }
    let is_self = source.identity == target.identity;
    name.push(if is_self { association.singular } else { target.singular });
    name.push("_");
    if nth < junction.target_key.len() {
        name.push(junction.target_key[nth]);
    } else if nth < target.key.len() {
        name.push(target.columns[target.key[nth]].field);
    }
    name
}

/// The other side of the same table.
const fn partner<'t>(
    source: &ModelDescription,
    target: &'t ModelDescription,
    at: usize,
) -> Option<&'t AssociationDescription> {
    let Some(junction) = &source.associations[at].junction else { return None };
    let is_self = source.identity == target.identity;
    let mut other = 0;
    while other < target.associations.len() {
        let found = &target.associations[other];
        if let (AssociationKind::BelongsToMany, Some(there)) = (found.kind, &found.junction)
            && found.target_identity == source.identity
            && there.identity == junction.identity
            && !(is_self && other == at)
        {
            return Some(found);
        }
        other += 1;
    }
    None
}

/// What all columns to the target are called.
#[must_use]
pub const fn far_names<const T: usize>(
    source: &ModelDescription,
    target: &ModelDescription,
    at: usize,
) -> [JoinedName; T] {
    let mut names = [JoinedName::new(); T];
    let mut nth = 0;
    while nth < T {
        names[nth] = far_name(source, target, at, nth);
        nth += 1;
    }
    names
}

const NO_COLUMN: ColumnDescription = ColumnDescription {
    field: "",
    name: "",
    ty: SqlType::Text,
    rust_type: "",
    type_identity: 0,
    nullable: false,
    generated: false,
    unique: None,
    index: false,
    default: None,
    sql_type: None,
    references: None,
    stamp: None,
};

/// A column that keeps the values of another one.
const fn column(name: &'static str, model: &ModelDescription, key: Option<usize>) -> ColumnDescription {
    let Some(key) = key else { return NO_COLUMN };
    let column = &model.columns[key];
    ColumnDescription {
        field: name,
        name,
        ty: column.ty,
        rust_type: column.rust_type,
        type_identity: column.type_identity,
        sql_type: column.sql_type,
        ..NO_COLUMN
    }
}

/// The columns of the table: those to the source, then those to the target.
#[must_use]
pub const fn columns<const N: usize>(
    source: &ModelDescription,
    target: &ModelDescription,
    at: usize,
    far_names: &'static [JoinedName],
) -> [ColumnDescription; N] {
    let mut columns = [NO_COLUMN; N];
    let association = &source.associations[at];
    let near = association.foreign_key;
    let mut nth = 0;
    while nth < N && !source.columns.is_empty() && !target.columns.is_empty() {
        columns[nth] = if nth < near.len() {
            column(near[nth], source, key_position(source, association.referenced_key, nth))
        } else {
            let nth = nth - near.len();
            let named = match &association.junction {
                Some(junction) => junction.target_key,
                None => &[],
            };
            column(far_names[nth].as_str(), target, key_position(target, named, nth))
        };
        nth += 1;
    }
    columns
}

const fn key_position(model: &ModelDescription, named: &[&str], nth: usize) -> Option<usize> {
    if nth < named.len() {
        model.position(named[nth])
    } else if named.is_empty() && nth < model.key.len() {
        Some(model.key[nth])
    } else {
        None
    }
}

/// The numbers from 0: the key of a table whose columns are all its key.
#[must_use]
pub const fn positions<const N: usize>() -> [usize; N] {
    let mut positions = [0; N];
    let mut nth = 0;
    while nth < N {
        positions[nth] = nth;
        nth += 1;
    }
    positions
}

/// Where the table lies: beside both models, or in the default schema where they lie apart.
#[must_use]
pub const fn schema(source: &ModelDescription, target: &ModelDescription) -> Option<&'static str> {
    match (source.schema, target.schema) {
        (Some(near), Some(far)) if super::identity(near) == super::identity(far) => Some(near),
        _ => None,
    }
}

/// The table as statements see it.
#[must_use]
pub const fn table(
    (schema, name): (Option<&'static str>, &'static str),
    columns: &'static [ColumnDescription],
    key: &'static [usize],
) -> ModelDescription {
    ModelDescription {
        name,
        identity: super::identity(name),
        singular: name,
        plural: name,
        schema,
        table: name,
        columns,
        field_hashes: &[],
        key,
        uniques: &[],
        associations: &[],
        polymorphics: &[],
    }
}

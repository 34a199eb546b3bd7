//! A table under construction: what the attributes say about its foreign keys so far, and what follows in the end.
use std::borrow::Cow;

use super::super::{Action, ColumnDescription, ModelDescription};
use super::{Column, Constrained, ForeignKey, Table, constraint_name};

pub(super) type Model = &'static ModelDescription;
pub(super) type Name = Cow<'static, str>;

/// A table with what the attributes say about its foreign keys so far.
pub(super) struct Draft {
    pub(super) table: Table,
    pub(super) keys: Vec<KeyDraft>,
    pub(super) uniques: Vec<(Option<&'static str>, Vec<Name>)>,
    pub(super) indexes: Vec<Vec<Name>>,
}

/// What the attributes say about one foreign key so far.
pub(super) struct KeyDraft {
    pub(super) columns: Vec<Name>,
    pub(super) target: Model,
    pub(super) target_columns: Vec<Name>,
    pub(super) on_delete: Option<Action>,
    pub(super) on_update: Option<Action>,
    pub(super) unbound: bool,
    pub(super) origin: Origin,
    pub(super) association: Option<String>,
}

/// Where a foreign key comes from; the later wins, because its defaults do more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// `references = …`: nothing happens that the user has not asked for.
    Column,
    Association,
    /// The rows are links: they go with either end.
    Junction,
}

pub(super) fn names(model: Model, positions: impl IntoIterator<Item = usize>) -> Vec<Name> {
    positions.into_iter().map(|position| Name::Borrowed(model.columns[position].name)).collect()
}

fn is_same_set(left: &[Name], right: &[Name]) -> bool {
    left.len() == right.len() && left.iter().all(|name| right.contains(name))
}

/// Whether an index over `columns` begins with all of `key`, and so serves to find it.
fn begins_with(columns: &[Name], key: &[Name]) -> bool {
    columns.len() >= key.len() && is_same_set(&columns[..key.len()], key)
}

impl Draft {
    pub(super) fn of(model: Model) -> Self {
        let own = |column: &'static ColumnDescription| Column {
            name: Name::Borrowed(column.name),
            description: column,
            points: false,
        };
        let unique = model.columns.iter().filter(|column| column.unique == Some(true));
        let mut uniques: Vec<_> = unique.map(|column| (None, vec![Name::Borrowed(column.name)])).collect();
        uniques.extend(
            model.uniques.iter().map(|unique| (unique.name, names(model, unique.columns.iter().copied()))),
        );
        let table = Table {
            model: Some(model),
            schema: model.schema,
            name: model.table,
            columns: model.columns.iter().map(own).collect(),
            key: names(model, model.key.iter().copied()),
            uniques: vec![],
            foreign_keys: vec![],
            indexes: vec![],
        };
        Self { table, keys: vec![], uniques, indexes: vec![] }
    }

    /// Adds what one more attribute says about a key.
    pub(super) fn add(&mut self, key: KeyDraft, names_it: bool) {
        let same = |other: &&mut KeyDraft| {
            other.target.identity == key.target.identity && is_same_set(&other.columns, &key.columns)
        };
        let Some(known) = self.keys.iter_mut().find(same) else {
            self.keys.push(key);
            return;
        };
        known.on_delete = known.on_delete.or(key.on_delete);
        known.on_update = known.on_update.or(key.on_update);
        known.unbound |= key.unbound;
        known.origin = known.origin.max(key.origin);
        if names_it || known.association.is_none() {
            known.association = key.association;
        }
    }

    pub(super) fn finish(mut self) -> Table {
        let place = |table: &Table, name: &Name| table.columns.iter().position(|column| column.name == *name);
        self.keys
            .sort_by_key(|key| key.columns.iter().map(|name| place(&self.table, name)).collect::<Vec<_>>());
        for (name, columns) in std::mem::take(&mut self.uniques) {
            self.add_unique(name, columns);
        }
        for columns in self.keys.iter().map(|key| &key.columns).chain(&self.indexes) {
            self.table.add_index(columns);
        }
        let wished = self.table.columns.iter().filter(|column| column.description.index && !column.points);
        for name in wished.map(|column| column.name.clone()).collect::<Vec<_>>() {
            self.table.add_index(&[name]);
        }
        let keys = std::mem::take(&mut self.keys);
        let bound = keys.into_iter().filter(|key| !key.unbound).map(|key| key.finish(&self.table));
        self.table.foreign_keys = bound.collect();
        self.table
    }

    fn add_unique(&mut self, name: Option<&'static str>, columns: Vec<Name>) {
        let table = &mut self.table;
        // The primary key is unique by itself.
        if is_same_set(&table.key, &columns)
            || table.uniques.iter().any(|known| is_same_set(&known.columns, &columns))
        {
            return;
        }
        let name = name.map_or_else(|| constraint_name(table.name, &columns, "unique"), str::to_owned);
        table.uniques.push(Constrained { name, columns });
    }
}

impl KeyDraft {
    fn finish(self, table: &Table) -> ForeignKey {
        let optional = self.columns.iter().all(|name| {
            table
                .columns
                .iter()
                .any(|column| column.name == *name && column.description.nullable && !column.points)
        });
        let (on_delete, on_update) = match self.origin {
            Origin::Column => (Action::NoAction, Action::NoAction),
            Origin::Junction => (Action::Cascade, Action::Cascade),
            Origin::Association if optional => (Action::SetNull, Action::Cascade),
            Origin::Association => (Action::NoAction, Action::Cascade),
        };
        ForeignKey {
            name: constraint_name(table.name, &self.columns, "fkey"),
            columns: self.columns,
            target_schema: self.target.schema,
            target: self.target.table,
            target_columns: self.target_columns,
            on_delete: self.on_delete.unwrap_or(on_delete),
            on_update: self.on_update.unwrap_or(on_update),
            optional,
            association: self.association,
        }
    }
}

impl Table {
    fn add_index(&mut self, columns: &[Name]) {
        let uniques = self.uniques.iter().map(|unique| &unique.columns);
        let indexes = self.indexes.iter().map(|index| &index.columns);
        if uniques.chain(indexes).chain([&self.key]).any(|known| begins_with(known, columns)) {
            return;
        }
        let name = constraint_name(self.name, columns, "index");
        self.indexes.push(Constrained { name, columns: columns.to_vec() });
    }
}

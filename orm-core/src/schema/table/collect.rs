//! Collects the foreign keys of all tables from the attributes that describe them.
use std::collections::HashMap;

use super::super::check::{Declared, foreign, referenced, referenced_length};
use super::super::{AssociationDescription, AssociationKind, JunctionDescription};
use super::draft::{Draft, KeyDraft, Model, Name, Origin, names};
use super::{Column, Table};

struct Drafts {
    drafts: Vec<Draft>,
    /// Which draft is a model's, by its identity.
    places: HashMap<u64, usize>,
}

/// All tables, in the order of the models; those of junctions that nobody sees follow.
pub(super) fn tables(models: &[Model]) -> Vec<Table> {
    let mut drafts = Drafts {
        drafts: models.iter().map(|model| Draft::of(model)).collect(),
        places: models.iter().enumerate().map(|(at, model)| (model.identity, at)).collect(),
    };
    for model in models {
        drafts.add_owner_indexes(model);
        for (at, association) in model.associations.iter().enumerate() {
            let Some(target) = drafts.model(association.target_identity) else { continue };
            match (&association.kind, &association.junction) {
                (AssociationKind::BelongsToMany, Some(junction)) => {
                    drafts.add_junction((model, target), association, junction);
                }
                (AssociationKind::BelongsToMany, None) => {}
                _ => drafts.add_association(&Declared::new(model, target, at)),
            }
        }
        drafts.add_references(model);
    }
    drafts.drafts.into_iter().map(Draft::finish).collect()
}

/// The columns of these fields; `None` if one does not exist, which is a compile error elsewhere.
fn columns_of(model: Model, fields: &[&str]) -> Option<Vec<Name>> {
    let positions: Option<Vec<usize>> = fields.iter().map(|field| model.position(field)).collect();
    positions.map(|positions| names(model, positions))
}

/// The columns of these fields, or the primary key where none are given.
fn columns_or_key(model: Model, fields: &[&str]) -> Option<Vec<Name>> {
    if fields.is_empty() { Some(names(model, model.key.iter().copied())) } else { columns_of(model, fields) }
}

impl Drafts {
    fn model(&self, identity: u64) -> Option<Model> {
        self.places.get(&identity).and_then(|&at| self.drafts[at].table.model)
    }

    fn of(&mut self, model: Model) -> Option<&mut Draft> {
        self.places.get(&model.identity).map(|&at| &mut self.drafts[at])
    }

    /// Rows are found by their owner over both columns. There is no constraint: the key points to several tables.
    fn add_owner_indexes(&mut self, model: Model) {
        for polymorphic in model.polymorphics {
            let columns = columns_of(model, &[polymorphic.type_field, polymorphic.key_field]);
            if let (Some(columns), Some(draft)) = (columns, self.of(model)) {
                draft.indexes.push(columns);
            }
        }
    }

    fn add_association(&mut self, declared: &Declared) {
        let association = declared.association;
        if association.via.is_some() {
            return;
        }
        let length = association.foreign_key.len();
        if declared.target.columns.is_empty() || length != referenced_length(declared) {
            return;
        }
        let parts: Option<(Vec<usize>, Vec<usize>)> =
            (0..length).map(|nth| Some((foreign(declared, nth)?, referenced(declared, nth)?))).collect();
        let Some((columns, target_columns)) = parts else { return };
        let columns = names(declared.child(), columns);
        let key = KeyDraft {
            columns: columns.clone(),
            target: declared.parent(),
            target_columns: names(declared.parent(), target_columns),
            on_delete: association.on_delete,
            on_update: association.on_update,
            unbound: association.constraints == Some(false),
            origin: Origin::Association,
            association: Some(format!("{}.{}", declared.source.name, association.name)),
        };
        let Some(draft) = self.of(declared.child()) else { return };
        draft.add(key, declared.is_belongs_to());
        // With a scope there may be several rows, of which the scope picks one.
        if association.kind == AssociationKind::HasOne && association.scope.is_empty() {
            draft.uniques.push((None, columns));
        }
    }

    fn add_references(&mut self, model: Model) {
        for (position, column) in model.columns.iter().enumerate() {
            let Some(reference) = &column.references else { continue };
            let Some(target) = self.model(reference.target_identity) else { continue };
            let Some(target_columns) = columns_of(target, &[reference.field]) else { continue };
            let key = KeyDraft {
                columns: names(model, [position]),
                target,
                target_columns,
                on_delete: reference.on_delete,
                on_update: reference.on_update,
                unbound: false,
                origin: Origin::Column,
                association: None,
            };
            if let Some(draft) = self.of(model) {
                draft.add(key, false);
            }
        }
    }

    /// The two keys of a junction, and that a pair is linked once.
    fn add_junction(
        &mut self,
        (source, target): (Model, Model),
        association: &'static AssociationDescription,
        junction: &'static JunctionDescription,
    ) {
        let Some(near_target) = columns_or_key(source, association.referenced_key) else { return };
        let Some(far_target) = columns_or_key(target, junction.target_key) else { return };
        let model = junction.model.and_then(|_| self.model(junction.identity));
        let far_fields = far_fields((association, junction), target, &far_target);
        let (near, far) = match model {
            Some(model) => {
                let fields: Vec<&str> = far_fields.iter().map(|field| &**field).collect();
                match (columns_of(model, association.foreign_key), columns_of(model, &fields)) {
                    (Some(near), Some(far)) => (near, far),
                    _ => return,
                }
            }
            None => {
                (association.foreign_key.iter().map(|&field| Name::Borrowed(field)).collect(), far_fields)
            }
        };
        // Each side says what happens to its own key; one side alone says it for both.
        let says_other_side = target.associations.iter().any(|other| {
            other.kind == AssociationKind::BelongsToMany
                && !std::ptr::eq(other, association)
                && other.target_identity == source.identity
                && other.junction.as_ref().is_some_and(|other| other.identity == junction.identity)
        });
        let key = |columns: &[Name], target, target_columns, says: bool| KeyDraft {
            columns: columns.to_vec(),
            target,
            target_columns,
            on_delete: association.on_delete.filter(|_| says),
            on_update: association.on_update.filter(|_| says),
            unbound: association.constraints == Some(false),
            origin: Origin::Junction,
            association: Some(format!("{}.{}", source.name, association.name)),
        };
        let keys = [key(&near, source, near_target, true), key(&far, target, far_target, !says_other_side)];
        let at = match model {
            Some(model) => self.places[&model.identity],
            None => self.hidden_junction(junction, &keys),
        };
        let draft = &mut self.drafts[at];
        for key in keys {
            draft.add(key, false);
        }
        if junction.unique {
            draft.uniques.push((junction.unique_key, [near, far].concat()));
        }
    }

    /// The table of a junction without a model: two keys, which together are the primary key.
    fn hidden_junction(&mut self, junction: &'static JunctionDescription, keys: &[KeyDraft]) -> usize {
        if let Some(at) = self.drafts.iter().position(|draft| draft.table.is(None, junction.name)) {
            return at;
        }
        let mut columns = Vec::new();
        for key in keys {
            for (name, target) in key.columns.iter().zip(&key.target_columns) {
                let description = key.target.columns.iter().find(|column| column.name == *target);
                columns.extend(description.map(|description| Column {
                    name: name.clone(),
                    description,
                    points: true,
                }));
            }
        }
        let key =
            if junction.unique { columns.iter().map(|column| column.name.clone()).collect() } else { vec![] };
        let table = Table {
            model: None,
            schema: None,
            name: junction.name,
            columns,
            key,
            uniques: vec![],
            foreign_keys: vec![],
            indexes: vec![],
        };
        self.drafts.push(Draft { table, keys: vec![], uniques: vec![], indexes: vec![] });
        self.drafts.len() - 1
    }
}

/// The fields of a junction towards the target: as given, or `<target>_<key>`; a self association uses its own name.
fn far_fields(
    (association, junction): (&AssociationDescription, &JunctionDescription),
    target: Model,
    target_columns: &[Name],
) -> Vec<Name> {
    if !junction.other_key.is_empty() {
        return junction.other_key.iter().map(|&field| Name::Borrowed(field)).collect();
    }
    let is_self = target.associations.iter().any(|other| std::ptr::eq(other, association));
    let prefix = if is_self { association.singular } else { target.singular };
    let field =
        |name: &Name| target.columns.iter().find(|column| column.name == *name).map(|column| column.field);
    target_columns.iter().filter_map(field).map(|field| Name::Owned(format!("{prefix}_{field}"))).collect()
}

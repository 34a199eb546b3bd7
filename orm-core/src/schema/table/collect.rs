//! Collects the foreign keys of all tables from the attributes that describe them.
use std::collections::HashMap;

use super::super::check::{Declared, Side, foreign, referenced, referenced_length, sides};
use super::super::hidden::{far_length, far_name, schema};
use super::super::text::Text;
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
        drafts.add_owner_indexes(model, models);
        for (at, association) in model.associations.iter().enumerate() {
            let Some(target) = drafts.model(association.target_identity) else { continue };
            match (&association.kind, &association.junction) {
                (AssociationKind::BelongsToMany, Some(junction)) => {
                    drafts.add_junction((model, target), at, junction);
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

/// Whether all who lead back over this polymorphic association have one row each: `has_one` with no scope but the kind.
fn has_one_each(model: Model, name: &str, models: &[Model]) -> bool {
    let mut associations =
        models.iter().flat_map(|owner| owner.associations).filter(|back| match &back.junction {
            Some(junction) => {
                junction.identity == model.identity && [back.via, junction.other_via].contains(&Some(name))
            }
            None => back.target_identity == model.identity && back.via == Some(name),
        });
    let is_single =
        |back: &AssociationDescription| back.kind == AssociationKind::HasOne && back.scope.len() == 1;
    associations.next().is_some_and(is_single) && associations.all(is_single)
}

impl Drafts {
    fn model(&self, identity: u64) -> Option<Model> {
        self.places.get(&identity).and_then(|&at| self.drafts[at].table.model)
    }

    fn of(&mut self, model: Model) -> Option<&mut Draft> {
        self.places.get(&model.identity).map(|&at| &mut self.drafts[at])
    }

    /// Rows are found by their owner over both columns, which are unique where every owner has one of them. There is no
    /// foreign key: it would point to several tables.
    fn add_owner_indexes(&mut self, model: Model, models: &[Model]) {
        for polymorphic in model.polymorphics {
            let columns = columns_of(model, &[polymorphic.type_field, polymorphic.key_field]);
            if let (Some(columns), Some(draft)) = (columns, self.of(model)) {
                if has_one_each(model, polymorphic.name, models) {
                    draft.uniques.push((None, columns));
                } else {
                    draft.indexes.push(columns);
                }
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
        at: usize,
        junction: &'static JunctionDescription,
    ) {
        let association = &source.associations[at];
        let Some((near, far)) = self.junction_keys((source, target), at) else { return };
        // Each side says what happens to its own key; one side alone says it for both.
        let says_other_side = target.associations.iter().any(|other| {
            other.kind == AssociationKind::BelongsToMany
                && !std::ptr::eq(other, association)
                && other.target_identity == source.identity
                && other.junction.as_ref().is_some_and(|other| other.identity == junction.identity)
        });
        let key = |end: &JunctionKey, target, says: bool| KeyDraft {
            columns: end.columns.clone(),
            target,
            target_columns: end.target_columns.clone(),
            on_delete: association.on_delete.filter(|_| says),
            on_update: association.on_update.filter(|_| says),
            unbound: association.constraints == Some(false) && end.follows,
            origin: Origin::Junction,
            association: Some(format!("{}.{}", source.name, association.name)),
        };
        let keys = [key(&near, source, true), key(&far, target, !says_other_side)];
        let model = junction.model.and_then(|_| self.model(junction.identity));
        let at = match model {
            Some(model) => self.places[&model.identity],
            None => self.hidden_junction((schema(source, target), junction), &keys),
        };
        let draft = &mut self.drafts[at];
        // What points to several tables has no constraint; its index is that of the polymorphic association.
        let is_open = [association.via.is_some(), junction.other_via.is_some()];
        for (key, _) in keys.into_iter().zip(is_open).filter(|(_, is_open)| !is_open) {
            draft.add(key, false);
        }
        if let Some(columns) = unique_columns(model, junction, [near.columns, far.columns].concat()) {
            draft.uniques.push((junction.unique_key, columns));
        }
    }

    /// The two keys of a junction: to the source, and to the target.
    fn junction_keys(
        &self,
        (source, target): (Model, Model),
        at: usize,
    ) -> Option<(JunctionKey, JunctionKey)> {
        let association = &source.associations[at];
        let junction = association.junction.as_ref()?;
        let Some(_) = junction.model else {
            let near = association.foreign_key.iter().map(|&field| Name::Borrowed(field)).collect();
            let far = (0..far_length(source, target, at))
                .map(|nth| Name::Owned(far_name(source, target, at, nth).as_str().to_owned()))
                .collect();
            let key = |columns, target_columns| JunctionKey { columns, target_columns, follows: true };
            return Some((
                key(near, columns_or_key(source, association.referenced_key)?),
                key(far, columns_or_key(target, junction.target_key)?),
            ));
        };
        let model = self.model(junction.identity)?;
        let (near, far) = sides([source, target, model], at, &mut Text::new())?;
        let key = |side: &Side, target, is_near: bool| JunctionKey {
            columns: names(model, side.columns[..side.length].iter().copied()),
            target_columns: names(target, side.key[..side.length].iter().copied()),
            follows: is_near || !side.is_declared,
        };
        Some((key(&near, source, true), key(&far, target, false)))
    }

    /// The table of a junction without a model: two keys, which together are the primary key.
    fn hidden_junction(
        &mut self,
        (schema, junction): (Option<&'static str>, &'static JunctionDescription),
        keys: &[KeyDraft],
    ) -> usize {
        if let Some(at) = self.drafts.iter().position(|draft| draft.table.is(schema, junction.name)) {
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
            schema,
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

/// One of the two keys of a junction.
struct JunctionKey {
    columns: Vec<Name>,
    target_columns: Vec<Name>,
    /// Whether `constraints = false` is about this key.
    follows: bool,
}

/// The columns that a link is unique over: the pair, with the columns of the scope. None if the primary key says
/// otherwise, being wider, or says so already.
fn unique_columns(
    model: Option<Model>,
    junction: &JunctionDescription,
    mut pair: Vec<Name>,
) -> Option<Vec<Name>> {
    if !junction.unique {
        return None;
    }
    let Some(model) = model else { return Some(pair) };
    let key = names(model, model.key.iter().copied());
    if junction.scope.is_empty() && key.len() > pair.len() && pair.iter().all(|name| key.contains(name)) {
        return None;
    }
    // An empty column tells no two rows apart.
    let telling = junction.scope.iter().filter(|scope| !(scope.value)().is_null());
    let scope = telling.filter_map(|scope| model.position(scope.field));
    pair.extend(names(model, scope));
    let mut seen = Vec::new();
    pair.retain(|name| {
        let is_new = !seen.contains(name);
        seen.push(name.clone());
        is_new
    });
    let is_keyed = !key.is_empty() && key.iter().all(|name| pair.contains(name));
    (!is_keyed).then_some(pair)
}

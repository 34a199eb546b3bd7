//! Which column a builder must have left out, for an association to give it.
use crate::association::Relation;
use crate::schema::{AssociationDescription, AssociationKind, ModelDescription};

/// Where no column is: every builder leaves it out.
const NOWHERE: usize = usize::MAX;

/// The position in the target of the key that the association gives, if a builder's type follows it: the required key
/// of a `belongs_to`. Otherwise a position that no column has.
#[must_use]
pub const fn key_to_leave(relation: &Relation) -> usize {
    let (target, columns) = (relation.target, relation.target_columns);
    if columns.is_empty() || relation.junction.is_some() || columns[0] >= target.columns.len() {
        return NOWHERE;
    }
    let position = columns[0];
    let column = &target.columns[position];
    if column.nullable || column.default.is_some() || column.stamp.is_some() {
        return NOWHERE;
    }
    let mut at = 0;
    while at < target.associations.len() {
        let association = &target.associations[at];
        if matches!(association.kind, AssociationKind::BelongsTo) && is_over(target, association, position) {
            return position;
        }
        at += 1;
    }
    NOWHERE
}

/// Whether the key of a `belongs_to` of this model begins with the column.
const fn is_over(model: &ModelDescription, association: &AssociationDescription, position: usize) -> bool {
    if !association.key_places.is_empty() {
        return association.key_places[0].position == position;
    }
    !association.foreign_key.is_empty()
        && matches!(model.position(association.foreign_key[0]), Some(found) if found == position)
}

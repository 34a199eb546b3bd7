//! Which column a builder must have left out, for an association to give it.
use crate::association::Relation;
use crate::schema::AssociationKind;

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
    let is_required = !column.nullable && column.default.is_none() && column.stamp.is_none();
    let mut at = 0;
    while at < target.associations.len() {
        let association = &target.associations[at];
        let is_parent =
            matches!(association.kind, AssociationKind::BelongsTo) && !association.foreign_key.is_empty();
        if is_parent && is_required && is_position(target.position(association.foreign_key[0]), position) {
            return position;
        }
        at += 1;
    }
    NOWHERE
}

const fn is_position(found: Option<usize>, position: usize) -> bool {
    matches!(found, Some(found) if found == position)
}

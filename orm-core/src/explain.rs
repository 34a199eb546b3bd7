//! Makes a driver's error say which model and which association it concerns.
use crate::error::{Constraint, Error, ErrorKind};
use crate::schema::{AssociationDescription, AssociationKind, ModelDescription};
use crate::session::Subject;
use crate::store::{dangling, held};

/// Adds model and association to what a driver reports of a statement about `subject`.
#[cold]
pub(crate) fn explain(error: Error, subject: Subject) -> Error {
    match error.kind() {
        ErrorKind::ForeignKeyViolation => explain_foreign_key(error, subject),
        ErrorKind::UniqueViolation | ErrorKind::NotNullViolation | ErrorKind::CheckViolation => {
            explain_constraint(error, subject.model)
        }
        _ => error,
    }
}

fn explain_constraint(error: Error, model: &'static ModelDescription) -> Error {
    let mut constraint = error.constraint().cloned().unwrap_or_default();
    let fields: Vec<_> = model
        .columns
        .iter()
        .filter(|column| constraint.columns.iter().any(|name| name == column.name))
        .map(|column| column.field)
        .collect();
    constraint.association = association_over(model, &fields).map(|found| label(model, found));
    let named = if fields.is_empty() { String::new() } else { format!(" (`{}`)", fields.join("`, `")) };
    let message = match error.kind() {
        ErrorKind::UniqueViolation => format!("a `{}` with this value{named} is stored already", model.name),
        ErrorKind::NotNullViolation => format!("a required column of `{}`{named} has no value", model.name),
        _ => format!("`{}` breaks a check of the database{named}: {}", model.name, error.message()),
    };
    error.with_constraint(constraint).with_message(message)
}

/// The association whose foreign key consists of these fields.
fn association_over(
    model: &'static ModelDescription,
    fields: &[&str],
) -> Option<&'static AssociationDescription> {
    model.associations.iter().find(|association| {
        association.kind == AssociationKind::BelongsTo
            && association.foreign_key.len() == fields.len()
            && association.foreign_key.iter().all(|field| fields.contains(field))
    })
}

fn label(model: &ModelDescription, association: &AssociationDescription) -> String {
    format!("{}.{}", model.name, association.name)
}

fn explain_foreign_key(error: Error, subject: Subject) -> Error {
    let mut constraint = error.constraint().cloned().unwrap_or_default();
    if subject.key_holder().is_none() {
        if let Some(association) = by_columns(subject.model, &constraint) {
            return dangling(error, subject.model, association);
        }
        if let Some(association) = by_table(subject.model, &constraint) {
            return held(error, subject.model, association);
        }
    }
    if let Some(association) = sole_owner(subject) {
        return dangling(error, subject.model, association);
    }
    let found = candidates(subject);
    let message = match found.as_slice() {
        [] => format!(
            "a foreign key refused the change of `{}`: a row it points to does not exist, or other rows still point to it",
            subject.model.name
        ),
        [only] => {
            constraint.association = Some(only.clone());
            format!(
                "the foreign key of `{only}` refused the change: the row it points to does not exist, or is still pointed to"
            )
        }
        several => format!(
            "a foreign key refused the change of `{}`; it is one of `{}`: the row it points to does not exist, or is still pointed to",
            subject.model.name,
            several.join("`, `")
        ),
    };
    error.with_constraint(constraint).with_message(message)
}

/// The association whose key points to nothing, if the database tells the key's columns.
fn by_columns(
    model: &'static ModelDescription,
    constraint: &Constraint,
) -> Option<&'static AssociationDescription> {
    let is_named = |field: &&str| {
        let position = model.position(field);
        position.is_some_and(|at| constraint.columns.iter().any(|name| name == model.columns[at].name))
    };
    constrained(model).find(|association| {
        association.kind == AssociationKind::BelongsTo
            && !constraint.columns.is_empty()
            && association.foreign_key.iter().all(is_named)
    })
}

/// The association whose rows still point here, if the database tells their table, and only one leads there.
fn by_table(
    model: &'static ModelDescription,
    constraint: &Constraint,
) -> Option<&'static AssociationDescription> {
    let table = constraint.table.as_deref().filter(|_| constraint.columns.is_empty())?;
    let mut leading = constrained(model).filter(|association| {
        matches!(association.kind, AssociationKind::HasOne | AssociationKind::HasMany)
            && (association.target)().table == table
    });
    leading.next().filter(|_| leading.next().is_none())
}

/// The association whose key new rows alone can break, if the model has but one key.
fn sole_owner(subject: Subject) -> Option<&'static AssociationDescription> {
    let has_others = subject.model.columns.iter().any(|column| column.references.is_some());
    let mut owners =
        constrained(subject.model).filter(|association| association.kind == AssociationKind::BelongsTo);
    let first = owners.next().filter(|_| subject.stores_rows && !has_others)?;
    owners.next().is_none().then_some(first)
}

fn constrained(model: &'static ModelDescription) -> impl Iterator<Item = &'static AssociationDescription> {
    model.associations.iter().filter(|association| association.constraints != Some(false))
}

/// The associations whose foreign key it may have been, where the database does not tell.
fn candidates(subject: Subject) -> Vec<String> {
    match subject.key_holder() {
        Some(relation) => vec![relation.label()],
        None => constrained(subject.model).map(|association| label(subject.model, association)).collect(),
    }
}

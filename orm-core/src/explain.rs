//! Makes a driver's error say which model and which association it concerns.
use crate::error::{Constraint, Error, ErrorKind};
use crate::schema::{AssociationDescription, AssociationKind, ModelDescription};
use crate::session::Subject;

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
    let found = candidates(subject, &constraint);
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

/// The associations whose foreign key it may have been; the database's name for it narrows them down.
fn candidates(subject: Subject, constraint: &Constraint) -> Vec<String> {
    if let Some(relation) = subject.relation {
        return vec![relation.label()];
    }
    let model = subject.model;
    let own = model.associations.iter().filter(|association| association.constraints != Some(false));
    let by_columns = own.clone().find(|association| {
        association.kind == AssociationKind::BelongsTo
            && !constraint.columns.is_empty()
            && association.foreign_key.iter().all(|field| {
                model
                    .position(field)
                    .is_some_and(|at| constraint.columns.iter().any(|name| name == model.columns[at].name))
            })
    });
    match by_columns {
        Some(association) => vec![label(model, association)],
        None => own.map(|association| label(model, association)).collect(),
    }
}

//! Finds out which association's foreign key refused a write, where the database does not say.
use crate::error::{Error, ErrorKind};
use crate::model::Model;
use crate::query::run::exists;
use crate::schema::{AssociationDescription, AssociationKind, ModelDescription};
use crate::session::Session;
use crate::statement::{Expression, Select};
use crate::value::Value;

/// Whether the database left open which foreign key it was.
fn is_vague(error: &Error) -> bool {
    error.kind() == ErrorKind::ForeignKeyViolation
        && error.constraint().is_none_or(|constraint| constraint.association.is_none())
}

/// After a refused write of rows: the first key of theirs that points to nothing.
#[cold]
pub(crate) async fn pinpoint_write(
    session: Session<'_>,
    error: Error,
    (model, rows): (&'static ModelDescription, &[Vec<Value>]),
) -> Error {
    if !is_vague(&error) {
        return error;
    }
    for association in owners(model) {
        let Some(own) = positions(model, association.foreign_key) else { continue };
        let target = (association.target)();
        let referenced = referenced(association, target);
        for row in rows {
            let key: Vec<_> = own.iter().map(|&position| row[position].clone()).collect();
            if key.iter().any(Value::is_null) {
                continue;
            }
            match points_somewhere(session, target, (&referenced, key)).await {
                Some(true) => {}
                Some(false) => return dangling(error, model, association),
                None => return error,
            }
        }
    }
    error
}

/// After a refused removal: the first association with rows that still point here.
#[cold]
pub(crate) async fn pinpoint_delete<M: Model>(session: Session<'_>, error: Error, row: &M) -> Error {
    if !is_vague(&error) {
        return error;
    }
    let model = M::DESCRIPTION;
    let owned = |association: &&AssociationDescription| {
        matches!(association.kind, AssociationKind::HasOne | AssociationKind::HasMany)
    };
    for association in model.associations.iter().filter(owned) {
        let target = (association.target)();
        let (Some(own), Some(theirs)) =
            (positions(model, association.referenced_key), positions(target, association.foreign_key))
        else {
            continue;
        };
        let key: Vec<_> = own.iter().map(|&position| row.value(position)).collect();
        match points_somewhere(session, target, (&theirs, key)).await {
            Some(true) => return held(error, model, association),
            Some(false) => {}
            None => return error,
        }
    }
    error
}

fn owners(model: &'static ModelDescription) -> impl Iterator<Item = &'static AssociationDescription> {
    model.associations.iter().filter(|association| {
        association.kind == AssociationKind::BelongsTo && association.constraints != Some(false)
    })
}

fn positions(model: &ModelDescription, fields: &[&str]) -> Option<Vec<usize>> {
    fields.iter().map(|field| model.position(field)).collect()
}

fn referenced(association: &AssociationDescription, target: &ModelDescription) -> Vec<usize> {
    match positions(target, association.referenced_key) {
        Some(named) if !named.is_empty() => named,
        _ => target.key.to_vec(),
    }
}

/// Whether a row with these values is there; `None` if the question failed too.
async fn points_somewhere(
    session: Session<'_>,
    target: &'static ModelDescription,
    (columns, key): (&[usize], Vec<Value>),
) -> Option<bool> {
    let mut select = Select::new(target);
    select.restrict(Expression::columns_equal(target, columns, key));
    exists(session, select).await.ok()
}

fn dangling(error: Error, model: &ModelDescription, association: &AssociationDescription) -> Error {
    let message = format!(
        "`{}.{}`: there is no `{}` with this `{}`",
        model.name,
        association.name,
        association.target_name,
        association.foreign_key.join("`, `")
    );
    named(error, model, association).with_message(message)
}

fn held(error: Error, model: &ModelDescription, association: &AssociationDescription) -> Error {
    let message = format!(
        "`{}.{}`: rows of `{}` still point to this `{}`; delete them first, or say what happens to them with `on_delete`",
        model.name, association.name, association.target_name, model.name
    );
    named(error, model, association).with_message(message)
}

fn named(error: Error, model: &ModelDescription, association: &AssociationDescription) -> Error {
    let mut constraint = error.constraint().cloned().unwrap_or_default();
    constraint.association = Some(format!("{}.{}", model.name, association.name));
    error.with_constraint(constraint)
}

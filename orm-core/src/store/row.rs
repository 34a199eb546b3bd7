//! One row by its key: find, save, reload, delete.
use super::pinpoint::{pinpoint_delete, pinpoint_write};
use super::{Moment, key_of, missing, placeholder, request, value_of, values_of};
use crate::db::{StatementName, TextKey};
use crate::error::Result;
use crate::model::Model;
use crate::query::run::decode_model;
use crate::schema::{ModelDescription, Stamp};
use crate::session::{Session, Subject};
use crate::statement::{Delete, Expression, Select, Statement, Update};
use crate::value::Value;

fn key_condition(model: &'static ModelDescription) -> Expression {
    Expression::columns_equal(model, model.key, vec![placeholder(); model.key.len()])
}

const fn text_key<M: Model>(statement: StatementName) -> TextKey {
    TextKey { owner: M::IDENTITY, statement, variant: 0 }
}

/// The row with this key, if there is one.
pub(crate) fn find<M: Model>(
    session: Session<'_>,
    key: Vec<Value>,
) -> impl Future<Output = Result<Option<M>>> + Send {
    let model = M::DESCRIPTION;
    let text = session.db().text(text_key::<M>(StatementName::Find), || {
        let mut select = Select::new(model);
        select.restrict(key_condition(model));
        session.spell(Statement::Select(select))
    });
    session.read_first((text, key), Subject::of(model), decode_model::<M>)
}

/// The columns that `save` writes: all but the key and the time of creation.
fn saved_columns(model: &'static ModelDescription) -> impl Iterator<Item = usize> {
    (0..model.columns.len()).filter(|position| {
        !model.key.contains(position) && model.columns[*position].stamp != Some(Stamp::Created)
    })
}

/// Writes all columns of a row.
pub(crate) async fn save<M: Model>(session: Session<'_>, row: &mut M) -> Result<()> {
    let model = M::DESCRIPTION;
    if saved_columns(model).next().is_none() {
        let found: Option<M> = find(session, key_of(row)).await?;
        return found.map(|_| ()).ok_or_else(|| missing(model, &key_of(row)));
    }
    let (mut stamps, mut moment) = (Vec::new(), Moment::default());
    let mut arguments = Vec::with_capacity(model.columns.len());
    for position in saved_columns(model) {
        let column = &model.columns[position];
        let time = if column.stamp == Some(Stamp::Updated) { moment.of(column.ty) } else { None };
        stamps.extend(time.iter().map(|time| (position, time.clone())));
        arguments.push(time.unwrap_or_else(|| value_of(row, position)));
    }
    arguments.extend(model.key.iter().map(|&position| row.value(position)));
    let text = session.db().text(text_key::<M>(StatementName::Save), || {
        let assignments =
            saved_columns(model).map(|position| (position, Expression::Value(placeholder()))).collect();
        let update = Update { model, assignments, filter: Some(key_condition(model)), returning: Vec::new() };
        session.spell(Statement::Update(update))
    });
    let outcome = match session.run(request(text, arguments), Subject::of(model)).await {
        Ok(outcome) => outcome,
        // Boxed, so that what seldom happens does not make every future larger.
        Err(error) => {
            return Err(Box::pin(pinpoint_write(session, error, (model, &[values_of(row)]))).await);
        }
    };
    if outcome.affected == 0 {
        return Err(missing(model, &key_of(row)));
    }
    for (position, time) in stamps {
        // The column has the type of the time it was given.
        let _ = row.assign(position, time.as_ref());
    }
    Ok(())
}

/// Reads a row again.
pub(crate) async fn reload<M: Model>(session: Session<'_>, row: &mut M) -> Result<()> {
    let key = key_of(row);
    *row = find(session, key.clone()).await?.ok_or_else(|| missing(M::DESCRIPTION, &key))?;
    Ok(())
}

/// Deletes a row.
pub(crate) async fn delete<M: Model>(session: Session<'_>, row: &M) -> Result<()> {
    let model = M::DESCRIPTION;
    let text = session.db().text(text_key::<M>(StatementName::Delete), || {
        let delete = Delete { model, filter: Some(key_condition(model)) };
        session.spell(Statement::Delete(delete))
    });
    let outcome = match session.run(request(text, key_of(row)), Subject::of(model)).await {
        Ok(outcome) => outcome,
        Err(error) => return Err(Box::pin(pinpoint_delete(session, error, row)).await),
    };
    if outcome.affected == 0 {
        return Err(missing(model, &key_of(row)));
    }
    Ok(())
}

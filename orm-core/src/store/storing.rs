//! New rows on their way, until they have their keys.
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::{all_values_of, lost, pinpoint_write};
use crate::driver::BoxFuture;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;
use crate::schema::ModelDescription;
use crate::session::{Running, Session, collected};
use crate::value::{Mismatch, Value, ValueRef};

/// Stores the rows of one statement, and gives them their keys.
pub(super) struct Storing<'a, M> {
    session: Session<'a>,
    running: Running<'a>,
    /// Whether the database counts the keys up.
    generate: bool,
    rows: Vec<M>,
    /// What is found out about an error.
    failing: Option<BoxFuture<'a, Error>>,
}

// Nothing inside is pinned but what boxes hold.
impl<M> Unpin for Storing<'_, M> {}

impl<'a, M> Storing<'a, M> {
    /// The statement, the rows that it stores, and whether it gives their keys.
    pub(super) fn new(session: Session<'a>, running: Running<'a>, (rows, generate): (Vec<M>, bool)) -> Self {
        Self { session, running, generate, rows, failing: None }
    }
}

impl<M: Model> Future for Storing<'_, M> {
    type Output = Result<Vec<M>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { session, running, generate, rows, failing } = self.get_mut();
        loop {
            if let Some(known) = failing {
                let error = ready!(known.as_mut().poll(context));
                *failing = None;
                return Poll::Ready(Err(error));
            }
            match ready!(Pin::new(&mut *running).poll(context)) {
                Ok(outcome) if *generate => take_keys(rows, &collected::<i64>(outcome))?,
                Ok(_) => {}
                Err(error) => {
                    *failing = Some(pinpoint(*session, error, (M::DESCRIPTION, all_values_of(rows))));
                    continue;
                }
            }
            return Poll::Ready(Ok(std::mem::take(rows)));
        }
    }
}

fn pinpoint<'a>(
    session: Session<'a>,
    error: Error,
    (model, rows): (&'static ModelDescription, Vec<Vec<Value>>),
) -> BoxFuture<'a, Error> {
    Box::pin(async move { pinpoint_write(session, error, (model, &rows)).await })
}

/// The same of one row.
pub(super) struct StoringOne<'a, M>(pub(super) Storing<'a, M>);

impl<M> Unpin for StoringOne<'_, M> {}

impl<M: Model> Future for StoringOne<'_, M> {
    type Output = Result<M>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match ready!(Pin::new(&mut self.0).poll(context)) {
            Ok(mut rows) => Poll::Ready(rows.pop().ok_or_else(lost::<M>)),
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

/// Gives new rows the keys that the database counted up; it gives the rows of `VALUES` back in their order.
fn take_keys<M: Model>(rows: &mut [M], keys: &[i64]) -> Result<()> {
    if keys.len() != rows.len() {
        return Err(lost::<M>());
    }
    let position = M::DESCRIPTION.key[0];
    for (at, row) in rows.iter_mut().enumerate() {
        let key = keys[at];
        row.assign(position, ValueRef::Integer(key))
            .map_err(|mismatch| too_narrow(M::DESCRIPTION, key, &mismatch))?;
    }
    Ok(())
}

#[cold]
fn too_narrow(model: &ModelDescription, key: i64, mismatch: &Mismatch) -> Error {
    let message = format!(
        "`{}.{}` expects {}, but the database counted up to {key}; give the field a wider type",
        model.name, model.columns[model.key[0]].field, mismatch.expected
    );
    Error::new(ErrorKind::Decode, message)
}

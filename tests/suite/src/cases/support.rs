//! What many cases need: the rows of a table in order, and the kind of an error.
use std::future::Future;
use std::task::Poll;

use orm::query::Ordering;
use orm::{Db, ErrorKind, Model, Result, TransactionOptions};

/// All rows of a model, in this order.
pub(crate) async fn rows<M: Model>(db: &Db, order: impl Ordering<M>) -> Result<Vec<M>> {
    M::query().order_by(order).all(db).await
}

/// The kind of the error that something must have given.
#[track_caller]
pub(crate) fn kind<T: std::fmt::Debug>(result: Result<T>) -> ErrorKind {
    result.unwrap_err().kind()
}

/// Sorted, for results that come in no particular order.
pub(crate) fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort();
    values
}

/// Polls a future this many times at most, each time when it asks to be polled again, and then drops it.
pub(crate) async fn polled<F: Future>(times: u32, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut left = times;
    std::future::poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // What is not polled again must not wait to be woken.
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Checks that connections of the pool work and that none was left inside a transaction: beginning one on it would
/// fail, and it would not see what others have stored since.
pub(crate) async fn assert_clean<M: Model>(db: &Db, expected: u64) -> Result<()> {
    let options = TransactionOptions::new().read_only();
    let mut open = Vec::new();
    for _ in 0..3 {
        let tx = db.begin_with(options.clone()).await?;
        assert_eq!(M::query().count(&tx).await?, expected);
        open.push(tx);
    }
    for tx in open {
        tx.rollback().await?;
    }
    Ok(())
}

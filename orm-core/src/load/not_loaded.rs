//! The slot of an association that was not loaded, and what is said to those who read it.
use std::marker::PhantomData;
use std::ops::Index;

use crate::load::Loadable;

/// The slot of an association that was not included: reading it does not compile.
///
/// Include the association in the query to have its rows here: `Project::query().include(Project::TASKS)`.
pub struct NotLoaded<A>(PhantomData<fn() -> A>);

impl<A> Default for NotLoaded<A> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<A> Clone for NotLoaded<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for NotLoaded<A> {}

impl<A> PartialEq for NotLoaded<A> {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl<A> Eq for NotLoaded<A> {}

impl<A> std::fmt::Debug for NotLoaded<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NotLoaded")
    }
}

/// What is asked for wherever a slot is read that was not loaded; nothing has it.
#[diagnostic::on_unimplemented(
    message = "the association `{Self}` is not loaded here",
    label = "not loaded",
    note = "include it in the query whose rows these are: `.include(…)`, or load it onto them: `….load(&db, rows)`"
)]
pub trait IsLoaded: Loadable {}

/// Nothing is loaded, so there is nothing to be read; no program gets here.
#[cold]
#[track_caller]
fn unread() -> ! {
    unreachable!("an association that is not loaded cannot be read")
}

/// What a list or an `Option` would offer: rustc finds the method, and then says what is missing. No macro writes them,
/// because rustc would show it.
impl<A: Loadable> NotLoaded<A> {
    #[doc(hidden)]
    pub fn len(&self) -> usize
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn is_empty(&self) -> bool
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn is_some(&self) -> bool
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn is_none(&self) -> bool
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn iter(&self) -> std::slice::Iter<'_, A::Row>
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn first(&self) -> Option<&A::Row>
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn last(&self) -> Option<&A::Row>
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn get(&self, _: usize) -> Option<&A::Row>
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn contains(&self, _: &A::Row) -> bool
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn as_ref(&self) -> Option<&A::Row>
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn as_deref(&self) -> Option<&A::Row>
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn as_slice(&self) -> &[A::Row]
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn map<T>(self, _: impl FnOnce(A::Row) -> T) -> Option<T>
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn unwrap(self) -> A::Row
    where
        A: IsLoaded,
    {
        unread()
    }

    #[doc(hidden)]
    pub fn expect(self, _: &str) -> A::Row
    where
        A: IsLoaded,
    {
        unread()
    }
}

/// Never; for `for`, which asks for an iterator.
impl<A: IsLoaded> Iterator for NotLoaded<A> {
    type Item = A::Row;

    fn next(&mut self) -> Option<A::Row> {
        unread()
    }
}

/// Never, as well.
impl<'s, A: IsLoaded> Iterator for &'s NotLoaded<A> {
    type Item = &'s A::Row;

    fn next(&mut self) -> Option<&'s A::Row> {
        unread()
    }
}

impl<A: IsLoaded> Index<usize> for NotLoaded<A> {
    type Output = A::Row;

    fn index(&self, _: usize) -> &A::Row {
        unread()
    }
}

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

/// What a list or an `Option` would offer: rustc finds the method, and then says what is missing.
macro_rules! methods {
    ($($method:ident($($argument:ty),*) -> $returned:ty;)*) => {
        $(
            #[doc(hidden)]
            pub fn $method(&self $(, _: $argument)*) -> $returned
            where
                A: IsLoaded,
            {
                unread()
            }
        )*
    };
}

/// Nothing is loaded, so there is nothing to be read; no program gets here.
#[cold]
#[track_caller]
fn unread() -> ! {
    unreachable!("an association that is not loaded cannot be read")
}

impl<A: Loadable> NotLoaded<A> {
    methods! {
        len() -> usize;
        is_empty() -> bool;
        is_some() -> bool;
        is_none() -> bool;
        iter() -> std::slice::Iter<'_, A::Row>;
        first() -> Option<&A::Row>;
        last() -> Option<&A::Row>;
        get(usize) -> Option<&A::Row>;
        contains(&A::Row) -> bool;
        as_ref() -> Option<&A::Row>;
        as_slice() -> &[A::Row];
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

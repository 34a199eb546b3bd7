//! What can be loaded onto rows: an association to one model, or to an owner of several.
use crate::association::{Association, Shape};
use crate::error::{Error, Result};
use crate::load::{Sources, fetch};
use crate::model::{IsModel, Model};

/// What has a slot in a loaded row: an association, or the enum of a polymorphic one.
pub trait Loadable: Sized + 'static {
    /// The model that declares it.
    type Source: Model;
    /// What it leads to.
    type Row: Send + 'static;
    /// How many of them.
    type Shape: Shape;
    /// The keys of the rows that something is loaded onto.
    #[doc(hidden)]
    type Sources: Send;

    /// Reads the keys.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode) if a row says of its owner what cannot be.
    #[doc(hidden)]
    fn sources<R: IsModel>(rows: &[R]) -> Result<Self::Sources>;

    /// The error for a row that has to be there, but is not.
    #[doc(hidden)]
    fn gone() -> Error;
}

impl<A: Association> Loadable for A {
    type Source = A::Source;
    type Row = A::Target;
    type Shape = A::Shape;
    type Sources = Sources;

    fn sources<R: IsModel>(rows: &[R]) -> Result<Sources> {
        Ok(Sources::of(A::RELATION, rows))
    }

    fn gone() -> Error {
        fetch::gone(A::RELATION)
    }
}

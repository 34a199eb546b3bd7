//! What a single struct can get wrong, one function per rule; above each stands the mistake as a user writes it.
//!
//! What needs a second struct is a const check in core, what needs types is a trait bound there.
use proc_macro2::Ident;
use syn::Error;

use crate::errors::Errors;
use crate::model::Model;

mod action;
mod column;
mod junction;
mod key;
mod name;
mod polymorphic;

/// Looks for every mistake that one struct can tell by itself.
pub(crate) fn check(model: &Model, errors: &mut Errors) {
    column::check(model, errors);
    name::check(model, errors);
    key::check(model, errors);
    junction::check(model, errors);
    action::check(model, errors);
    polymorphic::check(model, errors);
}

/// A mistake at the user's token.
fn mistake(at: &Ident, message: impl std::fmt::Display) -> Error {
    Error::new(at.span(), message)
}

//! One function per rule that a single struct can break; above each, the mistake as a user writes it.
use crate::errors::Errors;
use crate::model::Model;

/// Looks for every mistake that one struct can tell by itself.
pub(crate) fn check(_model: &Model, _errors: &mut Errors) {}

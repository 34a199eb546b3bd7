//! Which tables, keys and accessors follow from the names of models and associations.
pub(super) mod accessors;
pub(super) mod tables;

//! Which tables, columns and constraints the associations ask for.
pub(super) mod actions;
pub(super) mod belongs_to;
pub(super) mod cycles;
pub(super) mod has_many;
pub(super) mod has_one;
pub(super) mod pairs;
pub(super) mod references;

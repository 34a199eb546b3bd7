//! What all programs of the benchmarks share: the work, how it is measured, and whom everybody is compared with.
pub mod allocations;
pub mod data;
pub mod measure;
pub mod peer;
pub mod peers;
pub mod rows;
pub mod runtime;
pub mod sql;
pub mod workers;
pub mod workloads;

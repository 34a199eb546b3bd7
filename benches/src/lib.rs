//! What `orm` costs beside raw calls and its peers: the same work by everybody, in one process, turn by turn.
pub mod allocations;
pub mod data;
pub mod measure;
pub mod peers;
pub mod report;
pub mod stalls;
pub mod workloads;

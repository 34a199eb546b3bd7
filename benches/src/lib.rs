//! What `orm` costs beside raw calls and its peers: the same work by everybody, in one process, turn by turn.
pub mod compile;
pub mod growth;
pub mod memory;
pub mod peers;
pub mod plot;
pub mod processors;
pub mod report;
pub mod results;
pub mod runs;
pub mod stalls;
pub mod toasty;

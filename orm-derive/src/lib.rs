//! The derives of orm. Programs use them through the `orm` crate.
#![allow(dead_code, reason = "x")]
mod attr;
mod errors;
mod model;
mod name;

//! The test binary: see the library of this crate.

fn main() {
    orm_suite::main();
}

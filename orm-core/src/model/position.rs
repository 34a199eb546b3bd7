//! Positions of columns and associations as types.

/// A position as a type, for what the code of a model names again and again: a number among type arguments is a constant
/// of its own, which the compiler checks and evaluates each time; a name costs it nothing.
#[derive(Debug)]
pub enum Nth<const POSITION: usize> {}

macro_rules! positions {
    ($($name:ident $position:literal)+) => {
        /// The first positions, by name.
        pub mod nth {
            $(#[allow(missing_docs, reason = "the name says it")] pub type $name = super::Nth<$position>;)+
            /// Where no column is.
            pub type Nowhere = super::Nth<{ usize::MAX }>;
        }
    };
}
positions! {
    N0 0 N1 1 N2 2 N3 3 N4 4 N5 5 N6 6 N7 7 N8 8 N9 9 N10 10 N11 11 N12 12 N13 13 N14 14 N15 15
    N16 16 N17 17 N18 18 N19 19 N20 20 N21 21 N22 22 N23 23 N24 24 N25 25 N26 26 N27 27 N28 28 N29 29 N30 30 N31 31
}

//! What the derives' expansions use; not for programs.

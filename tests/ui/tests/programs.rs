//! Programs that must not compile, with the errors that their authors read, and odd ones that must.

/// One mistake per file, named after it: one error each, at the author's own token.
#[test]
fn refuses_mistakes() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/*/*.rs");
    // Several mistakes in one struct are reported together.
    cases.compile_fail("several/*.rs");
}

#[test]
fn accepts_valid_programs() {
    trybuild::TestCases::new().pass("pass/*.rs");
}

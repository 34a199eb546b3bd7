//! Which SQL of a user's begins or ends a transaction behind the driver's back.

/// What a statement does to the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    None,
    Begins,
    Ends,
}

/// What one statement does; those that this library writes are told by their first letter.
#[inline]
pub(super) fn effect_of_statement(sql: &str) -> Effect {
    match sql.as_bytes().first() {
        Some(b'I' | b'U' | b'D') => Effect::None,
        Some(b'S') if sql.starts_with("SELECT ") => Effect::None,
        _ => effect_of_script(sql),
    }
}

/// What several statements do together; the last word counts.
///
/// A semicolon in a text splits it where PostgreSQL would not; what comes out has to be exactly such a statement, so that
/// this is of no consequence. The body of a function is passed over, because there `BEGIN` and `END` are brackets.
pub(super) fn effect_of_script(sql: &str) -> Effect {
    if sql.contains("$$") {
        return Effect::None;
    }
    sql.split(';').map(effect_of_part).rfind(|effect| *effect != Effect::None).unwrap_or(Effect::None)
}

fn effect_of_part(sql: &str) -> Effect {
    let words = without_comments(sql);
    let mut words = words.split_ascii_whitespace().map(str::to_ascii_lowercase);
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    match (first.as_str(), second.as_str()) {
        ("begin", _) | ("start", "transaction") => Effect::Begins,
        ("commit" | "end" | "abort" | "rollback", "" | "work" | "transaction" | "and") => Effect::Ends,
        ("prepare", "transaction") => Effect::Ends,
        _ => Effect::None,
    }
}

/// The text from its first word on.
fn without_comments(mut sql: &str) -> &str {
    loop {
        sql = sql.trim_start();
        let rest = if let Some(comment) = sql.strip_prefix("--") {
            comment.split_once('\n').map(|(_, rest)| rest)
        } else if let Some(comment) = sql.strip_prefix("/*") {
            comment.split_once("*/").map(|(_, rest)| rest)
        } else {
            return sql;
        };
        sql = rest.unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_begins_and_ends_a_transaction() {
        for sql in [
            "begin",
            " BEGIN ISOLATION LEVEL SERIALIZABLE",
            "start transaction",
            "-- x\nBegin",
            "/* x */ BEGIN",
        ] {
            assert_eq!(effect_of_statement(sql), Effect::Begins, "{sql}");
        }
        for sql in ["COMMIT", "end", "rollback work", "SELECT 1; COMMIT;", "abort", "PREPARE TRANSACTION 'x'"]
        {
            assert_eq!(effect_of_script(sql), Effect::Ends, "{sql}");
        }
        for sql in [
            "SELECT 1",
            "ROLLBACK TO SAVEPOINT s1; RELEASE SAVEPOINT s1",
            "SELECT 'begin; commit here'",
            "DO $$ BEGIN NULL; END; $$",
            "UPDATE begin SET x = 1",
        ] {
            assert_eq!(effect_of_script(sql), Effect::None, "{sql}");
        }
    }
}

//! That the key which is pointed to is unique.
use super::super::text::{Text, say};
use super::key::{push_key, push_referenced};
use super::{Declared, referenced, referenced_length};

/// What a foreign key points to is unique: the database would refuse the constraint otherwise.
pub(super) const fn check(declared: &Declared, text: &mut Text) {
    if !declared.association.referenced_key.is_empty() && !is_unique(declared) {
        push_not_unique(declared, text);
    }
}

const fn push_not_unique(declared: &Declared, text: &mut Text) {
    let parent = declared.parent();
    declared.push_sentence(text);
    say!(text, " over ");
    push_referenced(text, declared);
    if referenced_length(declared) == 1 {
        let field = declared.association.referenced_key[0];
        say!(
            text,
            ", but `",
            parent.name,
            ".",
            field,
            "` is not unique\nhelp: make it unique: `#[column(unique)] "
        );
        say!(text, field, ": …` in `", parent.name, "`, or point to its key ");
    } else {
        say!(text, " of `", parent.name, "`, which are not unique together\nhelp: say that they are: ");
        say!(text, "`#[column(unique = \"…\")]` with one name on each, or point to its key ");
    }
    push_key(text, parent);
}

const fn is_unique(declared: &Declared) -> bool {
    let parent = declared.parent();
    if is_same_set(declared, parent.key) {
        return true;
    }
    if referenced_length(declared) == 1
        && let Some(position) = referenced(declared, 0)
        && matches!(parent.columns[position].unique, Some(true))
    {
        return true;
    }
    let mut at = 0;
    while at < parent.uniques.len() {
        if is_same_set(declared, parent.uniques[at].columns) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the columns that are pointed to are exactly these, in any order.
const fn is_same_set(declared: &Declared, columns: &[usize]) -> bool {
    if columns.len() != referenced_length(declared) {
        return false;
    }
    let mut nth = 0;
    while nth < columns.len() {
        let Some(position) = referenced(declared, nth) else { return false };
        let mut at = 0;
        while at < columns.len() && columns[at] != position {
            at += 1;
        }
        if at == columns.len() {
            return false;
        }
        nth += 1;
    }
    true
}

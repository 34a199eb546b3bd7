//! The two sides of one junction, compared.
use super::super::super::text::{Text, say};
use super::super::super::{AssociationKind, JunctionDescription, ModelDescription, hidden};
use super::super::Declared;
use super::end::push_sentence;
use super::{Side, sides};

/// The other side of the same junction has the same two ends; one of the sides reports it, so that it is said once.
pub(super) const fn check(
    declared: &Declared,
    through: &'static ModelDescription,
    near_and_far: (&Side, &Side),
    text: &mut Text,
) {
    let (source, target) = (declared.source, declared.target);
    let is_self = source.identity == target.identity;
    if !is_self && !reports(source, target) {
        return;
    }
    let mut at = if is_self { declared.at + 1 } else { 0 };
    while at < target.associations.len() && text.is_empty() {
        let other = &target.associations[at];
        let leads_back =
            matches!(other.kind, AssociationKind::BelongsToMany) && other.target_identity == source.identity;
        if let (Some(junction), true) = (&other.junction, leads_back) {
            let back = Declared::new(target, source, at);
            let are_unaliased = !other.aliased && !declared.association.aliased;
            if junction.identity != through.identity {
                if are_unaliased {
                    push_other_junction(declared, through, (&back, junction), text);
                }
            } else if junction.model.is_none() {
                check_table(declared, through, &back, text);
            } else if are_unaliased {
                check_ends(declared, through, (&back, near_and_far), text);
            }
        }
        at += 1;
    }
}

/// Which of two models reports what both could: the one whose name comes first. Identities would do, but change with
/// every line that is added above a model, and the error would jump from one side to the other.
const fn reports(source: &ModelDescription, target: &ModelDescription) -> bool {
    let (left, right) = (source.name.as_bytes(), target.name.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return left[at] < right[at];
        }
        at += 1;
    }
    left.len() < right.len() || (left.len() == right.len() && source.identity < target.identity)
}

const fn push_other_junction(
    declared: &Declared,
    through: &ModelDescription,
    (back, junction): (&Declared, &JunctionDescription),
    text: &mut Text,
) {
    push_sentence(declared, through, text);
    say!(text, ", but ");
    back.push_sentence(text);
    say!(text, " through `", junction.name, "`\nhelp: name the same junction on both sides; ");
    say!(text, "for a second association, give it a name with `as`");
}

const fn check_ends(
    declared: &Declared,
    through: &'static ModelDescription,
    (back, (near, far)): (&Declared, (&Side, &Side)),
    text: &mut Text,
) {
    let models = [back.source, back.target, through];
    let Some((other_near, other_far)) = sides(models, back.at, &mut Text::new()) else { return };
    if !other_near.is_same(far) || !other_far.is_same(near) {
        push_crossed(declared, through, back, text);
    }
}

/// Both sides of a table give its columns the same names.
const fn check_table(declared: &Declared, through: &ModelDescription, back: &Declared, text: &mut Text) {
    if !is_named_alike(declared, back) || !is_named_alike(back, declared) {
        push_crossed(declared, through, back, text);
    }
}

/// The key to the source is called there what it is called here.
const fn is_named_alike(here: &Declared, there: &Declared) -> bool {
    let key = here.association.foreign_key;
    if hidden::far_length(there.source, there.target, there.at) != key.len() {
        return false;
    }
    let mut nth = 0;
    while nth < key.len() {
        if !hidden::far_name(there.source, there.target, there.at, nth).is(key[nth]) {
            return false;
        }
        nth += 1;
    }
    true
}

const fn push_crossed(declared: &Declared, through: &ModelDescription, back: &Declared, text: &mut Text) {
    push_sentence(declared, through, text);
    say!(text, ", and ");
    back.push_sentence(text);
    say!(text, " through it, but over other keys\nhelp: what is `foreign_key` on one side is ");
    say!(text, "`other_key` on the other");
}

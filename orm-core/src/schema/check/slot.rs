//! Which association of a model a name means: what `Loaded![…]` asks.
use crate::schema::text::{Text, distance, say};
use crate::schema::{ModelDescription, equal};

/// The place of an association in a loaded row: associations first, polymorphic ones behind them.
///
/// A number that is a constant, and no type: a constant that cannot be evaluated is one error, a type that cannot be
/// found is one in every place that mentions it.
///
/// # Panics
///
/// While compiling, if there is no association of this name.
#[must_use]
#[track_caller]
pub const fn slot(model: &'static ModelDescription, name: &str) -> usize {
    let mut at = 0;
    while at < count(model) {
        if equal(name_at(model, at), name) {
            return at;
        }
        at += 1;
    }
    panic!("{}", unknown(model, name).as_str())
}

const fn count(model: &'static ModelDescription) -> usize {
    model.associations.len() + model.polymorphics.len()
}

const fn name_at(model: &'static ModelDescription, at: usize) -> &'static str {
    let associations = model.associations.len();
    if at < associations { model.associations[at].name } else { model.polymorphics[at - associations].name }
}

const fn unknown(model: &'static ModelDescription, name: &str) -> Text {
    let mut text = Text::new();
    say!(text, "`", model.name, "` has no association `", name, "`\nhelp: ");
    if count(model) == 0 {
        say!(text, "it has none; declare one: `#[has_many(…)]`, `#[belongs_to(…)]`");
        return text;
    }
    let (mut nearest, mut least) = (usize::MAX, usize::MAX);
    let mut at = 0;
    while at < count(model) {
        if let Some(distance) = distance(name_at(model, at), name)
            && distance < least
        {
            (nearest, least) = (at, distance);
        }
        at += 1;
    }
    if nearest != usize::MAX {
        say!(text, "there is `", name_at(model, nearest), "`");
        return text;
    }
    say!(text, "its associations are ");
    at = 0;
    while at < count(model) {
        say!(text, if at == 0 { "`" } else { ", `" }, name_at(model, at), "`");
        at += 1;
    }
    text
}

//! The two sides of a polymorphic association: `#[belongs_to(Post | Image, as = commentable)]` on `Comment`, and
//! `#[has_many(Comment, via = commentable)]` on `Post`.
use super::super::text::{Text, distance, say};
use super::super::{ModelDescription, PolymorphicDescription, equal};
use super::Declared;
use crate::value::SqlType;

/// Checks one of the models that a polymorphic association leads to: the `nth` of `targets`.
///
/// # Panics
///
/// With the message for the user if its key does not fit the field that holds it.
#[track_caller]
pub const fn kind(
    source: &'static ModelDescription,
    targets: &[&'static ModelDescription],
    at: usize,
    nth: usize,
) {
    let mut text = Text::new();
    if !source.columns.is_empty() && !targets[nth].columns.is_empty() {
        let polymorphic = &source.polymorphics[at];
        check_type_field(source, polymorphic, nth, &mut text);
        if text.is_empty() {
            check_key(source, targets[nth], polymorphic, &mut text);
        }
        if text.is_empty() {
            check_word((source, polymorphic), targets, nth, &mut text);
        }
    }
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
}

/// `Comment` belongs to `Post` as `commentable`, but
const fn push_start(source: &ModelDescription, target: &str, name: &str, text: &mut Text) {
    say!(text, "`", source.name, "` belongs to `", target, "` as `", name, "`, but ");
}

/// `commentable_type: i64`; said once, at the first model.
const fn check_type_field(
    source: &ModelDescription,
    polymorphic: &PolymorphicDescription,
    nth: usize,
    text: &mut Text,
) {
    let Some(position) = source.position(polymorphic.type_field) else { return };
    let column = &source.columns[position];
    if nth > 0 || matches!(column.ty, SqlType::Text) {
        return;
    }
    push_start(source, polymorphic.kinds[nth].target_name, polymorphic.name, text);
    say!(text, "`", source.name, ".", column.field, "`, which holds the name of the model, has the type `");
    say!(text, column.rust_type, "`\nhelp: make it a text: `", column.field, ": ");
    super::key::push_type(text, "String", column.nullable);
    say!(text, "`");
}

/// All models have one key, of the type of the field.
const fn check_key(
    source: &ModelDescription,
    target: &ModelDescription,
    polymorphic: &PolymorphicDescription,
    text: &mut Text,
) {
    let Some(position) = source.position(polymorphic.key_field) else { return };
    let column = &source.columns[position];
    if target.key.len() != 1 {
        push_start(source, target.name, polymorphic.name, text);
        say!(text, "the key of `", target.name, "` has ");
        text.push_count(target.key.len());
        say!(text, " columns (");
        super::key::push_key(text, target);
        say!(
            text,
            "), and `",
            column.field,
            "` is one\nhelp: give `",
            target.name,
            "` a key of one column, or leave it out"
        );
        return;
    }
    let key = &target.columns[target.key[0]];
    if key.type_identity != column.type_identity {
        push_start(source, target.name, polymorphic.name, text);
        say!(text, "the key `", source.name, ".", column.field, "` has the type `", column.rust_type);
        say!(text, "` and points to `", target.name, ".", key.field, "` of type `", key.rust_type);
        say!(text, "`\nhelp: one field holds the keys of all models, so give them keys of one type: `");
        say!(text, key.field, ": ", column.rust_type, "` in `", target.name, "`");
    }
}

/// `#[model(singular = post)] struct Image`: what is stored has to tell the models apart.
const fn check_word(
    (source, polymorphic): (&ModelDescription, &PolymorphicDescription),
    targets: &[&'static ModelDescription],
    nth: usize,
    text: &mut Text,
) {
    let mut earlier = 0;
    while earlier < nth {
        if equal(targets[earlier].singular, targets[nth].singular) {
            push_start(source, targets[nth].name, polymorphic.name, text);
            say!(text, "`", polymorphic.type_field, "` would be `", targets[nth].singular, "` for `");
            say!(
                text,
                targets[earlier].name,
                "` too\nhelp: give one of them another singular: `#[model(singular = …)]`"
            );
            return;
        }
        earlier += 1;
    }
}

/// Checks a `has_one` or `has_many` with `via`.
///
/// # Panics
///
/// With the message for the user if the target has no such polymorphic association, or it does not lead back.
#[track_caller]
pub const fn via(source: &'static ModelDescription, target: &'static ModelDescription, at: usize) {
    let declared = Declared::new(source, target, at);
    let mut text = Text::new();
    if !declared.is_inert()
        && let Some(via) = declared.association.via
    {
        match target.polymorphic(via) {
            None => push_unknown(&declared, via, &mut text),
            Some(polymorphic) => check_leads_back(&declared, polymorphic, &mut text),
        }
    }
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
}

/// `Post` has many `Comment` via `commentible`, and there is no such association.
const fn push_unknown(declared: &Declared, via: &str, text: &mut Text) {
    let target = declared.target;
    declared.push_sentence(text);
    say!(
        text,
        " via `",
        via,
        "`, but `",
        target.name,
        "` has no polymorphic association `",
        via,
        "`\nhelp: "
    );
    let mut at = 0;
    while at < target.polymorphics.len() {
        let name = target.polymorphics[at].name;
        if target.polymorphics.len() == 1 || distance(name, via).is_some() {
            return say!(text, "there is `", name, "`: `via = ", name, "`");
        }
        at += 1;
    }
    say!(
        text,
        "declare it on `",
        target.name,
        "`: `#[belongs_to(",
        declared.source.name,
        " | …, as = ",
        via,
        ")]`"
    );
}

/// The association lists this model, and both sides name the same field.
const fn check_leads_back(declared: &Declared, polymorphic: &PolymorphicDescription, text: &mut Text) {
    let (source, target) = (declared.source, declared.target);
    if !polymorphic.lists(source.identity) {
        declared.push_sentence(text);
        say!(text, " via `", polymorphic.name, "`, but `", target.name, "` as `", polymorphic.name);
        say!(text, "` belongs to ");
        push_kinds(polymorphic, "`, `", text);
        say!(text, " only\nhelp: add it to the list on `", target.name, "`: `#[belongs_to(");
        let mut nth = 0;
        while nth < polymorphic.kinds.len() {
            say!(text, polymorphic.kinds[nth].target_name, " | ");
            nth += 1;
        }
        return say!(text, source.name, ", as = ", polymorphic.name, ")]`");
    }
    if !equal(declared.association.foreign_key[0], polymorphic.key_field) {
        declared.push_sentence(text);
        say!(
            text,
            " over `",
            declared.association.foreign_key[0],
            "`, but `",
            target.name,
            ".",
            polymorphic.name
        );
        say!(
            text,
            "` keeps the key in `",
            polymorphic.key_field,
            "`\nhelp: name the same field on both sides: "
        );
        declared.push_attribute(text);
        say!(text, "via = ", polymorphic.name, ", foreign_key = ", polymorphic.key_field, ")]`");
    }
}

const fn push_kinds(polymorphic: &PolymorphicDescription, separator: &str, text: &mut Text) {
    let mut nth = 0;
    while nth < polymorphic.kinds.len() {
        say!(text, if nth == 0 { "`" } else { separator }, polymorphic.kinds[nth].target_name);
        nth += 1;
    }
    say!(text, "`");
}

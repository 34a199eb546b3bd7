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

/// What an attribute with `via` claims: that an association of `holder` leads to `owner`.
struct Claim {
    declared: Declared,
    holder: &'static ModelDescription,
    owner: &'static ModelDescription,
    /// `via` or `other_via`.
    option: &'static str,
    name: &'static str,
    /// The field that would hold the owner's key.
    field: &'static str,
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
        && let Some(name) = declared.association.via
    {
        let field = declared.association.foreign_key[0];
        Claim { declared, holder: target, owner: source, option: "via", name, field }.check(&mut text);
    }
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
}

/// Checks `via` or `other_via` of a `belongs_to_many`. `models` is the source, the target, the junction.
///
/// # Panics
///
/// With the message for the user if the junction has no such polymorphic association, or it does not lead there.
#[track_caller]
pub const fn through_via(models: [&'static ModelDescription; 3], at: usize, is_other: bool) {
    let mut text = Text::new();
    if let Some(claim) = Claim::of_junction(models, at, is_other) {
        claim.check(&mut text);
    }
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
}

/// Whether what `via` and `other_via` of a `belongs_to_many` claim is so; if not, that is said elsewhere.
pub(super) const fn leads_back(models: [&'static ModelDescription; 3], at: usize) -> bool {
    let mut text = Text::new();
    if let Some(claim) = Claim::of_junction(models, at, false) {
        claim.check(&mut text);
    }
    if let Some(claim) = Claim::of_junction(models, at, true) {
        claim.check(&mut text);
    }
    text.is_empty()
}

impl Claim {
    const fn of_junction(
        [source, target, holder]: [&'static ModelDescription; 3],
        at: usize,
        is_other: bool,
    ) -> Option<Self> {
        let declared = Declared::new(source, target, at);
        let association = declared.association;
        let Some(junction) = &association.junction else { return None };
        if declared.is_inert() || holder.columns.is_empty() || junction.model.is_none() {
            return None;
        }
        match (is_other, association.via, junction.other_via) {
            (false, Some(name), _) => {
                let field = association.foreign_key[0];
                Some(Self { declared, holder, owner: source, option: "via", name, field })
            }
            (true, _, Some(name)) => {
                let field = junction.other_key[0];
                Some(Self { declared, holder, owner: target, option: "other_via", name, field })
            }
            _ => None,
        }
    }

    const fn check(&self, text: &mut Text) {
        match self.holder.polymorphic(self.name) {
            None => self.push_unknown(text),
            Some(polymorphic) if !polymorphic.lists(self.owner.identity) => {
                self.push_not_listed(polymorphic, text);
            }
            Some(polymorphic) if !equal(self.field, polymorphic.key_field) => {
                self.push_other_field(polymorphic, text);
            }
            Some(_) => {}
        }
    }

    /// `Post` has many `Comment` via `commentible`, but there is no such association.
    const fn push_unknown(&self, text: &mut Text) {
        let (holder, name) = (self.holder, self.name);
        self.declared.push_sentence(text);
        say!(text, " via `", name, "`, but `", holder.name, "` has no polymorphic association `", name);
        say!(text, "`\nhelp: ");
        let mut at = 0;
        while at < holder.polymorphics.len() {
            let known = holder.polymorphics[at].name;
            if holder.polymorphics.len() == 1 || distance(known, name).is_some() {
                return say!(text, "there is `", known, "`: `", self.option, " = ", known, "`");
            }
            at += 1;
        }
        say!(text, "declare it on `", holder.name, "`: `#[belongs_to(", self.owner.name, " | …, as = ", name);
        say!(text, ")]`");
    }

    /// The association is there, and leads to other models.
    const fn push_not_listed(&self, polymorphic: &PolymorphicDescription, text: &mut Text) {
        let holder = self.holder;
        self.declared.push_sentence(text);
        say!(text, " via `", self.name, "`, but `", holder.name, ".", self.name, "` does not list `");
        say!(text, self.owner.name, "`\nhelp: add it on `", holder.name, "`: `#[belongs_to(");
        let mut nth = 0;
        while nth < polymorphic.kinds.len() {
            say!(text, polymorphic.kinds[nth].target_name, " | ");
            nth += 1;
        }
        say!(text, self.owner.name, ", as = ", self.name, ")]`");
    }

    /// The two sides name different fields.
    const fn push_other_field(&self, polymorphic: &PolymorphicDescription, text: &mut Text) {
        let key = if equal(self.option, "via") { "foreign_key" } else { "other_key" };
        self.declared.push_sentence(text);
        say!(text, " via `", self.name, "` over `", self.field, "`, but `", self.holder.name, ".", self.name);
        say!(
            text,
            "` keeps the key in `",
            polymorphic.key_field,
            "`\nhelp: name the same field on both sides: `"
        );
        say!(text, key, " = ", polymorphic.key_field, "`");
    }
}

//! `#[belongs_to(…)]`, `#[has_one(…)]`, `#[has_many(…)]` and `#[belongs_to_many(…)]`.
use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, Error, Expr, LitBool, LitStr, Path, Token, parenthesized};

use super::value::{self, Action, ActionValue, Keys};
use super::{parse_list, parse_options, set, skip_option, unknown};
use crate::errors::Errors;

/// The kinds of association.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    BelongsTo,
    HasOne,
    HasMany,
    BelongsToMany,
}

/// One association, as it is written.
pub(crate) struct AssociationAttr {
    pub(crate) kind: Kind,
    /// `belongs_to`, `has_one`, …
    pub(crate) keyword: Ident,
    /// The target; several for a polymorphic `belongs_to`.
    pub(crate) targets: Vec<Path>,
    pub(crate) options: AssociationOptions,
    /// Whether an option was refused: what follows from its absence is no mistake of its own.
    pub(crate) is_faulty: bool,
}

/// The options of an association.
#[derive(Default)]
pub(crate) struct AssociationOptions {
    pub(crate) alias: Option<Ident>,
    pub(crate) singular: Option<Ident>,
    pub(crate) plural: Option<Ident>,
    pub(crate) foreign_key: Option<Keys>,
    pub(crate) other_key: Option<Keys>,
    pub(crate) source_key: Option<Keys>,
    pub(crate) target_key: Option<Keys>,
    pub(crate) on_delete: Option<ActionValue>,
    pub(crate) on_update: Option<ActionValue>,
    pub(crate) constraints: Option<LitBool>,
    pub(crate) orphans: Option<Ident>,
    pub(crate) scope: Option<Vec<Scope>>,
    pub(crate) through: Option<Through>,
    pub(crate) through_scope: Option<Vec<Scope>>,
    pub(crate) unique: Option<LitBool>,
    pub(crate) unique_key: Option<LitStr>,
    pub(crate) via: Option<Ident>,
    pub(crate) other_via: Option<Ident>,
}

/// `column = value` in a scope.
pub(crate) struct Scope {
    pub(crate) field: Ident,
    pub(crate) value: Expr,
}

/// The junction of a `belongs_to_many`.
pub(crate) enum Through {
    /// A model.
    Model(Path),
    /// A table that nobody needs to see.
    Table(LitStr),
}

impl Kind {
    const ALL: [Self; 4] = [Self::BelongsTo, Self::HasOne, Self::HasMany, Self::BelongsToMany];

    pub(crate) fn of(attribute: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.attribute() == attribute)
    }

    /// What its attribute is called.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::BelongsTo => "belongs_to",
            Self::HasOne => "has_one",
            Self::HasMany => "has_many",
            Self::BelongsToMany => "belongs_to_many",
        }
    }

    /// `Task` ‹belongs to› `Project`.
    pub(crate) fn verb(self) -> &'static str {
        match self {
            Self::BelongsTo => "belongs to",
            Self::HasOne => "has one",
            Self::HasMany => "has many",
            Self::BelongsToMany => "belongs to many",
        }
    }

    pub(crate) fn is_to_many(self) -> bool {
        matches!(self, Self::HasMany | Self::BelongsToMany)
    }

    /// The options that an association of this kind has.
    fn options(self) -> &'static [&'static str] {
        match self {
            Self::BelongsTo => {
                &["as", "singular", "foreign_key", "target_key", "on_delete", "on_update", "constraints"]
            }
            Self::HasOne => &[
                "as",
                "singular",
                "foreign_key",
                "source_key",
                "scope",
                "on_delete",
                "on_update",
                "constraints",
                "orphans",
                "via",
            ],
            Self::HasMany => &[
                "as",
                "singular",
                "plural",
                "foreign_key",
                "source_key",
                "scope",
                "on_delete",
                "on_update",
                "constraints",
                "orphans",
                "via",
            ],
            Self::BelongsToMany => &[
                "through",
                "as",
                "singular",
                "plural",
                "foreign_key",
                "other_key",
                "source_key",
                "target_key",
                "via",
                "other_via",
                "scope",
                "through_scope",
                "unique",
                "unique_key",
                "on_delete",
                "on_update",
                "constraints",
            ],
        }
    }
}

impl AssociationAttr {
    /// Gives nothing if not even the target is there.
    pub(crate) fn parse(kind: Kind, attr: &Attribute, keyword: &Ident, errors: &mut Errors) -> Option<Self> {
        let attribute = kind.attribute();
        let hint = format!("`#[{attribute}]` names no model: `#[{attribute}(Task)]`");
        let (mut targets, mut options) = (None, AssociationOptions::default());
        let mut is_faulty = false;
        parse_list(attr, &hint, errors, |input, errors| {
            if input.is_empty() {
                return errors.push(Error::new_spanned(keyword, &hint));
            }
            targets = errors.handle(parse_targets(kind, input));
            if targets.is_none() {
                // Nothing can be said of options without a model.
                while !input.is_empty() {
                    skip_option(input);
                    let _ = input.parse::<Option<Token![,]>>();
                }
            }
            // Either the input is at its end, or a comma follows.
            let _ = input.parse::<Option<Token![,]>>();
            parse_options(input, "as = …", errors, |option, input| options.apply(kind, option, input));
            is_faulty = !errors.is_empty();
        });
        targets.map(|targets| Self { kind, keyword: keyword.clone(), targets, options, is_faulty })
    }
}

/// `Task`, `crate::task::Task`, `Self`, or for a polymorphic one `Post | Image`.
fn parse_targets(kind: Kind, input: ParseStream<'_>) -> syn::Result<Vec<Path>> {
    let mut targets = vec![parse_target(kind, input)?];
    while kind == Kind::BelongsTo && input.parse::<Option<Token![|]>>()?.is_some() {
        targets.push(parse_target(kind, input)?);
    }
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(targets);
    }
    Err(after_target(kind, &targets, input))
}

/// What stands where a comma or the end was expected.
fn after_target(kind: Kind, targets: &[Path], input: ParseStream<'_>) -> Error {
    let attribute = kind.attribute();
    let text = |path: &Path| path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let target = targets.last().map(text).unwrap_or_default();
    if input.peek(Token![<]) {
        let inner = input.fork();
        let inner = inner.parse::<Token![<]>().and_then(|_| inner.call(Path::parse_mod_style));
        let name = match inner {
            Ok(inner) if ["Vec", "Option", "Box"].contains(&target.as_str()) => text(&inner),
            _ => target,
        };
        let message =
            format!("a model has no generic parameters; name the struct alone: `#[{attribute}({name})]`");
        return input.error(message);
    }
    if input.peek(Token![as]) {
        return input.error(format!("an alias is an option: `#[{attribute}({target}, as = …)]`"));
    }
    if input.peek(Token![|]) {
        let message = format!(
            "only a `#[belongs_to(…)]` leads to one of several models; write a `#[{attribute}(…)]` for each"
        );
        return input.error(message);
    }
    input.error("expected `,` and an option after the model")
}

fn parse_target(kind: Kind, input: ParseStream<'_>) -> syn::Result<Path> {
    let attribute = kind.attribute();
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let message = format!("the model is named without quotes: `#[{attribute}({})]`", text.value());
        return Err(Error::new_spanned(text, message));
    }
    let is_option = input.fork().call(Ident::parse_any).is_ok() && input.peek2(Token![=]);
    if is_option {
        return Err(input.error(format!("the model comes first: `#[{attribute}(Task, …)]`")));
    }
    input
        .call(Path::parse_mod_style)
        .map_err(|error| Error::new(error.span(), format!("expected a model: `#[{attribute}(Task)]`")))
}

impl AssociationOptions {
    fn apply(&mut self, kind: Kind, option: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        let name = option.to_string();
        if !kind.options().contains(&name.as_str()) {
            return Err(foreign(kind, option));
        }
        match name.as_str() {
            "as" => set(&mut self.alias, option, || value::name(option, input)),
            "singular" => set(&mut self.singular, option, || value::name(option, input)),
            "plural" => set(&mut self.plural, option, || value::name(option, input)),
            "foreign_key" => set(&mut self.foreign_key, option, || value::keys(option, input)),
            "other_key" => set(&mut self.other_key, option, || value::keys(option, input)),
            "source_key" => set(&mut self.source_key, option, || value::keys(option, input)),
            "target_key" => set(&mut self.target_key, option, || value::keys(option, input)),
            "on_delete" => set(&mut self.on_delete, option, || value::action(option, input)),
            "on_update" => set(&mut self.on_update, option, || value::action(option, input)),
            "constraints" => set(&mut self.constraints, option, || value::boolean(option, input)),
            "orphans" => set(&mut self.orphans, option, || orphans(option, input)),
            "scope" => set(&mut self.scope, option, || scope(option, input)),
            "through" => set(&mut self.through, option, || through(option, input)),
            "through_scope" => set(&mut self.through_scope, option, || scope(option, input)),
            "unique" => set(&mut self.unique, option, || value::boolean(option, input)),
            "unique_key" => set(&mut self.unique_key, option, || value::string(option, input, "…")),
            "other_via" => set(&mut self.other_via, option, || value::name(option, input)),
            _ => set(&mut self.via, option, || value::name(option, input)),
        }
    }
}

/// An option that no association has, or one that belongs to another kind.
fn foreign(kind: Kind, option: &Ident) -> Error {
    let (attribute, name) = (kind.attribute(), option.to_string());
    let others: Vec<_> = Kind::ALL
        .into_iter()
        .filter(|other| other.options().contains(&name.as_str()))
        .map(|other| format!("`#[{}]`", other.attribute()))
        .collect();
    if Action::named(&name).is_some() {
        let message =
            format!("`{name}` is no option of `#[{attribute}]`\nhelp: say when: `on_delete = {name}`");
        return Error::new_spanned(option, message);
    }
    if others.is_empty() && name.starts_with(char::is_uppercase) {
        let owners = match kind {
            Kind::BelongsTo => {
                ", or, for an owner of one model or another, `#[belongs_to(… | …, as = owner)]`"
            }
            _ => "",
        };
        let message = format!(
            "an association leads to one model, and `{name}` is a second one\nhelp: write an attribute for each: `#[{attribute}({name})]`{owners}"
        );
        return Error::new_spanned(option, message);
    }
    if others.is_empty() {
        return unknown(option, attribute, kind.options());
    }
    let help = instead(kind, &name);
    let others = others.join(", ");
    Error::new_spanned(option, format!("`{name}` is an option of {others}, not of `#[{attribute}]`{help}"))
}

/// What is said in place of an option of another kind.
fn instead(kind: Kind, name: &str) -> &'static str {
    match (kind, name) {
        (Kind::HasOne | Kind::HasMany, "target_key") => {
            "\nhelp: the foreign key lies in the other model and points here: `source_key` names what it points to"
        }
        (Kind::BelongsTo, "source_key") => {
            "\nhelp: the foreign key lies here and points to the other model: `target_key` names what it points to"
        }
        (_, "through" | "other_key" | "through_scope" | "unique_key") => {
            "\nhelp: an association through a junction is a `#[belongs_to_many(…, through = …)]`"
        }
        (Kind::BelongsTo, "via") => {
            "\nhelp: `via` is said on the other side; here, an owner of one model or another is `#[belongs_to(… | …, as = owner)]`"
        }
        (Kind::BelongsTo, "scope") => {
            "\nhelp: a `belongs_to` leads to the row that its key names; what is loaded can be filtered: `get_…(&db).filter(…)`"
        }
        (Kind::BelongsTo | Kind::HasOne, "plural") => {
            "\nhelp: it leads to one row, which is named in the singular: `as = …`"
        }
        (Kind::BelongsTo | Kind::HasOne | Kind::HasMany, "unique") => {
            "\nhelp: a column is unique where its field says so: `#[column(unique)]`"
        }
        (Kind::BelongsToMany, "orphans") => {
            "\nhelp: removing a link leaves the row on the other side as it is; delete that yourself"
        }
        (Kind::BelongsTo, "orphans") => {
            "\nhelp: say here what happens to the row when its owner is deleted: `on_delete = cascade`"
        }
        _ => "",
    }
}

/// `orphans = delete`.
fn orphans(option: &Ident, input: ParseStream<'_>) -> syn::Result<Ident> {
    let value = value::name(option, input)?;
    if value == "delete" {
        return Ok(value);
    }
    Err(Error::new_spanned(&value, format!("`{option}` takes `delete` only: `{option} = delete`")))
}

/// `through = Membership` or `through = "project_users"`.
fn through(option: &Ident, input: ParseStream<'_>) -> syn::Result<Through> {
    if input.peek(Token![=]) && input.peek2(LitStr) {
        return value::string(option, input, "project_users").map(Through::Table);
    }
    input.parse::<Token![=]>().and_then(|_| input.call(Path::parse_mod_style)).map(Through::Model).map_err(
        |error| Error::new(error.span(), "`through` takes a model, or a table: `through = Membership`"),
    )
}

/// `scope(kind = "post", hidden = false)`.
fn scope(option: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Scope>> {
    if !input.peek(syn::token::Paren) {
        let message = format!("`{option}` takes columns and their values: `{option}(kind = \"post\")`");
        return Err(Error::new_spanned(option, message));
    }
    let list;
    parenthesized!(list in input);
    let mut scope: Vec<Scope> = Vec::new();
    while !list.is_empty() {
        let field = list.call(Ident::parse_any).map_err(|error| {
            Error::new(
                error.span(),
                format!("`{option}` takes columns and their values: `{option}(kind = \"post\")`"),
            )
        })?;
        if list.peek(Token![::]) {
            let message =
                format!("a column of a {option} is named by its field alone: `{option}(kind = \"post\")`");
            return Err(list.error(message));
        }
        if !list.peek(Token![=]) || list.peek(Token![==]) {
            return Err(list.error(format!("expected a value: `{field} = …`")));
        }
        list.parse::<Token![=]>()?;
        let value = list.parse()?;
        if scope.iter().any(|earlier| earlier.field == field) {
            return Err(Error::new_spanned(&field, format!("the {option} gives `{field}` twice")));
        }
        scope.push(Scope { field, value });
        if !list.is_empty() {
            list.parse::<Token![,]>()?;
        }
    }
    if scope.is_empty() {
        return Err(Error::new_spanned(
            option,
            format!("`{option}` names no column: `{option}(kind = \"post\")`"),
        ));
    }
    Ok(scope)
}

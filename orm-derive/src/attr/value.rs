//! The values that options take, each with a hint how it is written.
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Error, Expr, LitBool, LitStr, Path, Token, parenthesized};

use crate::errors::{nearest, one_of};

/// One field, or several in parentheses.
pub(crate) struct Keys {
    pub(crate) fields: Vec<Ident>,
}

/// What `on_delete` and `on_update` take.
#[derive(Clone)]
pub(crate) struct ActionValue {
    pub(crate) action: Action,
    pub(crate) ident: Ident,
    /// `on_delete` or `on_update`.
    pub(crate) option: Ident,
}

/// What happens to a foreign key.
#[expect(clippy::enum_variant_names, reason = "`NO ACTION` is what SQL calls it")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl Action {
    const KNOWN: &'static [(&'static str, Self)] = &[
        ("cascade", Self::Cascade),
        ("restrict", Self::Restrict),
        ("set_null", Self::SetNull),
        ("set_default", Self::SetDefault),
        ("no_action", Self::NoAction),
    ];

    /// What other libraries call them.
    const MEANT: &'static [(&'static str, &'static str)] = &[
        ("delete", "cascade"),
        ("destroy", "cascade"),
        ("remove", "cascade"),
        ("null", "set_null"),
        ("nullify", "set_null"),
        ("default", "set_default"),
        ("deny", "restrict"),
        ("protect", "restrict"),
        ("error", "restrict"),
        ("none", "no_action"),
        ("nothing", "no_action"),
    ];

    /// The action of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::KNOWN.iter().find(|(known, _)| *known == name).map(|(_, action)| *action)
    }

    /// The variant in core.
    pub(crate) fn variant(self) -> Ident {
        Ident::new(&format!("{self:?}"), Span::call_site())
    }
}

/// Parses the `=`, and says how the option is written where it is missing.
fn equals(option: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<()> {
    if input.parse::<Option<Token![=]>>()?.is_some() && !input.is_empty() {
        return Ok(());
    }
    Err(Error::new_spanned(option, format!("`{option}` needs a value: `{option} = {example}`")))
}

/// `as = owner`.
pub(crate) fn name(option: &Ident, input: ParseStream<'_>) -> syn::Result<Ident> {
    equals(option, input, "…")?;
    identifier(option, input)
}

/// A name without quotes; keywords pass, because `check.rs` has a better message for them.
fn identifier(option: &Ident, input: ParseStream<'_>) -> syn::Result<Ident> {
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let value = text.value();
        return Err(if syn::parse_str::<Ident>(&value).is_ok() {
            Error::new_spanned(text, format!("names are written without quotes: `{option} = {value}`"))
        } else {
            Error::new_spanned(
                text,
                format!("`{value}` is no identifier, and `{option}` takes one, without quotes"),
            )
        });
    }
    if input.peek(syn::token::Bracket) && option.to_string().ends_with("_key") {
        return Err(input.error(format!("several fields stand in parentheses: `{option} = (a, b)`")));
    }
    let ident = input.call(Ident::parse_any).map_err(|error| {
        Error::new(error.span(), format!("`{option}` takes an identifier: `{option} = …`"))
    })?;
    if input.peek(Token![::]) {
        return Err(past(option, &ident, input));
    }
    if input.peek(Token![-]) {
        let message = format!("an identifier has no hyphens: `{option}` takes a name such as `{ident}_…`");
        return Err(Error::new_spanned(ident, message));
    }
    Ok(ident)
}

/// `Task::owner_id` in place of `owner_id`.
fn past(option: &Ident, ident: &Ident, input: ParseStream<'_>) -> Error {
    let mut last = ident.clone();
    while input.parse::<Token![::]>().is_ok() {
        match input.call(Ident::parse_any) {
            Ok(ident) => last = ident,
            Err(error) => return error,
        }
    }
    let name = crate::name::snake(&last.unraw().to_string());
    Error::new_spanned(ident, format!("`{option}` takes a name without a path: `{option} = {name}`"))
}

/// `foreign_key = owner_id` or `foreign_key = (tenant_id, number)`.
pub(crate) fn keys(option: &Ident, input: ParseStream<'_>) -> syn::Result<Keys> {
    equals(option, input, "…")?;
    if !input.peek(syn::token::Paren) {
        return Ok(Keys { fields: vec![identifier(option, input)?] });
    }
    let list;
    let parenthesis = parenthesized!(list in input);
    let mut fields = Vec::new();
    while !list.is_empty() {
        fields.push(identifier(option, &list)?);
        if !list.is_empty() {
            list.parse::<Token![,]>()?;
        }
    }
    if fields.is_empty() {
        let message = format!("`{option}` names no field: `{option} = (a, b)`");
        return Err(Error::new(parenthesis.span.join(), message));
    }
    Ok(Keys { fields })
}

/// `on_delete = cascade`.
pub(crate) fn action(option: &Ident, input: ParseStream<'_>) -> syn::Result<ActionValue> {
    equals(option, input, "cascade")?;
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let word = text.value().to_lowercase().replace(' ', "_");
        let word = Action::named(&word).map_or("cascade", |_| &word);
        return Err(Error::new_spanned(
            &text,
            format!("actions are written without quotes: `{option} = {word}`"),
        ));
    }
    let ident = identifier(option, input)?;
    let name = ident.to_string();
    if let Some(action) = Action::named(&name) {
        return Ok(ActionValue { action, ident, option: option.clone() });
    }
    let known: Vec<_> = Action::KNOWN.iter().map(|(known, _)| *known).collect();
    let meant = Action::MEANT.iter().find(|(word, _)| *word == name.to_lowercase()).map(|(_, known)| *known);
    let help = match meant.or_else(|| nearest(&name.to_lowercase(), known.iter().copied())) {
        Some(near) => format!("there is `{near}`; the actions are {}", one_of(&known)),
        None => format!("the actions are {}", one_of(&known)),
    };
    Err(Error::new_spanned(&ident, format!("`{name}` is no action of a foreign key\nhelp: {help}")))
}

/// `constraints = false`.
pub(crate) fn boolean(option: &Ident, input: ParseStream<'_>) -> syn::Result<LitBool> {
    equals(option, input, "false")?;
    input.parse().map_err(|error| Error::new(error.span(), format!("`{option}` takes `true` or `false`")))
}

/// `table = "people"`.
pub(crate) fn string(option: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<LitStr> {
    equals(option, input, &format!("\"{example}\""))?;
    let text: LitStr = input.parse().map_err(|error| {
        Error::new(error.span(), format!("`{option}` takes a string: `{option} = \"{example}\"`"))
    })?;
    if text.value().is_empty() {
        return Err(Error::new_spanned(&text, format!("`{option}` is empty: `{option} = \"{example}\"`")));
    }
    Ok(text)
}

/// `crate = "my_framework::orm"`.
pub(crate) fn path(option: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    let text = string(option, input, "orm")?;
    text.parse_with(Path::parse_mod_style).map_err(|_| {
        Error::new_spanned(&text, format!("`{option}` takes the path of a crate: `{option} = \"orm\"`"))
    })
}

/// `default = Status::Open`.
pub(crate) fn expression(option: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    equals(option, input, "…")?;
    input.parse()
}

/// `references = Trainer::id`: the model and the field.
pub(crate) fn field_path(option: &Ident, input: ParseStream<'_>) -> syn::Result<(Path, Ident)> {
    equals(option, input, "Trainer::id")?;
    let hint = format!("`{option}` takes a model and one of its fields: `{option} = Trainer::id`");
    let start = input.span();
    let mut path = input.call(Path::parse_mod_style).map_err(|error| Error::new(error.span(), &hint))?;
    let field = path.segments.pop().map(|segment| segment.ident);
    // `pop` leaves the `::` before the field.
    path.segments.pop_punct();
    match field {
        Some(field) if !path.segments.is_empty() => Ok((path, field)),
        _ => Err(Error::new(start, hint)),
    }
}

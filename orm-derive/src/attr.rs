//! What the attributes say: syntax only. Each option has one place; duplicates and unknown ones are reported here.
use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, Error, Field, LitStr, Meta, Path, Token};

use crate::errors::Errors;

mod association;
mod column;
pub(crate) mod value;
mod word;

pub(crate) use association::{AssociationAttr, AssociationOptions, Kind, Scope, Through};
pub(crate) use column::{ColumnOptions, Unique};
pub(crate) use value::{Action, ActionValue, Keys};
pub(crate) use word::unknown;

/// The attributes that belong on a struct.
const ON_STRUCTS: &[&str] = &["model", "belongs_to", "has_one", "has_many", "belongs_to_many"];
/// The attributes that belong on a field.
const ON_FIELDS: &[&str] = &["key", "column", "primary_key"];

/// What the attributes of a struct say.
#[derive(Default)]
pub(crate) struct StructAttrs {
    pub(crate) model: ModelOptions,
    pub(crate) associations: Vec<AssociationAttr>,
    /// Whether a key was named here, where it does not belong.
    pub(crate) names_a_key: bool,
}

/// `#[model(…)]`.
#[derive(Default)]
pub(crate) struct ModelOptions {
    pub(crate) table: Option<LitStr>,
    pub(crate) schema: Option<LitStr>,
    pub(crate) singular: Option<Ident>,
    pub(crate) plural: Option<Ident>,
    pub(crate) rename_all: Option<LitStr>,
    pub(crate) krate: Option<Path>,
}

/// What the attributes of a field say.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) key: Option<Ident>,
    pub(crate) column: ColumnOptions,
}

impl StructAttrs {
    pub(crate) fn parse(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut parsed = Self::default();
        for attr in attrs {
            let Some(keyword) = attr.path().get_ident() else { continue };
            let name = keyword.to_string();
            if name == "model" {
                parsed.model.parse(attr, errors);
            } else if let Some(kind) = Kind::of(&name) {
                parsed.associations.extend(AssociationAttr::parse(kind, attr, keyword, errors));
            } else if ON_FIELDS.contains(&name.as_str()) {
                let message = format!("`#[{name}]` belongs on a field, not on the struct");
                errors.push(Error::new_spanned(keyword, message));
                parsed.names_a_key |= name != "column";
            }
        }
        parsed
    }
}

impl ModelOptions {
    const KNOWN: &'static [&'static str] = &["table", "schema", "singular", "plural", "rename_all", "crate"];

    fn parse(&mut self, attr: &Attribute, errors: &mut Errors) {
        let hint = "`#[model(…)]` takes options, such as `#[model(table = \"people\")]`";
        parse_list(attr, hint, errors, |input, errors| {
            parse_options(input, "table = \"people\"", errors, |option, input| self.apply(option, input));
        });
    }

    fn apply(&mut self, option: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match option.to_string().as_str() {
            "table" => set(&mut self.table, option, || value::string(option, input, "people")),
            "schema" => set(&mut self.schema, option, || value::string(option, input, "archive")),
            "singular" => set(&mut self.singular, option, || value::name(option, input)),
            "plural" => set(&mut self.plural, option, || value::name(option, input)),
            "rename_all" => set(&mut self.rename_all, option, || value::string(option, input, "camelCase")),
            "crate" => set(&mut self.krate, option, || value::path(option, input)),
            _ => Err(unknown(option, "model", Self::KNOWN)),
        }
    }
}

impl FieldAttrs {
    pub(crate) fn parse(field: &Field, errors: &mut Errors) -> Self {
        let mut parsed = Self::default();
        for attr in &field.attrs {
            let Some(keyword) = attr.path().get_ident() else { continue };
            let name = keyword.to_string();
            if name == "key" {
                let hint = "`#[key]` takes no value: it marks a field of the primary key";
                let bare = attr.meta.require_path_only().map_err(|error| Error::new(error.span(), hint));
                let key = set(&mut parsed.key, keyword, || bare.map(|_| keyword.clone()));
                errors.handle(key);
            } else if name == "column" {
                let key = parsed.column.parse(attr, errors);
                parsed.key = parsed.key.or(key);
            } else if name == "primary_key" {
                errors.push(Error::new_spanned(keyword, "the primary key is marked by `#[key]`"));
                parsed.key.get_or_insert_with(|| keyword.clone());
            } else if ON_STRUCTS.contains(&name.as_str()) {
                errors.push(Error::new_spanned(keyword, on_a_field(&name)));
            }
        }
        parsed
    }
}

fn on_a_field(name: &str) -> String {
    let why = if name == "model" { "" } else { "; a field only holds the key of an association" };
    format!("`#[{name}(…)]` belongs on the struct, not on a field{why}")
}

/// Parses what stands in the parentheses of an attribute.
pub(crate) fn parse_list(
    attr: &Attribute,
    hint: &str,
    errors: &mut Errors,
    parse: impl FnOnce(ParseStream<'_>, &mut Errors),
) {
    let Meta::List(list) = &attr.meta else {
        return errors.push(Error::new_spanned(attr.path(), hint));
    };
    let mut inner = Errors::default();
    let parsed = list.parse_args_with(|input: ParseStream<'_>| {
        parse(input, &mut inner);
        Ok(())
    });
    // What `parse` leaves behind is no mistake of its own: it has reported why it stopped.
    let inner_is_empty = inner.is_empty();
    errors.handle(inner.finish());
    if inner_is_empty {
        errors.handle(parsed);
    }
}

/// Parses options one by one. A faulty one is reported and skipped, so that the others count.
pub(crate) fn parse_options(
    input: ParseStream<'_>,
    example: &str,
    errors: &mut Errors,
    mut apply: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let option = input
            .call(Ident::parse_any)
            .map_err(|error| Error::new(error.span(), format!("expected an option, such as `{example}`")));
        let applied = option.and_then(|option| apply(&option, input)).and_then(|()| {
            if input.is_empty() || input.peek(Token![,]) {
                return Ok(());
            }
            Err(input.error("expected `,` before the next option"))
        });
        if errors.handle(applied).is_none() {
            skip_option(input);
        }
        // Either the input is at its end, or a comma follows.
        let _ = input.parse::<Option<Token![,]>>();
    }
}

fn skip_option(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            break;
        }
    }
}

/// Puts a value into its place, unless one is there.
pub(crate) fn set<T>(
    slot: &mut Option<T>,
    option: &Ident,
    value: impl FnOnce() -> syn::Result<T>,
) -> syn::Result<()> {
    if slot.replace(value()?).is_some() {
        return Err(Error::new_spanned(option, format!("`{option}` is given twice; leave one of them out")));
    }
    Ok(())
}

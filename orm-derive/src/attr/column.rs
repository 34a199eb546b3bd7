//! `#[column(…)]`.
use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, Error, Expr, LitBool, LitStr, Path, Token};

use super::value::{self, ActionValue};
use super::{parse_list, parse_options, set, unknown};
use crate::errors::Errors;

/// The options of a column.
#[derive(Default)]
pub(crate) struct ColumnOptions {
    pub(crate) name: Option<LitStr>,
    pub(crate) unique: Option<Unique>,
    pub(crate) index: Option<bool>,
    pub(crate) default: Option<Expr>,
    pub(crate) sql_type: Option<LitStr>,
    pub(crate) references: Option<(Path, Ident)>,
    pub(crate) on_delete: Option<ActionValue>,
    pub(crate) on_update: Option<ActionValue>,
    pub(crate) created_at: Option<Ident>,
    pub(crate) updated_at: Option<Ident>,
}

/// `unique`, `unique = false` or `unique = "name"`.
pub(crate) enum Unique {
    Alone(bool),
    Named(LitStr),
}

impl ColumnOptions {
    const KNOWN: &'static [&'static str] = &[
        "name",
        "unique",
        "index",
        "default",
        "type",
        "references",
        "on_delete",
        "on_update",
        "created_at",
        "updated_at",
    ];

    /// Gives the word by which the field was said to be the key, which is no option; it counts all the same.
    pub(super) fn parse(&mut self, attr: &Attribute, errors: &mut Errors) -> Option<Ident> {
        let hint = "`#[column(…)]` takes options, such as `#[column(unique)]`";
        let mut key = None;
        parse_list(attr, hint, errors, |input, errors| {
            parse_options(input, "name = \"createdAt\"", errors, |option, input| {
                if option == "key" || option == "primary_key" {
                    key = Some(option.clone());
                }
                self.apply(option, input)
            });
        });
        key
    }

    fn apply(&mut self, option: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match option.to_string().as_str() {
            "name" => set(&mut self.name, option, || value::string(option, input, "createdAt")),
            "unique" => set(&mut self.unique, option, || unique(option, input)),
            "index" => set(&mut self.index, option, || flag(option, input)),
            "default" => set(&mut self.default, option, || value::expression(option, input)),
            "type" => set(&mut self.sql_type, option, || value::string(option, input, "VARCHAR(80)")),
            "references" => set(&mut self.references, option, || value::field_path(option, input)),
            "on_delete" => set(&mut self.on_delete, option, || value::action(option, input)),
            "on_update" => set(&mut self.on_update, option, || value::action(option, input)),
            "created_at" => set(&mut self.created_at, option, || Ok(option.clone())),
            "updated_at" => set(&mut self.updated_at, option, || Ok(option.clone())),
            _ => Err(unknown(option, "column", Self::KNOWN)),
        }
    }

    /// Whether the library fills the column with the time.
    pub(crate) fn is_stamp(&self) -> bool {
        self.created_at.is_some() || self.updated_at.is_some()
    }
}

fn unique(option: &Ident, input: ParseStream<'_>) -> syn::Result<Unique> {
    if !input.peek(Token![=]) {
        return Ok(Unique::Alone(true));
    }
    if input.peek2(LitBool) {
        return Ok(Unique::Alone(value::boolean(option, input)?.value));
    }
    if !input.peek2(LitStr) {
        let message = "`unique` stands alone, or takes `false`, or the name of a constraint over several columns: `unique = \"name\"`";
        return Err(Error::new_spanned(option, message));
    }
    value::string(option, input, "name").map(Unique::Named)
}

fn flag(option: &Ident, input: ParseStream<'_>) -> syn::Result<bool> {
    if input.peek(Token![=]) { value::boolean(option, input).map(|value| value.value) } else { Ok(true) }
}

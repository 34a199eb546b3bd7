//! `#[column_type(…)]` on an enum and on its variants.
use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{Attribute, Error, LitStr, Variant};

use crate::attr::{self, value};
use crate::errors::Errors;
use crate::model::parse_case;
use crate::name::{self, Case};

/// The options of an enum.
#[derive(Default)]
pub(super) struct EnumOptions {
    integer: Option<Ident>,
    case: Option<Case>,
}

/// The options of a variant.
#[derive(Default)]
pub(super) struct VariantOptions {
    rename: Option<LitStr>,
}

/// The attributes among others.
fn own(attrs: &[Attribute]) -> impl Iterator<Item = (&Attribute, &Ident)> {
    attrs
        .iter()
        .filter_map(|attr| Some((attr, attr.path().get_ident()?)))
        .filter(|(_, name)| *name == "column_type")
}

/// `#[column_type(integer)] struct UserId(i64);`
pub(super) fn refuse(attrs: &[Attribute], errors: &mut Errors) {
    for (_, keyword) in own(attrs) {
        let message = "`#[column_type(…)]` is for enums; a newtype is stored as what is inside";
        errors.push(Error::new_spanned(keyword, message));
    }
}

impl EnumOptions {
    pub(super) fn parse(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let (mut integer, mut rename_all) = (None, None);
        for (attr, _) in own(attrs) {
            let hint = "`#[column_type(…)]` takes options, such as `#[column_type(integer)]`";
            attr::parse_list(attr, hint, errors, |input, errors| {
                attr::parse_options(input, "rename = \"done\"", errors, |option, input| {
                    match option.to_string().as_str() {
                        "integer" => attr::set(&mut integer, option, || Ok(option.clone())),
                        "rename_all" => {
                            attr::set(&mut rename_all, option, || value::string(option, input, "snake_case"))
                        }
                        _ => Err(attr::unknown(option, "column_type", &["integer", "rename_all"])),
                    }
                });
            });
        }
        Self { integer, case: parse_case(rename_all.as_ref(), errors) }
    }

    pub(super) fn is_integer(&self) -> bool {
        self.integer.is_some()
    }
}

impl VariantOptions {
    pub(super) fn parse(variant: &Variant, of: &EnumOptions, errors: &mut Errors) -> Self {
        let mut parsed = Self::default();
        for (attr, _) in own(&variant.attrs) {
            let hint = "`#[column_type(…)]` takes options, such as `#[column_type(rename = \"done\")]`";
            attr::parse_list(attr, hint, errors, |input, errors| {
                attr::parse_options(input, "rename = \"done\"", errors, |option, input| {
                    match option.to_string().as_str() {
                        "rename" => {
                            attr::set(&mut parsed.rename, option, || value::string(option, input, "done"))
                        }
                        _ => Err(attr::unknown(option, "column_type", &["rename"])),
                    }
                });
            });
        }
        if let Some(rename) = parsed.rename.as_ref().filter(|_| of.is_integer()) {
            let message =
                "the enum is stored as integers, so a variant has no name there; it has a number: `= 1`";
            errors.push(Error::new_spanned(rename, message));
        }
        parsed
    }

    /// What a variant is stored as.
    pub(super) fn word(&self, variant: &Ident, of: &EnumOptions) -> String {
        let name = variant.unraw().to_string();
        match (&self.rename, of.case) {
            (Some(rename), _) => rename.value(),
            (None, Some(case)) => case.apply(&name),
            (None, None) => name::snake(&name),
        }
    }
}

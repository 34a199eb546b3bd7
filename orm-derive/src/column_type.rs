//! `#[derive(ColumnType)]`: newtypes store what is inside, enums without fields store a word or a number.
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Data, DataEnum, DataStruct, DeriveInput, Error, Field, Fields};

use crate::errors::Errors;
use crate::model::{inside_option, spell};

mod options;
mod write;

use options::{EnumOptions, VariantOptions};

/// A type that is a column type.
enum Stored {
    /// `struct UserId(i64)`.
    Newtype(Box<Field>),
    /// `enum Status { Open, Done }`, with what each variant is stored as.
    Words(Vec<(Ident, String)>),
    /// `#[column_type(integer)] enum Level { Low = 1, High = 2 }`.
    Numbers(Vec<Ident>),
}

/// Parses, checks, writes. After a mistake an inert implementation follows, so that what uses the type does not fail
/// too.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let stored = parse(input, &mut errors);
    let written = match (&stored, errors.is_empty()) {
        (Some(stored), true) => write::column_type(&input.ident, stored),
        _ if input.generics.params.is_empty() => write::inert(&input.ident),
        _ => TokenStream::new(),
    };
    let errors = errors.finish().err().map(Error::into_compile_error);
    quote!(#errors #written)
}

fn parse(input: &DeriveInput, errors: &mut Errors) -> Option<Stored> {
    let name = input.ident.unraw();
    if let Some(parameter) = input.generics.params.first() {
        let message =
            format!("the column type `{name}` has a generic parameter, but it is stored in one way");
        errors.push(Error::new_spanned(parameter, message));
    }
    match &input.data {
        Data::Struct(data) => {
            options::refuse(&input.attrs, errors);
            errors.handle(newtype(&input.ident, data)).map(|field| Stored::Newtype(Box::new(field.clone())))
        }
        Data::Enum(data) => variants(input, data, errors),
        Data::Union(_) => {
            let message =
                format!("`{name}` is a union, but a column type is a newtype or an enum without fields");
            errors.push(Error::new_spanned(&input.ident, message));
            None
        }
    }
}

/// `struct Point { x: f64, y: f64 }`, `struct Point(f64, f64)`, `struct Age(Option<i32>)`.
fn newtype<'d>(ident: &Ident, data: &'d DataStruct) -> syn::Result<&'d Field> {
    let name = ident.unraw();
    let help = format!("write it around the type that is stored: `struct {name}(i64);`");
    let Fields::Unnamed(fields) = &data.fields else {
        let message = format!("the column type `{name}` is no newtype\nhelp: {help}");
        return Err(Error::new_spanned(ident, message));
    };
    if fields.unnamed.len() != 1 {
        let message = format!(
            "a column holds one value, but `{name}` has {} fields\nhelp: {help}",
            fields.unnamed.len()
        );
        return Err(Error::new_spanned(ident, message));
    }
    let field = &fields.unnamed[0];
    if let Some(inner) = inside_option(&field.ty) {
        let message = format!(
            "the column type `{name}` holds an `Option`, but it is the field of a model that may be empty\nhelp: write `struct {name}({})` here, and `Option<{name}>` in the model",
            spell(inner)
        );
        return Err(Error::new_spanned(&field.ty, message));
    }
    Ok(field)
}

/// `enum Shape { Circle(f64) }`, `enum Never {}`.
fn variants(input: &DeriveInput, data: &DataEnum, errors: &mut Errors) -> Option<Stored> {
    let name = input.ident.unraw();
    let options = EnumOptions::parse(&input.attrs, errors);
    if data.variants.is_empty() {
        let message = format!("the enum `{name}` has no variants, so nothing of it can be stored");
        errors.push(Error::new_spanned(&input.ident, message));
    }
    let mut words: Vec<(Ident, String)> = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            let message = format!(
                "the variant `{}` has fields, but a column holds one value\nhelp: an enum that is stored has variants without fields",
                variant.ident.unraw()
            );
            errors.push(Error::new_spanned(&variant.ident, message));
        }
        let word = VariantOptions::parse(variant, &options, errors).word(&variant.ident, &options);
        if let Some((earlier, _)) = words.iter().find(|(_, earlier)| *earlier == word) {
            let message =
                format!("`{earlier}` and `{}` would both be stored as `{word}`", variant.ident.unraw());
            errors.push(Error::new_spanned(&variant.ident, message));
        }
        words.push((variant.ident.clone(), word));
    }
    Some(if options.is_integer() {
        Stored::Numbers(words.into_iter().map(|(ident, _)| ident).collect())
    } else {
        Stored::Words(words)
    })
}

//! The derives of orm. Programs use them through the `orm` crate.
use proc_macro::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

mod attr;
mod check;
mod column_type;
mod errors;
mod expand;
mod model;
mod name;
#[cfg(test)]
mod tests;

/// Makes a struct with named fields a model.
#[proc_macro_derive(Model, attributes(model, belongs_to, has_one, has_many, belongs_to_many, key, column))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    expand_model(&parse_macro_input!(input as DeriveInput)).into()
}

/// Parses, checks, writes. After a mistake the model is written all the same, but inert, so that what uses it does not
/// fail too.
fn expand_model(input: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = errors::Errors::default();
    let mut model = model::Model::parse(input, &mut errors);
    if let Some(model) = &mut model {
        check::check(model, &mut errors);
        model.drop_duplicates();
    }
    let expansion = match &model {
        Some(model) => expand::model(model, !errors.is_empty()),
        None => expand::stub(input, &quote!(::orm)),
    };
    let errors = errors.finish().err().map(|errors| errors.into_compile_error());
    quote!(#errors #expansion)
}

/// Makes a newtype, or an enum without fields, a type that a column can have.
#[proc_macro_derive(ColumnType, attributes(column_type))]
pub fn derive_column_type(input: TokenStream) -> TokenStream {
    column_type::expand(&parse_macro_input!(input as DeriveInput)).into()
}

//! The derives of orm. Programs use them through the `orm` crate.
use proc_macro::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

mod attr;
mod check;
mod column_type;
mod errors;
mod expand;
mod loaded;
mod model;
mod name;
#[cfg(test)]
mod tests;

/// Makes a struct with named fields a model.
#[proc_macro_derive(
    Model,
    attributes(model, belongs_to, has_one, has_many, belongs_to_many, key, column, primary_key)
)]
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
        // Nothing that is asked of a model would hold.
        Some(model) if model.columns.iter().any(model::Column::is_bound_to_a_thread) => quote!(),
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

/// The type of a row with associations loaded, for the signature of a function.
///
/// `Loaded![Project { tasks, owner { company } }]` is what
/// `Project::query().include(Project::TASKS).include(Project::OWNER.include(User::COMPANY))` gives. Say how an include
/// was refined: `owner?` if it was filtered, so that there may be none, `owner!` if it was required, so that there is
/// one, `tasks: u64` if the rows were counted, `tasks: Vec<(i64, String)>` if columns of them were selected.
#[proc_macro]
#[allow(non_snake_case, reason = "it stands where types stand")]
pub fn Loaded(input: TokenStream) -> TokenStream {
    loaded::expand(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

//! Writes the code of a model. Nothing fails here: what could was checked before.
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::Type;

use crate::model::Model;

mod accessors;
mod association;
mod builder;
mod column;
mod description;
mod junction;
mod loaded;
mod model;
mod names;
mod nested;
mod polymorphic;
mod stub;

pub(crate) use stub::stub;

/// A model with what its checks have said about it.
pub(crate) struct Expansion<'m> {
    pub(crate) model: &'m Model,
    /// After a mistake, everything that other code may name is still there, but nothing is compared any more, so that
    /// one mistake stays one error.
    pub(crate) is_inert: bool,
    names: names::Names,
}

/// Everything that `#[derive(Model)]` adds to a struct.
///
/// What users name (the builder, the accessors' trait) lies beside the struct; the rest lies in the body of a constant
/// that is called like the model (see `names`).
pub(crate) fn model(model: &Model, is_inert: bool) -> TokenStream {
    let expansion = Expansion { model, is_inert, names: names::Names::of(model) };
    let krate = &model.krate;
    let (builder, accessors, loaded) =
        (builder::declaration(&expansion), accessors::declaration(model), loaded::declaration(model));
    let parts = [
        model::aliases(model),
        model::implementation(&expansion),
        column::constants(model),
        expansion.names.twins(),
        column::types(&expansion),
        column::checks(&expansion),
        builder::implementation(&expansion),
        builder::key_state(model).unwrap_or_default(),
        accessors::implementation(model),
        loaded::implementation(&expansion),
        polymorphic::implementations(&expansion),
    ];
    let associations = (0..model.associations.len()).map(|at| association::implementation(&expansion, at));
    let (setters, aliases) = (builder::setters(&expansion), association::outer_aliases(model));
    let (owners, lints, ident) = (polymorphic::declarations(model), lints(), constant(model));
    let (orm, lints_at_user) = (private(model), lints_at_user());
    quote! {
        #lints
        use #krate::__private as #orm;
        #owners
        #aliases
        #builder
        #setters
        #accessors
        #loaded
        #lints_at_user
        const #ident: #orm::ModelType<#ident> = {
            #[allow(unused_imports)]
            use #krate::__private::{self as __orm, NoKind as _, Unknown as _, Untyped as _};
            #(#parts)*
            #(#associations)*
            __orm::ModelType::NEW
        };
    }
}

/// The constant that everything lies in: called like the model, but in no user's code.
fn constant(model: &Model) -> Ident {
    let mut constant = model.ident.clone();
    constant.set_span(crate::model::located_at(model.ident.span()));
    constant
}

/// Lints that would speak about generated code: its names follow the user's, and not all of it is used.
fn lints() -> TokenStream {
    quote!(#[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery)])
}

/// The same where some tokens stand at the user's: where a program denies a lint by its name, no group allows it.
fn lints_at_user() -> TokenStream {
    let lints = lints();
    quote!(#lints #[allow(unused_qualifications)])
}

/// `__orm_Project`, the facade's module for generated code beside the struct: a name of the model's own, so that several can be
/// in one module.
fn private(model: &Model) -> Ident {
    Ident::new(&format!("__orm_{}", model.name()), Span::call_site())
}

/// `__ProjectAt0`: an association as a type, beside the struct.
fn at(model: &Model, nth: usize) -> Ident {
    hidden(&format!("{}At", model.name()), nth)
}

/// A number without a suffix.
fn number(at: usize) -> Literal {
    Literal::usize_unsuffixed(at)
}

/// A position as a type: `__orm::nth::N0`; beyond the names that there are, `__orm::Nth<77>`.
fn nth(orm: &impl quote::ToTokens, at: usize) -> TokenStream {
    if at < NAMED_POSITIONS {
        let name = Ident::new(&format!("N{at}"), Span::call_site());
        return quote!(#orm::nth::#name);
    }
    let at = number(at);
    quote!(#orm::Nth<#at>)
}

/// How many positions have a name.
const NAMED_POSITIONS: usize = 32;

/// A name that only generated code uses: `__Target0`.
fn hidden(name: &str, at: usize) -> Ident {
    Ident::new(&format!("__{name}{at}"), Span::call_site())
}

/// The builder's name: `TaskBuilder`.
fn suffixed(model: &Model, suffix: &str) -> Ident {
    Ident::new(&format!("{}{suffix}", model.name()), crate::model::located_at(model.ident.span()))
}

/// One type as it is, several as a tuple.
fn tuple<'t>(types: impl Iterator<Item = &'t Type>) -> TokenStream {
    let types: Vec<_> = types.collect();
    match types.as_slice() {
        [only] => quote!(#only),
        several => quote!((#(#several),*)),
    }
}

/// Generated items by their names. After a mistake, several may have the same; the first stays.
#[derive(Default)]
struct Items {
    names: Vec<String>,
    /// What the user wrote in types and targets.
    kept: Vec<String>,
    tokens: TokenStream,
}

impl Items {
    fn of(model: &Model) -> Self {
        Self { kept: names::mentioned(model), ..Self::default() }
    }

    fn push(&mut self, name: &Ident, item: TokenStream) {
        let name = name.to_string();
        if !self.names.contains(&name) {
            self.names.push(name);
            self.tokens.extend(item);
        }
    }

    /// An item that rustc shows where its bounds do not hold: it stands at its name.
    fn push_placed(&mut self, name: &Ident, item: TokenStream) {
        let placed = self.placed(name, item);
        self.push(name, placed);
    }

    /// Tokens at the place of a name, but for what the user wrote.
    fn placed(&self, name: &Ident, tokens: TokenStream) -> TokenStream {
        crate::model::place(tokens, name.span(), &self.kept)
    }
}

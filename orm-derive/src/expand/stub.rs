//! What stands for a model whose input is no struct with named fields, so that its uses do not fail too.
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, GenericParam, Lifetime};

/// A model without columns, and no association.
pub(crate) fn stub(input: &DeriveInput, krate: &TokenStream) -> TokenStream {
    let (ident, vis, name) = (&input.ident, &input.vis, input.ident.unraw().to_string());
    let (builder, accessors) = (format_ident!("{name}Builder"), format_ident!("{name}Accessors"));
    // Only a struct that would be a model but for its parameters has them; they are given fixed lifetimes, or none.
    if input.generics.params.iter().any(|parameter| !matches!(parameter, GenericParam::Lifetime(_))) {
        return TokenStream::new();
    }
    let lifetimes =
        input.generics.lifetimes().map(|_| Lifetime::new("'static", proc_macro2::Span::call_site()));
    let this =
        if input.generics.params.is_empty() { quote!(#ident) } else { quote!(#ident<#(#lifetimes),*>) };
    let (model, lints) = (model(&this, &name, &builder), super::lints());
    quote! {
        #lints
        #vis struct #builder;
        #lints
        #vis trait #accessors {}
        #lints
        const _: () = {
            use #krate::__private as __orm;
            #model
        };
    }
}

fn model(this: &TokenStream, name: &str, builder: &Ident) -> TokenStream {
    let description = description(name);
    quote! {
        impl __orm::Model for #this {
            const IDENTITY: u64 = 0;
            const DESCRIPTION: &'static __orm::ModelDescription = &#description;
            fn description() -> &'static __orm::ModelDescription { <Self as __orm::Model>::DESCRIPTION }
            type Key = i64;
            type Builder = #builder;
            fn build() -> #builder { #builder }
            fn decode(_: &__orm::Cells<'_>) -> __orm::Result<Self> { ::core::unreachable!() }
            fn value(&self, _: usize) -> __orm::Value { ::core::unreachable!() }
            fn assign(&mut self, _: usize, _: __orm::ValueRef<'_>) -> ::core::result::Result<(), __orm::Mismatch> {
                ::core::unreachable!()
            }
            fn default_value(_: usize) -> ::core::option::Option<__orm::Value> { ::core::unreachable!() }
        }
        impl __orm::ColumnAt<__orm::nth::N0> for #this {
            type Name = ();
            type Type = i64;
        }
        impl __orm::Denotes for #builder {
            type Row = __orm::NewRow;
        }
        impl __orm::Builder for #builder {
            type Model = #this;
            type Nested = __orm::Plain;
            type Stored = #this;
            fn into_parts(self) -> (__orm::Draft<#this>, __orm::Plain) { ::core::unreachable!() }
        }
        impl __orm::Builds<#this> for #builder {
            type Checked = Self;
            fn checked(self) -> Self { self }
        }
        impl<__Provider> __orm::Complete<__Provider> for #builder {}
        impl<__Taker, __At> __orm::Leaves<__Taker, __At> for #builder {}
    }
}

fn description(name: &str) -> TokenStream {
    quote! {
        __orm::ModelDescription {
            name: #name,
            identity: 0,
            singular: "",
            plural: "",
            schema: ::core::option::Option::None,
            table: "",
            columns: &[],
            field_hashes: &[],
            key: &[],
            uniques: &[],
            associations: &[],
            polymorphics: &[],
        }
    }
}

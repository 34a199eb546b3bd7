//! `impl Model`: rows in and out, by position.
use proc_macro2::TokenStream;
use quote::quote;

use super::{Expansion, description, hidden, number, suffixed, tuple};
use crate::model::Model;

/// Names for the struct and its columns' types where names of the user would shadow them.
pub(super) fn aliases(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let types = model.columns.iter().enumerate().map(|(at, column)| {
        let (name, ty) = (hidden("Type", at), &column.ty);
        quote!(type #name = #ty;)
    });
    quote! {
        type __Row = #ident;
        #(#types)*
    }
}

pub(super) fn implementation(expansion: &Expansion<'_>) -> TokenStream {
    let model = expansion.model;
    let (ident, name, builder) = (&model.ident, model.name(), suffixed(model, "Builder"));
    let description = description::model(expansion);
    // After the error that there is none, rows may still be sought.
    let key = match model.key.as_slice() {
        [] => quote!(i64),
        key => tuple(key.iter().map(|&at| &model.columns[at].ty)),
    };
    let (decode, value, assign, default) = (decode(model), value(model), assign(model), default_value(model));
    // Statics, because the compiler validates all that a constant refers to, but for other statics, with each constant.
    quote! {
        static __DESCRIPTION: __orm::ModelDescription = #description;
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __orm::Model for #ident {
            const IDENTITY: u64 = __orm::identity(::core::concat!(
                ::core::module_path!(), "::", #name, ":", ::core::line!(), ":", ::core::column!()
            ));
            const DESCRIPTION: &'static __orm::ModelDescription = &__DESCRIPTION;
            fn description() -> &'static __orm::ModelDescription {
                &__DESCRIPTION
            }
            type Key = #key;
            type Builder = #builder;
            fn build() -> Self::Builder {
                #builder(::core::default::Default::default(), __orm::PhantomData)
            }
            #decode
            #value
            #assign
            #default
        }
    }
}

fn decode(model: &Model) -> TokenStream {
    let fields = model.columns.iter().enumerate().map(|(at, column)| {
        let (field, ty, at) = (&column.ident, hidden("Type", at), number(at));
        quote!(#field: __orm::Typed::<#ty>::read(cells, #at)?)
    });
    quote! {
        fn decode(cells: &__orm::Cells<'_>) -> __orm::Result<Self> {
            ::core::result::Result::Ok(Self { #(#fields),* })
        }
    }
}

fn value(model: &Model) -> TokenStream {
    let arms = model.columns.iter().enumerate().map(|(at, column)| {
        let (field, ty, at) = (&column.ident, hidden("Type", at), number(at));
        quote!(#at => __orm::Typed::<#ty>::value(&self.#field))
    });
    quote! {
        fn value(&self, position: usize) -> __orm::Value {
            match position {
                #(#arms,)*
                _ => __orm::Value::Null(__orm::SqlType::Text),
            }
        }
    }
}

fn assign(model: &Model) -> TokenStream {
    let arms = model.columns.iter().enumerate().map(|(at, column)| {
        let (field, ty, at) = (&column.ident, hidden("Type", at), number(at));
        quote!(#at => self.#field = __orm::Typed::<#ty>::from_value(value)?)
    });
    quote! {
        fn assign(
            &mut self,
            position: usize,
            value: __orm::ValueRef<'_>,
        ) -> ::core::result::Result<(), __orm::Mismatch> {
            match position {
                #(#arms,)*
                _ => {}
            }
            ::core::result::Result::Ok(())
        }
    }
}

fn default_value(model: &Model) -> TokenStream {
    let arms = model.columns.iter().enumerate().filter_map(|(at, column)| {
        let default = column.options.default.as_ref()?;
        let (ty, at) = (hidden("Type", at), number(at));
        Some(quote!(#at => ::core::option::Option::Some(__orm::Storable::<#ty>::into_stored(#default))))
    });
    let arms: Vec<_> = arms.collect();
    if arms.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn default_value(position: usize) -> ::core::option::Option<__orm::Value> {
            match position {
                #(#arms,)*
                _ => ::core::option::Option::None,
            }
        }
    }
}

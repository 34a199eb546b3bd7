//! Writes the code of a column type.
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;

use super::Stored;
use crate::model::innermost;

pub(super) fn column_type(ident: &Ident, stored: &Stored) -> TokenStream {
    let written = match stored {
        Stored::Newtype(field) => newtype(ident, &field.ty),
        Stored::Words(words) => as_words(ident, words),
        Stored::Numbers(variants) => as_numbers(ident, variants),
    };
    in_block(&written)
}

fn in_block(written: &TokenStream) -> TokenStream {
    quote! {
        #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            #[allow(unused_imports)]
            use ::orm::__private::{self as __orm, Untyped as _};
            #written
        };
    }
}

/// Where the type stands and what it is called tells it from others.
fn identity(ident: &Ident) -> TokenStream {
    let name = ident.unraw().to_string();
    quote! {
        const IDENTITY: u64 = __orm::identity(::core::concat!(
            ::core::module_path!(), "::", #name, ":", ::core::line!(), ":", ::core::column!()
        ));
    }
}

/// What is inside is asked for once, by `Wraps`, so that a type that cannot be stored is reported once.
fn newtype(ident: &Ident, inner: &syn::Type) -> TokenStream {
    let (identity, capabilities) = (identity(ident), capabilities(ident));
    let mut reported = Ident::new("__Inner", innermost(inner));
    reported.set_span(innermost(inner));
    quote! {
        type __Inner = #inner;
        #[automatically_derived]
        impl __orm::Wraps for #ident {
            type Inner = #reported;
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __orm::ColumnType for #ident {
            type Base = Self;
            type AsKey = __orm::StateOf<{ __orm::Typed::<__Inner>::IS_COUNTED }>;
            const TYPE: __orm::SqlType = __orm::Typed::<__Inner>::TYPE;
            #identity
            fn to_value(&self) -> __orm::Value {
                __orm::Typed::<__Inner>::value(&self.0)
            }
            fn from_value(value: __orm::ValueRef<'_>) -> ::core::result::Result<Self, __orm::Mismatch> {
                ::core::result::Result::Ok(Self(__orm::Typed::<__Inner>::from_value(value)?))
            }
        }
        #capabilities
    }
}

/// A newtype can do what is inside can do. The binders keep rustc from deciding the bounds here, where they may be
/// false.
fn capabilities(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl __orm::Ordered for #ident where for<'__a> __Inner: __orm::Ordered {}
        #[automatically_derived]
        impl __orm::Textual for #ident where for<'__a> __Inner: __orm::Textual {}
        #[automatically_derived]
        impl __orm::Number for #ident
        where
            for<'__a> __Inner: __orm::Number,
        {
            type Sum = <__Inner as __orm::Number>::Sum;
        }
        __orm::__link_by_key!(#ident);
    }
}

fn as_words(ident: &Ident, words: &[(Ident, String)]) -> TokenStream {
    let identity = identity(ident);
    let expected = words.iter().map(|(_, word)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let expected = format!("one of {expected}");
    let (variants, words): (Vec<_>, Vec<_>) = words.iter().map(|(variant, word)| (variant, word)).unzip();
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __orm::ColumnType for #ident {
            type Base = Self;
            type AsKey = __orm::Missing;
            const TYPE: __orm::SqlType = __orm::SqlType::Word;
            #identity
            fn to_value(&self) -> __orm::Value {
                let word = match self {
                    #(Self::#variants => #words,)*
                };
                __orm::Value::Word(::core::convert::From::from(word))
            }
            fn from_value(value: __orm::ValueRef<'_>) -> ::core::result::Result<Self, __orm::Mismatch> {
                match value {
                    #(__orm::ValueRef::Text(#words) => ::core::result::Result::Ok(Self::#variants),)*
                    _ => ::core::result::Result::Err(__orm::Mismatch { expected: #expected }),
                }
            }
        }
    }
}

fn as_numbers(ident: &Ident, variants: &[Ident]) -> TokenStream {
    let identity = identity(ident);
    let expected = format!("the number of a variant of `{}`", ident.unraw());
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __orm::ColumnType for #ident {
            type Base = Self;
            type AsKey = __orm::Missing;
            const TYPE: __orm::SqlType = __orm::SqlType::BigInt;
            #identity
            fn to_value(&self) -> __orm::Value {
                let number = match self {
                    #(Self::#variants => Self::#variants as i64,)*
                };
                __orm::Value::Integer(__orm::SqlType::BigInt, number)
            }
            fn from_value(value: __orm::ValueRef<'_>) -> ::core::result::Result<Self, __orm::Mismatch> {
                match value {
                    #(__orm::ValueRef::Integer(number) if number == Self::#variants as i64 => {
                        ::core::result::Result::Ok(Self::#variants)
                    })*
                    _ => ::core::result::Result::Err(__orm::Mismatch { expected: #expected }),
                }
            }
        }
        #[automatically_derived]
        impl __orm::Ordered for #ident {}
    }
}

/// Stands for a type with a mistake.
pub(super) fn inert(ident: &Ident) -> TokenStream {
    in_block(&quote! {
        #[diagnostic::do_not_recommend]
        impl __orm::ColumnType for #ident {
            type Base = Self;
            type AsKey = __orm::Set;
            const TYPE: __orm::SqlType = __orm::SqlType::Text;
            const IDENTITY: u64 = 0;
            fn to_value(&self) -> __orm::Value {
                ::core::unreachable!()
            }
            fn from_value(_: __orm::ValueRef<'_>) -> ::core::result::Result<Self, __orm::Mismatch> {
                ::core::unreachable!()
            }
        }
        impl __orm::Ordered for #ident {}
        impl __orm::Textual for #ident {}
        __orm::__link_by_key!(#ident);
    })
}

//! An association as a type, with the check that compares its two sides.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Expansion, hidden, number};
use crate::attr::Kind;
use crate::model::{Association, located_at};
use crate::name;

/// The type lies in a block of its own, because it is called like the association and often like its target.
pub(super) fn implementation(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let model = expansion.model;
    let association = &model.associations[at];
    let (aliases, ends, scopes) = (aliases(expansion, at), ends(expansion, at), scopes(expansion, at));
    let (marker, vis) = (marker(association), &model.vis);
    let doc = format!("The association `{}` of `{}`.", association.name(), model.name());
    let (implementation, emptying, provisions) =
        (association_impl(expansion, at), emptying(expansion, at), provisions(expansion, at));
    quote! {
        #aliases
        #ends
        #scopes
        const _: () = {
            #[doc = #doc]
            #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
            #vis enum #marker {}
            #implementation
            #emptying
            #provisions
        };
    }
}

/// `Owner`, `HomeTeam`.
fn marker(association: &Association) -> Ident {
    Ident::new(&name::camel(&association.name()), located_at(association.naming.name.span()))
}

fn ends_name(at: usize) -> Ident {
    hidden("ENDS", at)
}

/// Names for the target and the key that links, where the association's own name would hide them.
fn aliases(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let model = expansion.model;
    let association = &model.associations[at];
    let (target_name, link_name, target) = (hidden("Target", at), hidden("Link", at), &association.target);
    let link = if association.kind == Kind::BelongsTo {
        // What is pointed to has the same type as what points, so the target need not be asked.
        let types: Vec<_> = association
            .own_foreign_key(model)
            .into_iter()
            .map(|at| model.columns[at].inner.as_ref().unwrap_or(&model.columns[at].ty))
            .collect();
        match types.as_slice() {
            [only] => quote!(#only),
            several => quote!((#(#several),*)),
        }
    } else {
        quote_spanned!(association.span()=> <#target as __orm::Model>::Key)
    };
    quote! {
        type #target_name = #target;
        type #link_name = #link;
    }
}

/// The columns on either side; finding them is the check.
fn ends(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let association = &expansion.model.associations[at];
    let (name, span, target) = (ends_name(at), association.span(), &association.target);
    let length = number(association.foreign_key.fields.len());
    let at = number(at);
    let found = if expansion.is_inert {
        quote!(__orm::check::Ends { source: [0; #length], target: [0; #length] })
    } else {
        let check = if association.kind == Kind::BelongsTo { quote!(belongs_to) } else { quote!(has) };
        quote_spanned! {span=>
            __orm::check::#check(<__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#target>::DESCRIPTION, #at)
        }
    };
    quote!(const #name: __orm::check::Ends<#length> = #found;)
}

/// The values of a scope, typed like their columns.
fn scopes(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    if expansion.is_inert {
        return TokenStream::new();
    }
    let association = &expansion.model.associations[at];
    let target = &association.target;
    let scopes = association.scope.iter().enumerate().map(|(nth, scope)| {
        let (function, column) = (hidden(&format!("scope{at}_"), nth), hidden(&format!("SCOPE{at}_"), nth));
        let (value, span, at, nth) = (&scope.value, scope.field.span(), number(at), number(nth));
        let check = quote_spanned! {span=>
            __orm::check::scope_column(
                <__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#target>::DESCRIPTION, #at, #nth
            )
        };
        quote! {
            const #column: usize = #check;
            fn #function() -> __orm::Value {
                __orm::Storable::<__orm::TypeOf<#target, { #column }>>::into_stored(#value)
            }
        }
    });
    quote!(#(#scopes)*)
}

fn association_impl(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let model = expansion.model;
    let association = &model.associations[at];
    let (marker, ends, link) = (marker(association), ends_name(at), hidden("Link", at));
    // The one place that asks for a model, so that a target that is none is reported once.
    let target = spanned_target(at, association.span());
    let shape = match association.kind {
        Kind::BelongsTo if !association.is_optional(model) => quote!(Required),
        Kind::BelongsTo | Kind::HasOne => quote!(Optional),
        Kind::HasMany | Kind::BelongsToMany => quote!(Many),
    };
    let at = number(at);
    quote! {
        #[automatically_derived]
        impl __orm::Association for #marker {
            type Source = __Row;
            type Target = #target;
            type Shape = __orm::#shape;
            type LinkKey = #link;
            const RELATION: &'static __orm::Relation = &__orm::Relation {
                description: &<__Row as __orm::Model>::DESCRIPTION.associations[#at],
                source: <__Row as __orm::Model>::DESCRIPTION,
                target: <#target as __orm::Model>::DESCRIPTION,
                source_columns: &#ends.source,
                target_columns: &#ends.target,
                junction: ::core::option::Option::None,
            };
        }
        #[automatically_derived]
        impl __orm::AssociationAt<#at> for __Row {
            type Association = #marker;
        }
    }
}

/// Whether the association can be left without a row, or rows without their owner.
fn emptying(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let association = &expansion.model.associations[at];
    let (marker, ends, target) = (marker(association), ends_name(at), &association.target);
    let deletes_orphans = association.deletes_orphans;
    let releases = quote! {
        #[automatically_derived]
        impl __orm::Releases<{
            __orm::check::can_release(__orm::Known::<#target>::DESCRIPTION, &#ends.target, #deletes_orphans)
        }> for #marker {}
    };
    match association.kind {
        Kind::BelongsTo if association.is_optional(expansion.model) => quote! {
            #[automatically_derived]
            impl __orm::CanBeEmpty for #marker {}
        },
        // The binder keeps rustc from deciding the bound here, where it may be false.
        Kind::HasOne => quote! {
            #releases
            #[automatically_derived]
            impl __orm::CanBeEmpty for #marker where for<'__a> #marker: __orm::Releases<true> {}
        },
        Kind::HasMany => releases,
        Kind::BelongsTo | Kind::BelongsToMany => TokenStream::new(),
    }
}

/// The columns of a created row that the association fills: its foreign key and its scope.
fn provisions(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let association = &expansion.model.associations[at];
    if expansion.is_inert || association.kind == Kind::BelongsTo {
        return TokenStream::new();
    }
    let (marker, ends) = (marker(association), ends_name(at));
    let key = (0..association.foreign_key.fields.len()).map(|nth| {
        let nth = number(nth);
        quote!(#ends.target[#nth])
    });
    let scope = (0..association.scope.len()).map(|nth| {
        let column = hidden(&format!("SCOPE{at}_"), nth);
        quote!(#column)
    });
    let target = spanned_target(at, association.span());
    let provisions = key.chain(scope).map(|column| {
        quote! {
            #[automatically_derived]
            impl __orm::Provides<#target, __orm::NameOf<#target, { #column }>> for #marker {}
        }
    });
    quote!(#(#provisions)*)
}

fn spanned_target(at: usize, span: Span) -> Ident {
    let mut target = hidden("Target", at);
    target.set_span(span);
    target
}

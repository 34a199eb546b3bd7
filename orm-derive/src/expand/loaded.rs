//! `ProjectWith`: a row with a slot for each association, and how an include fills a slot.
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Expansion, lints, nth, private, suffixed};
use crate::model::{Model, located_at};
use crate::name;

/// What has a place in a loaded row: an association, or a polymorphic one.
struct Slot {
    name: String,
    /// The type parameter.
    parameter: Ident,
    /// The field.
    field: Ident,
    /// `__ProjectAt0`, or the enum of a polymorphic association.
    marker: TokenStream,
}

fn slots(model: &Model) -> Vec<Slot> {
    let owners: Vec<Ident> = model.polymorphics.iter().map(super::polymorphic::owner).collect();
    let mut taken = vec![model.name(), format!("{}With", model.name())];
    taken.extend(owners.iter().map(Ident::to_string));
    let slot = |ident: &Ident, name: String, marker: TokenStream| {
        let span = located_at(ident.span());
        let mut parameter = name::camel(&name);
        while taken.contains(&parameter) {
            parameter.push('_');
        }
        let mut field = ident.clone();
        field.set_span(span);
        Slot { parameter: Ident::new(&parameter, span), field, marker, name }
    };
    let associations = model.associations.iter().enumerate().map(|(at, association)| {
        let marker = super::at(model, at);
        slot(&association.naming.name, association.name(), quote!(#marker))
    });
    // Without a column there is nothing to be called a key, and no enum.
    let described = model.polymorphics.iter().zip(&owners).filter(|_| !model.columns.is_empty());
    let owners = described.map(|(found, owner)| slot(&found.name, found.name(), quote!(#owner)));
    associations.chain(owners).collect()
}

/// The field that holds the row itself: no association is called so.
fn row() -> Ident {
    Ident::new("__row", Span::call_site())
}

/// `struct ProjectWith<Tasks = NotLoaded<…>, Owner = NotLoaded<…>>`.
pub(super) fn declaration(model: &Model) -> TokenStream {
    let (ident, vis, with, row) = (&model.ident, &model.vis, suffixed(model, "With"), row());
    let orm = private(model);
    let slots = slots(model);
    if slots.is_empty() {
        return TokenStream::new();
    }
    let doc = format!(
        "A `{}` with what was loaded of its associations; one that was not has no value.",
        model.name()
    );
    let docs = slots.iter().map(|slot| format!("The `{}`, if included.", slot.name));
    let (parameters, fields) =
        (slots.iter().map(|slot| &slot.parameter), slots.iter().map(|slot| &slot.field));
    let defaults =
        slots.iter().map(|Slot { parameter, marker, .. }| quote!(#parameter = #orm::NotLoaded<#marker>));
    let lints = lints();
    quote! {
        #[doc = #doc]
        #lints
        #vis struct #with<#(#defaults),*> {
            #row: #ident,
            #(#[doc = #docs] pub #fields: #parameters,)*
        }
    }
}

/// What a loaded row can do: everything that the row can, and what its slots can.
pub(super) fn implementation(expansion: &Expansion<'_>) -> TokenStream {
    let model = expansion.model;
    let mut slots = slots(model);
    if slots.is_empty() {
        return TokenStream::new();
    }
    // In here, associations have names of their own.
    for (slot, name) in slots.iter_mut().zip(&expansion.names.associations) {
        slot.marker = quote!(#name);
    }
    let fills = (0..slots.len()).map(|at| fill(model, &slots, at));
    let owners = (model.associations.len()..slots.len()).map(|at| {
        let (place, marker) = (nth(&quote!(__orm), at), &slots[at].marker);
        quote! {
            #[automatically_derived]
            impl __orm::AssociationAt<#place> for __Row {
                type Association = #marker;
            }
        }
    });
    let (with, row, name) = (suffixed(model, "With"), row(), model.name());
    let (parameters, fields) =
        (slots.iter().map(|slot| &slot.parameter), slots.iter().map(|slot| &slot.field));
    let names = slots.iter().map(|slot| &slot.name);
    quote! {
        __orm::loaded_row! { #with #name [#(#parameters)*] #row: __Row, [#(#fields = #names)*] }
        #(#fills)*
        #(#owners)*
    }
}

/// How one slot is filled.
fn fill(model: &Model, slots: &[Slot], at: usize) -> TokenStream {
    let (with, row, Slot { field, marker, .. }) = (suffixed(model, "With"), row(), &slots[at]);
    let others = || slots.iter().enumerate().filter(|(nth, _)| *nth != at).map(|(_, slot)| slot);
    let (parameters, fields) = (others().map(|slot| &slot.parameter), others().map(|slot| &slot.field));
    let with_slot = |value: TokenStream| {
        let slots = slots.iter().enumerate();
        let slots = slots.map(
            |(nth, Slot { parameter, .. })| {
                if nth == at { value.clone() } else { quote!(#parameter) }
            },
        );
        quote!(#with<#(#slots),*>)
    };
    let (empty, filled) = (with_slot(quote!(__orm::NotLoaded<#marker>)), with_slot(quote!(__V)));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<__V, #(#parameters),*> __orm::Fill<#marker, __V> for #empty {
            type Filled = #filled;
            type Passed<__T> = __T;
            fn fill(self, value: __V) -> Self::Filled {
                #with { #row: self.#row, #field: value, #(#fields: self.#fields),* }
            }
        }
    }
}

//! The builder: one type parameter per column that a row cannot do without.
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::names::{Names, mentioned};
use super::{Expansion, Items, hidden, lints, nested, nth, number, private, suffixed};
use crate::model::{Model, located_at, place};
use crate::name;

/// A column that the builder keeps account of.
pub(super) struct Parameter {
    position: usize,
    pub(super) ident: Ident,
}

/// The parameters, called like the columns' fields, unless something that the struct mentions is called so.
fn parameters(model: &Model, names: &Names) -> Vec<Parameter> {
    let mut taken = mentioned(model);
    let own = [&names.nested, &names.given, &names.row, &names.new, &names.whole];
    taken.extend(own.map(ToString::to_string));
    let required = (0..model.columns.len()).filter(|&at| model.is_required(at));
    required
        .map(|position| {
            let mut name = name::camel(&model.columns[position].field);
            while taken.contains(&name) {
                name.push('_');
            }
            let ident = Ident::new(&name, located_at(model.columns[position].ident.span()));
            taken.push(name);
            Parameter { position, ident }
        })
        .collect()
}

/// `struct TaskBuilder<Title = Missing, …>`.
pub(super) fn declaration(expansion: &Expansion<'_>) -> TokenStream {
    let (model, nested) = (expansion.model, &expansion.names.nested);
    let (ident, vis, builder, orm) = (&model.ident, &model.vis, suffixed(model, "Builder"), private(model));
    let doc = format!("Builds a new `{}`.", model.name());
    let parameters = parameters(model, &expansion.names);
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    let this = &model.ident;
    let defaults = parameters.iter().map(|Parameter { position, ident }| {
        if model.is_own_key(*position) {
            quote!(#ident = <#this as #orm::Keyed>::AsKey)
        } else {
            quote!(#ident = #orm::Missing)
        }
    });
    let lints = lints();
    let declaration = quote! {
        #[doc = #doc]
        #[must_use]
        #lints
        #vis struct #builder<#(#defaults,)* #nested = #orm::Plain>(
            #orm::Growing<#ident, #nested>,
            #orm::PhantomData<fn() -> (#(#names,)*)>,
        );
    };
    // Where rustc shows it, it is the model.
    place(declaration, model.ident.span(), &[])
}

/// What the builder begins with for a key that the database may count up.
pub(super) fn key_state(model: &Model) -> Option<TokenStream> {
    let at = (0..model.columns.len()).find(|&at| model.is_own_key(at) && model.is_required(at))?;
    let (ident, ty) = (&model.ident, hidden("Type", at));
    Some(quote! {
        #[automatically_derived]
        impl __orm::Keyed for #ident {
            type AsKey = __orm::StateOf<{ __orm::Typed::<#ty>::IS_COUNTED }>;
        }
    })
}

pub(super) fn implementation(expansion: &Expansion<'_>) -> TokenStream {
    let model = expansion.model;
    let (ident, builder, parameters) =
        (&model.ident, suffixed(model, "Builder"), parameters(model, &expansion.names));
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    let (complete, leaving) = (complete(expansion, &parameters), leaving(expansion, &parameters));
    let nesting = nested::implementation(model, &parameters);
    quote! {
        #[automatically_derived]
        impl<#(#names,)* __Nested> ::core::fmt::Debug for #builder<#(#names,)* __Nested> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<#(#names: __orm::State,)* __Nested: __orm::Nested<#ident>> __orm::Builder
            for #builder<#(#names,)* __Nested>
        {
            type Model = #ident;
            type Nested = __Nested;
            type Stored = __Nested::Output;
            fn into_parts(self) -> (__orm::Draft<#ident>, __Nested) {
                self.0.into_parts()
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<#(#names: __orm::State,)* __Nested: __orm::Nested<#ident>> __orm::Builds<#ident>
            for #builder<#(#names,)* __Nested>
        {
            type Checked = Self;
            fn checked(self) -> Self { self }
        }
        #nesting
        #complete
        #leaving
    }
}

/// The setters lie beside the struct, so that rustc names them `TaskBuilder::title`.
pub(super) fn setters(expansion: &Expansion<'_>) -> TokenStream {
    let (model, nested) = (expansion.model, &expansion.names.nested);
    let parameters = &parameters(model, &expansion.names);
    let mut setters = Items::of(model);
    for at in 0..model.columns.len() {
        setters.push_placed(&model.columns[at].ident, column(expansion, parameters, at));
    }
    for at in 0..model.associations.len() {
        setters.push_placed(&model.associations[at].naming.name, nested::setter(expansion, parameters, at));
    }
    super::polymorphic::setters(expansion, parameters, &mut setters);
    let (setters, lints, builder) = (setters.tokens, super::lints_at_user(), suffixed(model, "Builder"));
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    quote! {
        #lints
        #[automatically_derived]
        impl<#(#names,)* #nested> #builder<#(#names,)* #nested> {
            #setters
        }
    }
}

/// After a mistake nothing is required: a key may have a name that no association fills.
///
/// Every token stands at the model's name: rustc shows where the bound comes from, and says less of a place that it can
/// show than of a derive.
fn complete(expansion: &Expansion<'_>, parameters: &[Parameter]) -> TokenStream {
    let (ident, builder) = (&expansion.model.ident, suffixed(expansion.model, "Builder"));
    let span = ident.span();
    let at_model = |ident: &Ident| {
        let mut ident = ident.clone();
        ident.set_span(span);
        ident
    };
    let (builder, nested, provider) =
        (at_model(&builder), at_model(&expansion.names.nested), at_model(&expansion.names.given));
    let names: Vec<_> = parameters.iter().map(|parameter| at_model(&parameter.ident)).collect();
    let given =
        parameters.iter().filter(|_| !expansion.is_inert).map(|Parameter { position, ident: name }| {
            let (at, name) = (nth(&quote!(__orm), *position), at_model(name));
            quote_spanned!(span=> #name: __orm::Given<#ident, __orm::NameOf<#ident, #at>, #provider, #at>)
        });
    quote_spanned! {span=>
        impl<#(#names: __orm::State,)* #nested: __orm::Nested<#ident>, #provider> __orm::Complete<#provider>
            for #builder<#(#names,)* #nested>
        where
            #(#given),*
        {}
    }
}

/// That a required key was not given yet, for the association that gives it; and nothing, where none is required.
fn leaving(expansion: &Expansion<'_>, parameters: &[Parameter]) -> TokenStream {
    let (model, nested) = (expansion.model, &expansion.names.nested);
    let (builder, taker) = (suffixed(model, "Builder"), &expansion.names.given);
    let mut keys: Vec<_> =
        model.associations.iter().filter_map(|one| one.own_foreign_key(model).first().copied()).collect();
    keys.sort_unstable();
    keys.dedup();
    let keys = parameters.iter().filter(|parameter| keys.contains(&parameter.position)).map(|left| {
        let others: Vec<_> =
            parameters.iter().filter(|one| one.position != left.position).map(|one| &one.ident).collect();
        let states = parameters.iter().map(|one| {
            let name = &one.ident;
            if one.position == left.position { quote!(__orm::Missing) } else { quote!(#name) }
        });
        let at = nth(&quote!(__orm), left.position);
        quote! {
            #[diagnostic::do_not_recommend]
            impl<#(#others,)* #nested, #taker> __orm::Leaves<#taker, #at> for #builder<#(#states,)* #nested> {}
        }
    });
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    quote! {
        #(#keys)*
        #[diagnostic::do_not_recommend]
        impl<#(#names,)* #nested, #taker> __orm::Leaves<#taker, __orm::nth::Nowhere> for #builder<#(#names,)* #nested> {}
    }
}

/// The builder after these columns are given, and this is nested.
pub(super) fn given(
    model: &Model,
    parameters: &[Parameter],
    (positions, nested): (&[usize], &TokenStream),
) -> TokenStream {
    let (builder, orm) = (suffixed(model, "Builder"), private(model));
    let states =
        parameters.iter().map(
            |Parameter { position, ident }| {
                if positions.contains(position) { quote!(#orm::Set) } else { quote!(#ident) }
            },
        );
    quote!(#builder<#(#states,)* #nested>)
}

/// What must not have been given before; a key that the database would count up may always be given.
pub(super) fn not_given(model: &Model, parameters: &[Parameter], positions: &[usize]) -> TokenStream {
    let (ident, orm) = (&model.ident, private(model));
    let bounds: Vec<_> = parameters
        .iter()
        .filter(|parameter| positions.contains(&parameter.position) && !model.is_own_key(parameter.position))
        .map(|Parameter { position, ident: name }| {
            let at = nth(&orm, *position);
            quote!(#name: #orm::NotGiven<#ident, #orm::NameOf<#ident, #at>>)
        })
        .collect();
    quote!(#(#bounds),*)
}

/// `.title("Design")`.
fn column(expansion: &Expansion<'_>, parameters: &[Parameter], at: usize) -> TokenStream {
    let (model, nested) = (expansion.model, &expansion.names.nested);
    let (column, orm) = (&model.columns[at], private(model));
    let (vis, ty) = (&column.vis, &column.ty);
    let (returned, bounds) =
        (given(model, parameters, (&[at], &quote!(#nested))), not_given(model, parameters, &[at]));
    let (doc, builder) = (format!("Gives the column `{}`.", column.field), suffixed(model, "Builder"));
    let (method, at) = (method(&column.ident), number(at));
    quote! {
        #[doc = #doc]
        #vis fn #method(self, value: impl #orm::Storable<#ty>) -> #returned where #bounds {
            #builder(self.0.set(#at, #orm::Storable::into_stored(value)), #orm::PhantomData)
        }
    }
}

/// A setter's name, at its place.
pub(super) fn method(name: &Ident) -> Ident {
    let mut method = name.clone();
    method.set_span(located_at(name.span()));
    method
}

//! An association as a type, with the check that compares its two sides.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::junction::ManyToMany;
use super::{Expansion, hidden, number, tuple};
use crate::attr::Kind;
use crate::model::Model;

/// The type that is called like the association's constant, and what is known of it.
pub(super) fn implementation(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let model = expansion.model;
    let association = &model.associations[at];
    let crossing = ManyToMany::of(expansion, at);
    let columns = crossing.as_ref().map_or_else(|| columns(expansion, at), ManyToMany::constants);
    let (aliases, scopes) = (aliases(expansion, at), scopes(expansion, at));
    let (marker, vis) = (expansion.marker(at), &model.vis);
    let doc = format!("The association `{}` of `{}`.", association.name(), model.name());
    let crossing = crossing.map(|crossing| crossing.traits(marker));
    let (implementation, emptying, provisions) =
        (association_impl(expansion, at), emptying(expansion, at), provisions(expansion, at));
    // Where rustc shows it, it is the attribute that declares the association.
    let declaration = quote_spanned! {association.naming.name.span()=>
        #[doc = #doc]
        #vis enum #marker {}
    };
    quote! {
        #aliases
        #columns
        #scopes
        #declaration
        #implementation
        #emptying
        #provisions
        #crossing
    }
}

impl Expansion<'_> {
    /// `OWNER`, `HOME_TEAM`.
    fn marker(&self, at: usize) -> &Ident {
        &self.names.associations[at]
    }
}

fn relation(at: usize) -> Ident {
    hidden("RELATION", at)
}

/// Names for the target and the types of the key, where the association's own name would hide them.
fn aliases(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let model = expansion.model;
    let association = &model.associations[at];
    let (target_name, target) = (hidden("Target", at), outer_target(model, at));
    let link = (association.kind == Kind::BelongsTo).then(|| {
        // What is pointed to has the same type as what points, so the target need not be asked.
        let positions = association.own_foreign_key(model).into_iter();
        let types = positions.map(|at| model.columns[at].inner.as_ref().unwrap_or(&model.columns[at].ty));
        let (link_name, types) = (hidden("Link", at), tuple(types));
        quote!(type #link_name = #types;)
    });
    quote! {
        type #target_name = #target;
        #link
    }
}

/// Names for associations and their targets beside the struct, where rustc looks for what a misspelt one is near to: all
/// generated code names targets through these, or as they do, because it reports a name once for each way in which it is
/// used.
pub(super) fn outer_aliases(model: &Model) -> TokenStream {
    let (ident, orm, lints) = (&model.ident, super::private(model), super::lints());
    let aliases = model.associations.iter().enumerate().map(|(nth, association)| {
        let (target_name, target) = (outer_target(model, nth), &association.target);
        let (name, place) = (super::at(model, nth), super::nth(&orm, nth));
        quote! {
            #lints
            type #target_name = #target;
            #lints
            type #name = #orm::At<#ident, #place>;
        }
    });
    quote!(#(#aliases)*)
}

/// `__ProjectTarget0`.
fn outer_target(model: &Model, at: usize) -> Ident {
    hidden(&format!("{}Target", model.name()), at)
}

/// The key that links: that of the target is asked for over any target, so that one that is no model is no mistake here.
fn links_by(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let (association, marker) = (&expansion.model.associations[at], expansion.marker(at));
    if association.kind == Kind::BelongsTo {
        let link = hidden("Link", at);
        return quote! {
            #[automatically_derived]
            impl<__Target> __orm::LinksBy<__Target> for #marker {
                type Key = #link;
            }
        };
    }
    quote! {
        #[automatically_derived]
        impl<__Target: __orm::Model> __orm::LinksBy<__Target> for #marker {
            type Key = __Target::Key;
        }
    }
}

/// The columns on either side, if they are several, and the check, which is evaluated by itself so that its failing is
/// the only error.
fn columns(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let check = check(expansion, at);
    let Some(ends) = ends(expansion, at) else { return check };
    let length = number(expansion.model.associations[at].foreign_key.fields.len());
    let (target, at) = (hidden("Target", at), number(at));
    quote! {
        const #ends: __orm::check::Ends<#length> = __orm::check::ends(
            <__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#target>::DESCRIPTION, #at
        );
        #check
    }
}

/// Where the columns on either side are, if they are several.
fn ends(expansion: &Expansion<'_>, at: usize) -> Option<Ident> {
    let association = &expansion.model.associations[at];
    if association.junction.is_some() {
        return Some(hidden("CROSSING", at));
    }
    (association.foreign_key.fields.len() != 1).then(|| hidden("ENDS", at))
}

/// Every token stands at the target, because the error is reported at the whole expression.
fn check(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    if expansion.is_inert {
        return TokenStream::new();
    }
    let association = &expansion.model.associations[at];
    if let Some(via) = &association.via {
        return super::polymorphic::via_check(via, expansion.marker(at), at);
    }
    let (span, target) = (association.span(), spanned("Target", at, association.span()));
    let check = Ident::new(if association.kind == Kind::BelongsTo { "belongs_to" } else { "has" }, span);
    let (marker, at) = (expansion.marker(at), number(at));
    let call = quote_spanned! {span=>
        __orm::check::#check(<__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#target>::DESCRIPTION, #at)
    };
    quote!(const #marker: () = #call;)
}

/// The values of a scope, typed like their columns.
fn scopes(expansion: &Expansion<'_>, at_of: usize) -> TokenStream {
    if expansion.is_inert {
        return TokenStream::new();
    }
    let association = &expansion.model.associations[at_of];
    let target = hidden("Target", at_of);
    let scopes = association.scope.iter().enumerate().map(|(nth, scope)| {
        let (function, column) =
            (hidden(&format!("scope{at_of}_"), nth), scope_constant(expansion.marker(at_of), &scope.field));
        if association.is_kind(nth) {
            return super::polymorphic::word(&function, &quote!(__Row));
        }
        let (value, span, at, nth) = (&scope.value, scope.field.span(), number(at_of), number(nth));
        let alias = spanned("Target", at_of, span);
        let check = quote_spanned! {span=>
            __orm::check::scope_column(
                <__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#alias>::DESCRIPTION, #at, #nth
            )
        };
        quote! {
            const #column: usize = #check;
            fn #function() -> __orm::Value {
                __orm::Storable::<__orm::TypeOf<#target, __orm::Nth<{ #column }>>>::into_stored(#value)
            }
        }
    });
    quote!(#(#scopes)*)
}

/// `TASKS_DONE`: the position of a column that the scope of `TASKS` names.
pub(super) fn scope_constant(marker: &Ident, field: &Ident) -> Ident {
    let field = super::column::constant(field).unraw();
    Ident::new(&format!("{}_{field}", marker.unraw()), Span::call_site())
}

fn association_impl(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let model = expansion.model;
    let association = &model.associations[at];
    let marker = expansion.marker(at);
    // The one place that asks for a model, so that a target that is none is reported once.
    let target = spanned("Target", at, association.span());
    let crossing = ManyToMany::of(expansion, at);
    let links_by = crossing
        .as_ref()
        .and_then(|crossing| crossing.links_by(marker))
        .unwrap_or_else(|| links_by(expansion, at));
    let ends = ends(expansion, at);
    let junction = crossing.map(|crossing| crossing.relation()).map(|junction| quote!(.through(#junction)));
    let shape = match association.kind {
        Kind::BelongsTo if !association.is_optional(model) => quote!(Required),
        Kind::BelongsTo | Kind::HasOne => quote!(Optional),
        Kind::HasMany | Kind::BelongsToMany => quote!(Many),
    };
    let (place, relation, at) = (super::nth(&quote!(__orm), at), relation(at), number(at));
    let columns = match ends {
        Some(ends) => quote! {
            __orm::Relation::new(
                &__DESCRIPTION, #at, __orm::Known::<#target>::DESCRIPTION, &#ends.source, &#ends.target
            )
        },
        None => quote! {
            __orm::Relation::by_one_column(&__DESCRIPTION, #at, __orm::Known::<#target>::DESCRIPTION)
        },
    };
    let of_model = quote_spanned! {association.naming.name.span()=>
        #[diagnostic::do_not_recommend]
        impl __orm::OfModel<__Row> for #marker {
            type Checked = Self;
            type Passed<__T> = __T;
        }
    };
    quote! {
        static #relation: __orm::Relation = #columns #junction;
        #[automatically_derived]
        impl __orm::Association for #marker {
            type Source = __Row;
            type Target = #target;
            type Shape = __orm::#shape;
            const RELATION: &'static __orm::Relation = &#relation;
        }
        #of_model
        #[automatically_derived]
        impl __orm::AssociationAt<#place> for __Row {
            type Association = #marker;
        }
        #links_by
    }
}

/// Whether the association can be left without a row, or rows without their owner.
fn emptying(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let association = &expansion.model.associations[at];
    let (marker, relation) = (expansion.marker(at), relation(at));
    let releases = quote! {
        #[automatically_derived]
        impl __orm::HasKey for #marker {
            type ToLeave = __orm::Nth<{ __orm::check::key_to_leave(&#relation) }>;
        }
        #[automatically_derived]
        impl __orm::Releases<{ __orm::check::can_release(&#relation) }> for #marker {}
    };
    match association.kind {
        Kind::BelongsTo if association.is_optional(expansion.model) => quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl __orm::CanBeEmpty for #marker {}
        },
        // The binder keeps rustc from deciding the bound here, where it may be false.
        Kind::HasOne => quote! {
            #releases
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
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
    let (marker, relation) = (expansion.marker(at), relation(at));
    // The key of a `belongs_to_many` lies in its junction.
    let keys = if association.junction.is_some() { 0 } else { association.foreign_key.fields.len() };
    let key = (0..keys).map(|nth| {
        let nth = number(nth);
        quote!(#relation.target_columns[#nth])
    });
    let aliased = hidden("Target", at);
    let scope = (0..association.scope.len()).map(|nth| {
        let (at, nth) = (number(at), number(nth));
        quote!(__orm::check::scope_position(
            <__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#aliased>::DESCRIPTION, #at, #nth
        ))
    });
    let target = spanned("Target", at, association.span());
    let provisions = key.chain(scope).map(|column| {
        quote! {
            #[automatically_derived]
            impl __orm::Provides<#target, __orm::Nth<{ #column }>> for #marker {}
        }
    });
    quote!(#(#provisions)*)
}

fn spanned(name: &str, at: usize, span: Span) -> Ident {
    let mut name = hidden(name, at);
    name.set_span(span);
    name
}

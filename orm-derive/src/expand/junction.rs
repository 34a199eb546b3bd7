//! What a `belongs_to_many` has beside other associations: its columns in three models, and its junction.
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::{Expansion, hidden, number};
use crate::attr::Scope;
use crate::model::{Association, End, Junction, JunctionTable};

/// How many columns the target's key has at most; the derive does not see how many they are.
const WIDEST: usize = 4;

/// The `belongs_to_many` at a position, with the names of what is generated for it.
pub(super) struct ManyToMany<'e> {
    expansion: &'e Expansion<'e>,
    association: &'e Association,
    junction: &'e Junction,
    at: usize,
}

impl<'e> ManyToMany<'e> {
    /// Gives nothing for an association of another kind.
    pub(super) fn of(expansion: &'e Expansion<'e>, at: usize) -> Option<Self> {
        let association = &expansion.model.associations[at];
        let junction = association.junction.as_ref()?;
        Some(Self { expansion, association, junction, at })
    }

    fn name(&self, name: &str) -> Ident {
        hidden(name, self.at)
    }

    fn through(&self) -> Ident {
        let mut name = self.name("Through");
        name.set_span(self.junction.span);
        name
    }

    /// The three descriptions: of the source, the target, the junction.
    fn models(&self) -> TokenStream {
        let (target, junction) = (self.name("Target"), self.junction_description());
        quote!([<__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#target>::DESCRIPTION, #junction])
    }

    fn junction_description(&self) -> TokenStream {
        let name = if self.junction.is_hidden() { self.name("TABLE") } else { self.through() };
        if self.junction.is_hidden() { quote!(#name) } else { quote!(__orm::Known::<#name>::DESCRIPTION) }
    }

    /// How many columns lead to the source, and to the target.
    fn lengths(&self) -> (TokenStream, TokenStream) {
        let (near, target) = (number(self.association.foreign_key.fields.len()), self.name("Target"));
        let named = super::description::names(&self.junction.target_key);
        (
            quote!(#near),
            quote!({ __orm::check::key_length(__orm::Known::<#target>::DESCRIPTION, &[#(#named),*]) }),
        )
    }

    /// The columns, the check of them, the junction's description if nobody else has one, and the scope's values.
    pub(super) fn constants(&self) -> TokenStream {
        let (crossing, at, models) = (self.name("CROSSING"), number(self.at), self.models());
        let (near, far) = self.lengths();
        let table = self.table();
        let (check, scope) = (self.check(), self.scope());
        quote! {
            #table
            const #crossing: __orm::check::Crossing<#near, #far> = __orm::check::crossing(#models, #at);
            #check
            #scope
        }
    }

    fn table(&self) -> TokenStream {
        let alias = self.through();
        let literal = match &self.junction.through {
            JunctionTable::Model(model) => return quote!(type #alias = #model;),
            JunctionTable::Hidden(literal) => literal,
        };
        let (table, columns, names, target) =
            (self.name("TABLE"), self.name("COLUMNS"), self.name("NAMES"), self.name("Target"));
        let ((near, far), at, function) = (self.lengths(), number(self.at), self.name("table"));
        let models = quote!(<__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#target>::DESCRIPTION);
        let key = if self.junction.is_unique() {
            quote!(&const { __orm::hidden::positions::<{ #near + #far }>() })
        } else {
            quote!(&[])
        };
        quote! {
            type #alias = __orm::Hidden;
            const #names: &[__orm::hidden::JoinedName; #far] = &__orm::hidden::far_names(#models, #at);
            const #columns: &[__orm::ColumnDescription; { #near + #far }] =
                &__orm::hidden::columns(#models, #at, #names);
            const #table: &__orm::ModelDescription =
                &__orm::hidden::table((__orm::hidden::schema(#models), #literal), #columns, #key);
            fn #function() -> &'static __orm::ModelDescription {
                #table
            }
        }
    }

    fn check(&self) -> TokenStream {
        if self.expansion.is_inert {
            return TokenStream::new();
        }
        let (span, at, models) = (self.junction.span, number(self.at), self.models());
        // Every token stands at the junction, because the error is reported at the whole expression.
        let models: TokenStream = models
            .into_iter()
            .map(|mut token| {
                token.set_span(span.resolved_at(token.span()));
                token
            })
            .collect();
        let call = quote_spanned!(span=> __orm::check::belongs_to_many(#models, #at));
        let (junction, own) = (self.junction, self.models());
        let vias = junction.via.iter().map(|via| (via, false));
        let vias = vias.chain(junction.other_via.iter().map(|via| (via, true))).map(|(via, is_other)| {
            let place = |token: proc_macro2::TokenTree| {
                let mut token = token;
                token.set_span(via.span().resolved_at(token.span()));
                token
            };
            let own: TokenStream = own.clone().into_iter().map(place).collect();
            quote_spanned!(via.span()=> const _: () = __orm::check::through_via(#own, #at, #is_other);)
        });
        let marker = &self.expansion.names.associations[self.at];
        quote!(#(#vias)* const #marker: () = #call;)
    }

    /// The values of the junction's scope, typed like its columns.
    fn scope(&self) -> TokenStream {
        let (through, junction, at) = (self.through(), self.junction_description(), number(self.at));
        let scopes = self.scopes().iter().enumerate().map(|(nth, scope)| {
            let (function, column) = (
                hidden(&format!("through_scope{}_", self.at), nth),
                super::association::scope_constant(
                    &self.expansion.names.associations[self.at],
                    &crate::model::rename(&scope.field, &format!("through_{}", scope.field.unraw())),
                ),
            );
            match self.junction.kind_at(nth) {
                Some(End::Source) => return super::polymorphic::word(&function, &quote!(__Row)),
                Some(End::Target) => {
                    let target = self.name("Target");
                    return super::polymorphic::word(&function, &quote!(#target));
                }
                None => {}
            }
            let (value, nth) = (&scope.value, number(nth));
            let call = quote_spanned! {scope.field.span()=>
                __orm::check::through_scope_column(<__Row as __orm::Model>::DESCRIPTION, #junction, #at, #nth)
            };
            quote! {
                const #column: usize = #call;
                fn #function() -> __orm::Value {
                    __orm::Storable::<__orm::TypeOf<#through, __orm::Nth<{ #column }>>>::into_stored(#value)
                }
            }
        });
        quote!(#(#scopes)*)
    }

    fn scopes(&self) -> &[Scope] {
        if self.expansion.is_inert { &[] } else { &self.junction.scope }
    }

    fn scope_descriptions(&self) -> TokenStream {
        let scopes = self.scopes().iter().enumerate().map(|(nth, scope)| {
            let field = scope.field.unraw().to_string();
            let value = hidden(&format!("through_scope{}_", self.at), nth);
            quote!(__orm::ScopeDescription { field: #field, value: #value })
        });
        quote!(&[#(#scopes),*])
    }

    /// The junction in the association's description.
    pub(super) fn description(&self) -> TokenStream {
        let Junction { name, other_key, target_key, .. } = self.junction;
        let (other_key, target_key) =
            (super::description::names(other_key), super::description::names(target_key));
        let (model, identity) = match &self.junction.through {
            JunctionTable::Model(model) => (
                quote!(::core::option::Option::Some(__orm::Known::<#model>::DESCRIBE)),
                quote!(__orm::Known::<#model>::IDENTITY),
            ),
            JunctionTable::Hidden(_) => {
                (quote!(::core::option::Option::None), quote!(__orm::identity(#name)))
            }
        };
        let (scope, unique) = (self.scope_descriptions(), self.junction.is_unique());
        let other_via = self.junction.other_via.as_ref().map(|via| via.unraw().to_string());
        let other_via = super::description::option(other_via.map(|via| quote!(#via)));
        let unique_key =
            super::description::option(self.junction.unique_key.as_ref().map(|key| quote!(#key)));
        quote! {
            __orm::JunctionDescription {
                model: #model,
                name: #name,
                identity: #identity,
                other_key: &[#(#other_key),*],
                target_key: &[#(#target_key),*],
                other_via: #other_via,
                scope: #scope,
                unique: #unique,
                unique_key: #unique_key,
            }
        }
    }

    /// The junction in the association's relation.
    pub(super) fn relation(&self) -> TokenStream {
        let (crossing, model, scope) =
            (self.name("CROSSING"), self.junction_description(), self.scope_descriptions());
        let (through, unique) = (self.through(), self.junction.is_unique());
        quote! {
            __orm::Junction {
                model: #model,
                source_columns: &#crossing.near,
                target_columns: &#crossing.far,
                scope: #scope,
                unique: #unique,
                default_value: __orm::Known::<#through>::default_value,
            }
        }
    }

    /// The traits that say what the junction is, and which of its columns a link fills.
    pub(super) fn traits(&self, marker: &Ident) -> TokenStream {
        let (through, crossing, models, at) =
            (self.through(), self.name("CROSSING"), self.models(), number(self.at));
        let lacking = quote!(__orm::check::lacking(#models, #at, &#crossing.near, &#crossing.far));
        let lacking = if self.expansion.is_inert { quote!(usize::MAX) } else { lacking };
        let crosses = (!self.junction.is_hidden()).then(|| {
            // The one place that asks for a model, so that a junction that is none is reported once.
            quote_spanned! {self.junction.span=>
                #[automatically_derived]
                impl __orm::Crossing for #marker {}
            }
        });
        let provided = self.association.foreign_key.fields.len() + WIDEST + self.scopes().len();
        let provided = if self.expansion.is_inert || self.junction.is_hidden() { 0 } else { provided };
        let provisions = (0..provided).map(|nth| {
            let nth = number(nth);
            quote! {
                #[automatically_derived]
                impl __orm::Provides<#through, __orm::Nth<{
                    __orm::check::provided(#models, #at, (&#crossing.near, &#crossing.far), #nth)
                }>> for #marker {}
            }
        });
        quote! {
            #[automatically_derived]
            impl __orm::ManyToMany for #marker {
                type Junction = #through;
                type Lacking =
                    <__orm::Lack<{ #lacking }, { #lacking != usize::MAX }> as __orm::LackOf<#through>>::Name;
            }
            #crosses
            #(#provisions)*
        }
    }

    /// The key that links: that of the target, or the field that `target_key` names.
    pub(super) fn links_by(&self, marker: &Ident) -> Option<TokenStream> {
        let crossing = self.name("CROSSING");
        if self.junction.target_key.is_empty() {
            return None;
        }
        let positions: Vec<_> = (0..self.junction.target_key.len()).map(number).collect();
        let bounds =
            positions.iter().map(|nth| quote!(__orm::ColumnAt<__orm::Nth<{ #crossing.target[#nth] }>>));
        let types = positions.iter().map(|nth| {
            quote!(<<__Target as __orm::ColumnAt<__orm::Nth<{ #crossing.target[#nth] }>>>::Type as __orm::ColumnType>::Base)
        });
        let key = if positions.len() == 1 { quote!(#(#types)*) } else { quote!((#(#types),*)) };
        Some(quote! {
            #[automatically_derived]
            impl<__Target: #(#bounds)+*> __orm::LinksBy<__Target> for #marker {
                type Key = #key;
            }
        })
    }
}

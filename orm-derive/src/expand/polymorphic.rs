//! `#[belongs_to(Post | Image, as = commentable)]`: the enum of the owners, and how they are read and given.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::names::Names;
use super::{Expansion, Items, builder, hidden, lints, number, private};
use crate::model::{Model, OwnerKind, Polymorphic, located_at};
use crate::name::words;

/// `Commentable`.
pub(super) fn owner(polymorphic: &Polymorphic) -> Ident {
    Ident::new(&polymorphic.enum_name(), located_at(polymorphic.name.span()))
}

/// `CommentableKey`.
fn key(polymorphic: &Polymorphic) -> Ident {
    Ident::new(&format!("{}Key", polymorphic.enum_name()), located_at(polymorphic.name.span()))
}

/// The variants and their models; of a model that is listed twice, the first.
fn kinds(polymorphic: &Polymorphic) -> (Vec<Ident>, Vec<&TokenStream>) {
    let mut found: Vec<(Ident, &TokenStream)> = Vec::new();
    for OwnerKind { variant, target, .. } in &polymorphic.kinds {
        if !found.iter().any(|(known, _)| known.unraw() == variant.unraw()) {
            let mut variant = variant.clone();
            variant.set_span(located_at(variant.span()));
            found.push((variant, target));
        }
    }
    found.into_iter().unzip()
}

/// `__Kind0`, `__Kind1`: what is in the variants.
fn places(polymorphic: &Polymorphic) -> Vec<Ident> {
    (0..kinds(polymorphic).0.len()).map(|nth| hidden("Kind", nth)).collect()
}

/// `PostRow`, `ImageRow`: the parameters, where users see them.
fn parameters(model: &Model, polymorphic: &Polymorphic) -> Vec<Ident> {
    let taken = super::names::mentioned(model);
    let parameter = |variant: &Ident| {
        let mut name = format!("{}Row", variant.unraw());
        while taken.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, variant.span())
    };
    kinds(polymorphic).0.iter().map(parameter).collect()
}

/// `enum Commentable<PostRow = Post, ImageRow = Image> { Post(PostRow), Image(ImageRow) }` and
/// `enum CommentableKey { Post(i64), Image(i64) }`.
pub(super) fn declarations(model: &Model) -> TokenStream {
    let declaration = |polymorphic: &Polymorphic| {
        let (vis, owner, key) = (&model.vis, owner(polymorphic), key(polymorphic));
        let (variants, targets) = kinds(polymorphic);
        let [_, position] = polymorphic.positions(model);
        let column = &model.columns[position];
        let ty = column.inner.as_ref().unwrap_or(&column.ty);
        let (name, lints) = (model.name(), lints());
        let doc = format!("What a `{name}` belongs to as `{}`.", polymorphic.name());
        let key_doc = format!("The key of a [`{owner}`].");
        let docs: Vec<_> = variants.iter().map(|variant| format!("A `{}`.", variant.unraw())).collect();
        let (mut owner, parameters) = (owner, parameters(model, polymorphic));
        owner.set_span(polymorphic.name.span());
        quote_spanned! {owner.span()=>
            #[doc = #doc]
            #lints
            #vis enum #owner<#(#parameters = #targets),*> { #(#[doc = #docs] #variants(#parameters),)* }
            #[doc = #key_doc]
            #lints
            #vis enum #key { #(#[doc = #docs] #variants(#ty),)* }
        }
    };
    // Without a column there is nothing to be called a key.
    let described = model.polymorphics.iter().filter(|_| !model.columns.is_empty());
    described.map(declaration).collect()
}

pub(super) fn implementations(expansion: &Expansion<'_>) -> TokenStream {
    let model = expansion.model;
    let described = model.polymorphics.iter().enumerate().filter(|_| !model.columns.is_empty());
    let implementation = |(at, polymorphic): (usize, &Polymorphic)| {
        let parts = [
            checks(expansion, at),
            polymorphic_impl(model, at),
            owners(polymorphic),
            links(model, polymorphic),
            key_traits(model, polymorphic),
        ];
        quote!(#(#parts)*)
    };
    described.map(implementation).collect()
}

/// What the description of the model says of it.
pub(super) fn description(polymorphic: &Polymorphic) -> TokenStream {
    let name = polymorphic.name();
    let (ty, key) = (polymorphic.type_field.unraw().to_string(), polymorphic.key_field.unraw().to_string());
    let (variants, targets) = kinds(polymorphic);
    let names = variants.iter().map(|variant| variant.unraw().to_string());
    quote! {
        __orm::PolymorphicDescription {
            name: #name,
            type_field: #ty,
            key_field: #key,
            kinds: &[#(__orm::KindDescription {
                target_name: #names,
                target_identity: __orm::Known::<#targets>::IDENTITY,
                target: || __orm::Known::<#targets>::DESCRIPTION,
            }),*],
        }
    }
}

/// Each at its model, where the error is reported.
fn checks(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    if expansion.is_inert {
        return TokenStream::new();
    }
    let polymorphic = &expansion.model.polymorphics[at];
    let (position, length) = (number(at), number(polymorphic.kinds.len()));
    let targets = polymorphic.kinds.iter().map(|kind| &kind.target);
    let all = hidden("OWNERS", at);
    let checks = polymorphic.kinds.iter().enumerate().map(|(nth, kind)| {
        let (span, nth) = (kind.ident.span(), number(nth));
        let mut all = all.clone();
        all.set_span(span);
        quote_spanned! {span=>
            __orm::check::kind(<__Row as __orm::Model>::DESCRIPTION, &#all, #position, #nth)
        }
    });
    let name = super::column::constant(&polymorphic.name);
    quote! {
        const #all: [&__orm::ModelDescription; #length] = [#(__orm::Known::<#targets>::DESCRIPTION),*];
        const #name: [(); #length] = [#(#checks),*];
    }
}

fn polymorphic_impl(model: &Model, at: usize) -> TokenStream {
    let polymorphic = &model.polymorphics[at];
    let (owner, (variants, targets), places) = (owner(polymorphic), kinds(polymorphic), places(polymorphic));
    let names = variants.iter().map(|variant| variant.unraw().to_string());
    let plain = variants.iter().rev().fold(quote!(()), |rest, _| quote!((__orm::Plain, #rest)));
    let [ty, key] = polymorphic.positions(model).map(number);
    let shape = if polymorphic.is_optional(model) { quote!(Optional) } else { quote!(Required) };
    let unowned = polymorphic.is_optional(model).then(|| {
        quote! {
            #[automatically_derived]
            impl __orm::MaybeUnowned for #owner {
                fn owner(&self) -> ::core::option::Option<(usize, __orm::Value)> {
                    __orm::OwnerLink::<#owner>::owner(&self)
                }
            }
        }
    });
    let at = number(at);
    quote! {
        __orm::loaded_owner! { #owner: #shape, __Row, [#(#variants = #names)*] [#(#targets)*] [#(#places)*] }
        #[automatically_derived]
        impl __orm::Polymorphic for #owner {
            const RELATION: &'static __orm::OwnerRelation = &__orm::OwnerRelation {
                description: &<__Row as __orm::Model>::DESCRIPTION.polymorphics[#at],
                source: <__Row as __orm::Model>::DESCRIPTION,
                type_column: #ty,
                key_column: #key,
            };
            type Plain = #plain;
        }
        #unowned
    }
}

/// Which models it lists.
fn owners(polymorphic: &Polymorphic) -> TokenStream {
    let (owner, (variants, targets)) = (owner(polymorphic), kinds(polymorphic));
    let mut place = quote!(__orm::Here);
    let implementation = |(nth, (variant, target)): (usize, (&Ident, &&TokenStream))| {
        let inside = (0..targets.len()).map(|at| if at == nth { quote!(__T) } else { targets[at].clone() });
        // Written out where it is given: as `Self::Owner` it would ask once more whether the target is a model.
        let with = quote!(#owner<#(#inside),*>);
        let (own, nth) = (place.clone(), number(nth));
        place = quote!(__orm::There<#own>);
        quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl __orm::OwnerOf<#owner> for #target {
                const KIND: usize = #nth;
                type Place = #own;
                type Owner<__T: ::core::marker::Send + 'static> = #with;
                type Passed<__T> = __T;
                fn owner<__T: ::core::marker::Send + 'static>(row: __T) -> #with {
                    #owner::#variant(row)
                }
            }
        }
    };
    variants.iter().zip(&targets).enumerate().map(implementation).collect()
}

/// The enum and its key say which owner is meant, as a row does.
fn links(model: &Model, polymorphic: &Polymorphic) -> TokenStream {
    let (owner, key, (variants, targets)) = (owner(polymorphic), key(polymorphic), kinds(polymorphic));
    let [_, position] = polymorphic.positions(model);
    let column = &model.columns[position];
    let ty = column.inner.as_ref().unwrap_or(&column.ty);
    let (of_owner, of_key) = ((0..variants.len()).map(number), (0..variants.len()).map(number));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __orm::OwnerLink<#owner> for &#owner {
            fn owner(&self) -> ::core::option::Option<(usize, __orm::Value)> {
                ::core::option::Option::Some(match self {
                    #(#owner::#variants(row) => (#of_owner, __orm::Kind::<#targets>::key(row)),)*
                })
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __orm::OwnerLink<#owner> for #key {
            fn owner(&self) -> ::core::option::Option<(usize, __orm::Value)> {
                ::core::option::Option::Some(match self {
                    #(#key::#variants(key) => (#of_key, __orm::Typed::<#ty>::value(key)),)*
                })
            }
        }
    }
}

/// What the enum of the keys can do.
fn key_traits(model: &Model, polymorphic: &Polymorphic) -> TokenStream {
    let [_, position] = polymorphic.positions(model);
    let column = &model.columns[position];
    let ty = column.inner.as_ref().unwrap_or(&column.ty);
    let (key, variants) = (key(polymorphic), kinds(polymorphic).0);
    let names = variants.iter().map(|variant| variant.unraw().to_string());
    quote! {
        __orm::owner_traits! { #key<> where [#ty], [#(#variants = #names)*] }
        #[automatically_derived]
        impl __orm::Denotes for #key {
            type Row = __orm::ExistingRow;
        }
    }
}

/// `Comment::COMMENTABLE`.
pub(super) fn constants(model: &Model, constants: &mut Items) {
    for polymorphic in model.polymorphics.iter().filter(|_| !model.columns.is_empty()) {
        let (vis, owner) = (&model.vis, owner(polymorphic));
        let constant = super::column::constant(&polymorphic.name);
        let doc = format!("The association `{}`.", polymorphic.name());
        let item = quote! {
            #[doc = #doc]
            #vis const #constant: __orm::OwnerPath<#owner> = __orm::OwnerPath::new();
        };
        constants.push(&constant, item);
    }
}

/// `get_commentable`, `set_commentable` and `create_commentable`.
pub(super) fn accessors(model: &Model, methods: &mut Items) {
    let orm = private(model);
    for polymorphic in model.polymorphics.iter().filter(|_| !model.columns.is_empty()) {
        let name = polymorphic.name();
        let method = |verb: &str| Ident::new(&format!("{verb}_{name}"), polymorphic.name.span());
        let (get, set, create) = (method("get"), method("set"), method("create"));
        methods.push_placed(&get, getter(&get, polymorphic, &orm));
        methods.push_placed(&set, setter(&set, polymorphic, &orm));
        methods.push_placed(&create, creator(&create, polymorphic, &orm));
    }
}

fn getter(method: &Ident, polymorphic: &Polymorphic, orm: &Ident) -> TokenStream {
    let (owner, doc) = (owner(polymorphic), format!("Loads the {}.", words(&polymorphic.name())));
    quote! {
        #[doc = #doc]
        #[track_caller]
        fn #method<'a>(
            &self,
            db: &'a (impl #orm::Executor + ?::core::marker::Sized),
        ) -> #orm::RelatedOwner<'a, #owner> {
            #orm::polymorphic::get::<#owner>(self.row(), db)
        }
    }
}

fn setter(method: &Ident, polymorphic: &Polymorphic, orm: &Ident) -> TokenStream {
    let owner = owner(polymorphic);
    let doc = format!("Links the {}, or none where that is possible.", words(&polymorphic.name()));
    quote! {
        #[doc = #doc]
        fn #method<'a>(
            &'a mut self,
            db: &'a (impl #orm::Executor + ?::core::marker::Sized),
            owner: impl #orm::OwnerLink<#owner> + 'a,
        ) -> #orm::Pending<'a, ()> {
            #orm::polymorphic::set::<#owner>(self.row_mut(), db, owner)
        }
    }
}

fn creator(method: &Ident, polymorphic: &Polymorphic, orm: &Ident) -> TokenStream {
    let owner = owner(polymorphic);
    let doc = format!("Stores a new {} and links it.", words(&polymorphic.name()));
    quote! {
        #[doc = #doc]
        fn #method<'a, __Owner>(
            &'a mut self,
            db: &'a (impl #orm::Executor + ?::core::marker::Sized),
            owner: __Owner,
        ) -> #orm::Pending<'a, <__Owner as #orm::Builder>::Stored>
        where
            __Owner: #orm::Builder + #orm::Complete,
            <__Owner as #orm::Builder>::Model: #orm::OwnerOf<#owner>,
        {
            #orm::polymorphic::create::<#owner, __Owner>(self.row_mut(), db, owner)
        }
    }
}

/// `.commentable(&post)`, `.commentable(Post::build()…)`.
pub(super) fn setters(expansion: &Expansion<'_>, parameters: &[builder::Parameter], setters: &mut Items) {
    let (model, orm) = (expansion.model, private(expansion.model));
    let Names { nested, given: taken, row, new, whole, .. } = &expansion.names;
    for polymorphic in model.polymorphics.iter().filter(|_| !model.columns.is_empty()) {
        let (ident, vis, owner) = (&model.ident, &model.vis, owner(polymorphic));
        let (positions, builder) = (polymorphic.positions(model), super::suffixed(model, "Builder"));
        let (returned, bounds) = (
            builder::given(model, parameters, (&positions, &quote!(#whole))),
            builder::not_given(model, parameters, &positions),
        );
        let doc = format!(
            "Links the {}: an existing one, or a new one by its builder.",
            words(&polymorphic.name())
        );
        let method = builder::method(&polymorphic.name);
        let item = quote! {
            #[doc = #doc]
            #vis fn #method<#taken, #row, #new, #whole>(self, owner: #taken) -> #returned
            where
                #taken: #orm::Owner<#owner, #nested, Nested = #new, Checked = #row>,
                #row: #orm::Complete,
                #new: #orm::Nested<#ident, Itself = #whole>,
                #bounds
            {
                #builder(self.0.own::<#owner, _>(owner).itself(), #orm::PhantomData)
            }
        };
        setters.push_placed(&polymorphic.name, item);
    }
}

/// The value of the part of a scope that `via` adds.
pub(super) fn word(function: &Ident, owner: &TokenStream) -> TokenStream {
    quote! {
        fn #function() -> __orm::Value {
            __orm::word_of(__orm::Known::<#owner>::DESCRIPTION)
        }
    }
}

/// The check of an association with `via`, at that name; every token, because the error covers the whole expression.
pub(super) fn via_check(via: &Ident, marker: &Ident, at: usize) -> TokenStream {
    let (span, target): (Span, _) = (via.span(), hidden("Target", at));
    let mut target = target;
    target.set_span(span);
    let at = number(at);
    quote_spanned! {span=>
        const #marker: () = __orm::check::via(
            <__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#target>::DESCRIPTION, #at
        );
    }
}

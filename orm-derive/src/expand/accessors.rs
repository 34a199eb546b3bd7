//! The trait with a model's accessors. Its methods have bodies, so that implementing it takes one line.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::{Items, at, lints_at_user, private, suffixed};
use crate::attr::Kind;
use crate::model::{Association, Model, rename};
use crate::name::words;

mod linking;

/// What the accessors of one association have in common.
struct Accessors<'m> {
    association: &'m Association,
    /// What those name that are called in the singular.
    one: Placed,
    /// What those name that are called in the plural.
    many: Placed,
}

/// What accessors name, at the place that rustc shows where the bounds of one do not hold: the association's name.
struct Placed {
    span: Span,
    /// The module for generated code.
    orm: TokenStream,
    /// `__ProjectAt0`.
    at: TokenStream,
    target: TokenStream,
}

/// `trait TaskAccessors`.
pub(super) fn declaration(model: &Model) -> TokenStream {
    let (ident, vis, mut accessors) = (&model.ident, &model.vis, suffixed(model, "Accessors"));
    // At the model's place, rustc would offer a parameter of this trait for a target that it does not find.
    accessors.set_span(Span::call_site());
    let doc = format!("What a `{}` can do with its associations.", model.name());
    let mut methods = Items::of(model);
    let orm = private(model);
    for (nth, association) in model.associations.iter().enumerate() {
        let (at, target) = (at(model, nth), &association.target);
        let placed = |noun: &Ident| Placed {
            span: noun.span(),
            orm: methods.placed(noun, quote!(#orm)),
            at: methods.placed(noun, quote!(#at)),
            target: methods.placed(noun, quote!(#target)),
        };
        let (one, many) = (placed(&association.naming.singular), placed(&association.naming.name));
        Accessors { association, one, many }.push(&mut methods);
    }
    super::polymorphic::accessors(model, &mut methods);
    let (methods, lints) = (methods.tokens, lints_at_user());
    quote! {
        #[doc = #doc]
        #lints
        #vis trait #accessors: #orm::IsModel<Row = #ident> {
            #methods
        }
    }
}

pub(super) fn implementation(model: &Model) -> TokenStream {
    let (ident, accessors) = (&model.ident, suffixed(model, "Accessors"));
    quote! {
        #[automatically_derived]
        impl #accessors for #ident {}
    }
}

impl Accessors<'_> {
    fn push(&self, methods: &mut Items) {
        match self.association.kind {
            Kind::BelongsTo => {
                methods.push(&self.method("get", self.one()), self.get_one());
                methods.push(&self.method("set", self.one()), self.set_parent());
                methods.push(&self.method("create", self.one()), self.create_parent());
            }
            Kind::HasOne => {
                methods.push(&self.method("get", self.one()), self.get_one());
                methods.push(&self.method("set", self.one()), self.set_child());
                methods.push(&self.method("create", self.one()), self.create_child("has_one"));
            }
            Kind::HasMany => self.push_to_many(methods),
            Kind::BelongsToMany => self.push_many_to_many(methods),
        }
    }

    fn push_to_many(&self, methods: &mut Items) {
        let (one, many) = (self.one(), self.many());
        methods.push(&self.method("get", many), self.get_many());
        methods.push(&self.method("count", many), self.count());
        for (verb, listed) in LISTED {
            methods.push(&self.method(verb, many), self.listed_many(verb, listed));
            if *verb != "set" {
                methods.push(&self.method(verb, one), self.listed_one(verb, listed));
            }
        }
        methods.push(&self.method("create", one), self.create_child("has_many"));
    }

    /// `get_` and the name in the singular or plural.
    fn method(&self, verb: &str, noun: &Ident) -> Ident {
        Ident::new(&format!("{verb}_{}", noun.unraw()), noun.span())
    }

    /// A parameter called like what it takes.
    fn argument(&self, noun: &Ident) -> Ident {
        if noun.unraw() == "db" { rename(noun, "row") } else { noun.clone() }
    }

    fn one(&self) -> &Ident {
        &self.association.naming.singular
    }

    fn many(&self) -> &Ident {
        &self.association.naming.name
    }

    fn doc(&self, before: &str, noun: &Ident, after: &str) -> String {
        format!("{before} {}{after}.", words(&noun.unraw().to_string()))
    }

    fn get_one(&self) -> TokenStream {
        let Placed { span, orm, at, .. } = &self.one;
        let (method, doc) = (self.method("get", self.one()), self.doc("Loads the", self.one(), ""));
        quote_spanned! {*span=>
            #[doc = #doc]
            #[track_caller]
            fn #method<'a>(&self, db: &'a (impl #orm::Executor + ?::core::marker::Sized)) -> #orm::RelatedOne<'a, #at> {
                #orm::to_one::get::<#at>(self.row(), db)
            }
        }
    }

    fn set_parent(&self) -> TokenStream {
        let Placed { span, orm, at, .. } = &self.one;
        let (method, argument) = (self.method("set", self.one()), self.argument(self.one()));
        let doc = self.doc("Links the", self.one(), ", or none where that is possible");
        quote_spanned! {*span=>
            #[doc = #doc]
            fn #method<'a>(
                &'a mut self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: impl #orm::MaybeLink<#at> + 'a,
            ) -> #orm::Pending<'a, ()> {
                #orm::belongs_to::set::<#at>(self.row_mut(), db, #argument)
            }
        }
    }

    fn create_parent(&self) -> TokenStream {
        let Placed { span, orm, at, target } = &self.one;
        let (method, argument) = (self.method("create", self.one()), self.argument(self.one()));
        let doc = self.doc("Stores a new", self.one(), " and links it");
        quote_spanned! {*span=>
            #[doc = #doc]
            fn #method<'a, __Builder, __Row, __Stored>(
                &'a mut self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: __Builder,
            ) -> #orm::Pending<'a, __Stored>
            where
                __Builder: #orm::Builds<#target, Checked = __Row, Stored = __Stored>,
                __Row: #orm::Complete,
            {
                #orm::belongs_to::create::<#at, _>(self.row_mut(), db, #argument)
            }
        }
    }

    fn set_child(&self) -> TokenStream {
        let Placed { span, orm, at, .. } = &self.one;
        let (method, argument) = (self.method("set", self.one()), self.argument(self.one()));
        let doc =
            self.doc("Links this", self.one(), " in place of the former one, or none where that is possible");
        quote_spanned! {*span=>
            #[doc = #doc]
            fn #method<'a>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: impl #orm::MaybeLink<#at> + 'a,
            ) -> #orm::Pending<'a, ()> {
                #orm::has_one::set::<#at>(self.row(), db, #argument)
            }
        }
    }

    /// `create_task`, of a `has_one` or a `has_many`.
    fn create_child(&self, module: &str) -> TokenStream {
        let Placed { span, orm, at, target } = &self.one;
        let module = rename(self.one(), module);
        let (method, argument) = (self.method("create", self.one()), self.argument(self.one()));
        let doc = self.doc("Stores a new", self.one(), " and links it");
        quote_spanned! {*span=>
            #[doc = #doc]
            fn #method<'a, __Builder, __Row, __Stored>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: __Builder,
            ) -> #orm::Pending<'a, __Stored>
            where
                __Builder: #orm::Builds<#target, Checked = __Row, Stored = __Stored>,
                __Row: #orm::Complete<#at>
                    + #orm::Leaves<#at, <#at as #orm::HasKey>::ToLeave>,
            {
                #orm::#module::create::<#at, _>(self.row(), db, #argument)
            }
        }
    }

    fn get_many(&self) -> TokenStream {
        let Placed { span, orm, at, target } = &self.many;
        let (method, doc) = (self.method("get", self.many()), self.doc("Loads the", self.many(), ""));
        quote_spanned! {*span=>
            #[doc = #doc]
            #[track_caller]
            fn #method<'a>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
            ) -> #orm::Related<'a, #target, #orm::Plain, #at> {
                #orm::to_many::get::<#at>(self.row(), db)
            }
        }
    }

    fn count(&self) -> TokenStream {
        let Placed { span, orm, at, target } = &self.many;
        let (method, doc) = (self.method("count", self.many()), self.doc("Counts the", self.many(), ""));
        quote_spanned! {*span=>
            #[doc = #doc]
            #[track_caller]
            fn #method<'a>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
            ) -> #orm::Count<'a, #target, #at> {
                #orm::to_many::count::<#at>(self.row(), db)
            }
        }
    }

    /// `add_task`.
    fn listed_one(&self, verb: &str, listed: &Listed) -> TokenStream {
        let Placed { span, orm, at, .. } = &self.one;
        let (method, argument) = (self.method(verb, self.one()), self.argument(self.one()));
        let doc = self.doc(listed.one, self.one(), listed.after_one);
        let (asks, (module, link, returned, verb)) = (listed.asks(*span), listed.tokens(verb, *span));
        quote_spanned! {*span=>
            #[doc = #doc]
            #asks
            fn #method<'a>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: impl #orm::#link<#at> + 'a,
            ) -> #orm::Pending<'a, #returned> {
                #orm::#module::#verb::<#at, _>(self.row(), db, [#argument])
            }
        }
    }

    /// `add_tasks`.
    fn listed_many(&self, verb: &str, listed: &Listed) -> TokenStream {
        let Placed { span, orm, at, .. } = &self.many;
        let (method, argument) = (self.method(verb, self.many()), self.argument(self.many()));
        let doc = self.doc(listed.many, self.many(), listed.after_many);
        let (asks, (module, link, returned, verb)) = (listed.asks(*span), listed.tokens(verb, *span));
        quote_spanned! {*span=>
            #[doc = #doc]
            #asks
            fn #method<'a, __Link: #orm::#link<#at> + 'a>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: impl #orm::IntoIterator<Item = __Link>,
            ) -> #orm::Pending<'a, #returned> {
                #orm::#module::#verb::<#at, _>(self.row(), db, #argument)
            }
        }
    }
}

/// An accessor that takes rows.
struct Listed {
    /// Where core implements it.
    module: &'static str,
    /// What a row has to be.
    link: &'static str,
    returned: &'static str,
    one: &'static str,
    after_one: &'static str,
    many: &'static str,
    after_many: &'static str,
}

const LISTED: &[(&str, Listed)] = &[
    (
        "has",
        Listed {
            module: "to_many",
            link: "Link",
            returned: "bool",
            one: "Whether this",
            after_one: " is linked",
            many: "Whether all these",
            after_many: " are linked",
        },
    ),
    (
        "add",
        Listed {
            module: "has_many",
            link: "Link",
            returned: "()",
            one: "Links this",
            after_one: "",
            many: "Links these",
            after_many: "",
        },
    ),
    (
        "set",
        Listed {
            module: "has_many",
            link: "ReleasedLink",
            returned: "()",
            one: "",
            after_one: "",
            many: "Links exactly these",
            after_many: " and unlinks all others",
        },
    ),
    (
        "remove",
        Listed {
            module: "has_many",
            link: "ReleasedLink",
            returned: "u64",
            one: "Unlinks this",
            after_one: " from here, and says how many were linked",
            many: "Unlinks these",
            after_many: " from here, and says how many were linked",
        },
    ),
];

impl Listed {
    /// What asks says where it is called, to the guard against asking row by row.
    fn asks(&self, span: Span) -> Option<TokenStream> {
        (self.module == "to_many").then(|| quote_spanned!(span=> #[track_caller]))
    }

    fn tokens(&self, verb: &str, span: Span) -> (Ident, Ident, TokenStream, Ident) {
        let ident = |name: &str| Ident::new(name, span);
        let returned = match self.returned {
            "()" => quote_spanned!(span=> ()),
            name => {
                let name = ident(name);
                quote!(#name)
            }
        };
        (ident(self.module), ident(self.link), returned, ident(verb))
    }
}

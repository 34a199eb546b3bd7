//! The trait with a model's accessors. Its methods have bodies, so that implementing it takes one line.
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;

use super::{lints, number, suffixed};
use crate::attr::Kind;
use crate::model::{Association, Model, located_at, rename};
use crate::name::words;

/// What the accessors of one association have in common.
struct Accessors<'m> {
    association: &'m Association,
    /// `::orm::__private`: the trait lies outside the block that has a shorter name for it.
    orm: TokenStream,
    /// `At<Task, 0>`.
    at: TokenStream,
}

/// `trait TaskAccessors`.
pub(super) fn declaration(model: &Model) -> TokenStream {
    let (ident, vis, krate, accessors) =
        (&model.ident, &model.vis, &model.krate, suffixed(model, "Accessors"));
    let doc = format!("What a `{}` can do with its associations.", model.name());
    let methods = model.associations.iter().enumerate().map(|(at, association)| {
        let at = number(at);
        let orm = quote!(#krate::__private);
        Accessors { association, at: quote!(#orm::At<#ident, #at>), orm }.methods()
    });
    let lints = lints();
    quote! {
        #[doc = #doc]
        #lints
        #vis trait #accessors: #krate::__private::IsModel<Row = #ident> {
            #(#methods)*
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
    fn methods(&self) -> TokenStream {
        match self.association.kind {
            Kind::BelongsTo => {
                [self.get_one(), self.set_parent(), self.create_parent()].into_iter().collect()
            }
            Kind::HasOne => {
                [self.get_one(), self.set_child(), self.create_child("has_one")].into_iter().collect()
            }
            Kind::HasMany | Kind::BelongsToMany => [
                self.get_many(),
                self.has_many(),
                self.add(),
                self.set_many(),
                self.remove(),
                self.create_child("has_many"),
            ]
            .into_iter()
            .collect(),
        }
    }

    /// `get_` and the name in the singular or plural.
    fn method(&self, verb: &str, noun: &Ident) -> Ident {
        Ident::new(&format!("{verb}_{}", noun.unraw()), located_at(noun.span()))
    }

    /// A parameter called like what it takes.
    fn argument(&self, noun: &Ident) -> Ident {
        let name = noun.unraw().to_string();
        let mut argument = if name == "db" { rename(noun, "row") } else { noun.clone() };
        argument.set_span(located_at(noun.span()));
        argument
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
        let Self { orm, at, .. } = self;
        let (method, doc) = (self.method("get", self.one()), self.doc("Loads the", self.one(), ""));
        quote! {
            #[doc = #doc]
            fn #method<'a>(&self, db: &'a (impl #orm::Executor + ?::core::marker::Sized)) -> #orm::RelatedOne<'a, #at> {
                #orm::to_one::get::<#at>(self.row(), db)
            }
        }
    }

    fn set_parent(&self) -> TokenStream {
        let Self { orm, at, .. } = self;
        let (method, argument) = (self.method("set", self.one()), self.argument(self.one()));
        let doc = self.doc("Links the", self.one(), ", or none where that is possible");
        quote! {
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
        let (Self { orm, at, .. }, target) = (self, &self.association.target);
        let (method, argument) = (self.method("create", self.one()), self.argument(self.one()));
        let doc = self.doc("Stores a new", self.one(), " and links it");
        quote! {
            #[doc = #doc]
            fn #method<'a>(
                &'a mut self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: impl #orm::Builder<Model = #target> + #orm::Complete,
            ) -> #orm::Pending<'a, #target> {
                #orm::belongs_to::create::<#at, _>(self.row_mut(), db, #argument)
            }
        }
    }

    fn set_child(&self) -> TokenStream {
        let Self { orm, at, .. } = self;
        let (method, argument) = (self.method("set", self.one()), self.argument(self.one()));
        let doc =
            self.doc("Links this", self.one(), " in place of the former one, or none where that is possible");
        quote! {
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
        let (Self { orm, at, .. }, target) = (self, &self.association.target);
        let module = rename(self.one(), module);
        let (method, argument) = (self.method("create", self.one()), self.argument(self.one()));
        let doc = self.doc("Stores a new", self.one(), " and links it");
        quote! {
            #[doc = #doc]
            fn #method<'a>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: impl #orm::Builder<Model = #target> + #orm::Complete<#at>,
            ) -> #orm::Pending<'a, #target> {
                #orm::#module::create::<#at, _>(self.row(), db, #argument)
            }
        }
    }

    fn get_many(&self) -> TokenStream {
        let (Self { orm, at, .. }, target) = (self, &self.association.target);
        let (get, count) = (self.method("get", self.many()), self.method("count", self.many()));
        let (get_doc, count_doc) =
            (self.doc("Loads the", self.many(), ""), self.doc("Counts the", self.many(), ""));
        quote! {
            #[doc = #get_doc]
            fn #get<'a>(&self, db: &'a (impl #orm::Executor + ?::core::marker::Sized)) -> #orm::Related<'a, #target> {
                #orm::to_many::get::<#at>(self.row(), db)
            }
            #[doc = #count_doc]
            fn #count<'a>(&self, db: &'a (impl #orm::Executor + ?::core::marker::Sized)) -> #orm::Count<'a, #target> {
                #orm::to_many::count::<#at>(self.row(), db)
            }
        }
    }

    fn has_many(&self) -> TokenStream {
        let docs = [
            self.doc("Whether this", self.one(), " is linked"),
            self.doc("Whether all these", self.many(), " are linked"),
        ];
        self.one_and_many("has", &docs, &Listed { module: "to_many", link: "Link", returned: "bool" })
    }

    fn add(&self) -> TokenStream {
        let docs = [self.doc("Links this", self.one(), ""), self.doc("Links these", self.many(), "")];
        self.one_and_many("add", &docs, &Listed { module: "has_many", link: "Link", returned: "()" })
    }

    fn remove(&self) -> TokenStream {
        let after = " from here, and says how many were linked";
        let docs =
            [self.doc("Unlinks this", self.one(), after), self.doc("Unlinks these", self.many(), after)];
        self.one_and_many(
            "remove",
            &docs,
            &Listed { module: "has_many", link: "ReleasedLink", returned: "u64" },
        )
    }

    fn set_many(&self) -> TokenStream {
        let doc = self.doc("Links exactly these", self.many(), " and unlinks all others");
        self.many_of("set", &doc, &Listed { module: "has_many", link: "ReleasedLink", returned: "()" })
    }

    /// `add_task` and `add_tasks`.
    fn one_and_many(&self, verb: &str, docs: &[String; 2], listed: &Listed) -> TokenStream {
        let Self { orm, at, .. } = self;
        let (method, argument) = (self.method(verb, self.one()), self.argument(self.one()));
        let (module, link, returned, verb_name) = listed.tokens(verb);
        let [doc, many_doc] = docs;
        let many = self.many_of(verb, many_doc, listed);
        quote! {
            #[doc = #doc]
            fn #method<'a>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: impl #orm::#link<#at> + 'a,
            ) -> #orm::Pending<'a, #returned> {
                #orm::#module::#verb_name::<#at, _>(self.row(), db, [#argument])
            }
            #many
        }
    }

    /// `add_tasks`.
    fn many_of(&self, verb: &str, doc: &str, listed: &Listed) -> TokenStream {
        let Self { orm, at, .. } = self;
        let (method, argument) = (self.method(verb, self.many()), self.argument(self.many()));
        let (module, link, returned, verb) = listed.tokens(verb);
        quote! {
            #[doc = #doc]
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

/// What tells the accessors that take rows apart.
struct Listed {
    /// Where core implements it.
    module: &'static str,
    /// What a row has to be.
    link: &'static str,
    returned: &'static str,
}

impl Listed {
    fn tokens(&self, verb: &str) -> (Ident, Ident, TokenStream, Ident) {
        let ident = |name: &str| Ident::new(name, proc_macro2::Span::call_site());
        let returned = match self.returned {
            "()" => quote!(()),
            name => {
                let name = ident(name);
                quote!(#name)
            }
        };
        (ident(self.module), ident(self.link), returned, ident(verb))
    }
}

//! The accessors of a `belongs_to_many` that write links: awaited at once, or told first what the junction's rows say.
use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use super::{Accessors, LISTED, Listed, Placed};
use crate::expand::Items;
use crate::model::rename;

const REMOVE: Listed = Listed {
    module: "belongs_to_many",
    link: "Link",
    returned: "u64",
    one: "Unlinks this",
    after_one: " from here, and says how many links there were",
    many: "Unlinks these",
    after_many: " from here, and says how many links there were",
};

impl Accessors<'_> {
    pub(super) fn push_many_to_many(&self, methods: &mut Items) {
        let (one, many) = (self.one(), self.many());
        methods.push(&self.method("get", many), self.get_many());
        methods.push(&self.method("count", many), self.count());
        let has = LISTED.iter().filter(|(verb, _)| *verb == "has").map(|(_, has)| ("has", has));
        for (verb, listed) in has.chain([("remove", &REMOVE)]) {
            methods.push(&self.method(verb, many), self.listed_many(verb, listed));
            methods.push(&self.method(verb, one), self.listed_one(verb, listed));
        }
        let after = " and unlinks all others";
        methods.push(&self.method("add", one), self.link("add", one, &self.doc("Links this", one, "")));
        methods.push(&self.method("add", many), self.link("add", many, &self.doc("Links these", many, "")));
        let doc = self.doc("Links exactly these", many, after);
        methods.push(&self.method("set", many), self.link("set", many, &doc));
        methods.push(&self.method("create", one), self.create_linked());
    }

    /// `add_member`, `add_members` or `set_members`.
    fn link(&self, verb: &str, noun: &Ident, doc: &str) -> TokenStream {
        let is_many = noun == self.many();
        let Placed { span, orm, at, .. } = if is_many { &self.many } else { &self.one };
        let (method, argument, verb) = (self.method(verb, noun), self.argument(noun), rename(noun, verb));
        let (taken, links) = if is_many {
            (
                quote_spanned!(*span=> impl #orm::IntoIterator<Item = __Link>),
                quote_spanned!(*span=> #argument),
            )
        } else {
            (quote_spanned!(*span=> __Link), quote_spanned!(*span=> [#argument]))
        };
        quote_spanned! {*span=>
            #[doc = #doc]
            fn #method<'a, __Link: #orm::Link<#at> + 'a>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: #taken,
            ) -> #orm::Linking<'a, #at, (), __Link::Through> {
                #orm::belongs_to_many::#verb::<#at, _>(self.row(), db, #links)
            }
        }
    }

    fn create_linked(&self) -> TokenStream {
        let Placed { span, orm, at, target } = &self.one;
        let (method, argument) = (self.method("create", self.one()), self.argument(self.one()));
        let doc = self.doc("Stores a new", self.one(), " and links it");
        quote_spanned! {*span=>
            #[doc = #doc]
            fn #method<'a, __New, __Row, __Stored>(
                &self,
                db: &'a (impl #orm::Executor + ?::core::marker::Sized),
                #argument: __New,
            ) -> #orm::Linking<'a, #at, __Stored, #orm::Unsaid>
            where
                __New: #orm::Builds<#target, Checked = __Row, Stored = __Stored>,
                __Row: #orm::Complete<#at>,
            {
                #orm::belongs_to_many::create::<#at, __New>(self.row(), db, #argument)
            }
        }
    }
}

//! `Loaded![Project { tasks, owner { company } }]`: the type of a row with these associations loaded.
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Path, Token, Type, braced};

/// `Project { … }`.
struct Loaded {
    model: Path,
    slots: Vec<Slot>,
}

/// One loaded association.
struct Slot {
    name: Ident,
    content: Content,
}

/// What is in the slot.
enum Content {
    /// `owner`, `owner?`, `owner!`, each with or without `{ … }`.
    Rows(Mark, Vec<Slot>),
    /// `tasks: u64`.
    Given(Box<Type>),
}

/// How the include was refined.
#[derive(Clone, Copy)]
enum Mark {
    Plain,
    Filtered,
    Required,
}

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let Loaded { model, slots } = syn::parse2(input)?;
    Ok(fold(&quote!(#model), &slots))
}

impl Parse for Loaded {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let model = input.call(Path::parse_mod_style)?;
        let slots = parse_slots(input)?;
        if !input.is_empty() {
            return Err(
                input.error("expected the associations in braces: `Loaded![Project { tasks, owner }]`")
            );
        }
        Ok(Self { model, slots })
    }
}

/// `{ tasks, owner }`, or nothing.
fn parse_slots(input: ParseStream<'_>) -> syn::Result<Vec<Slot>> {
    if !input.peek(syn::token::Brace) {
        return Ok(Vec::new());
    }
    let content;
    braced!(content in input);
    let slots: Vec<Slot> = Punctuated::<Slot, Token![,]>::parse_terminated(&content)?.into_iter().collect();
    for (at, slot) in slots.iter().enumerate() {
        if slots[..at].iter().any(|earlier| earlier.name.unraw() == slot.name.unraw()) {
            let message = format!("`{}` is given twice; a row has one place for each association", slot.name);
            return Err(syn::Error::new_spanned(&slot.name, message));
        }
    }
    Ok(slots)
}

impl Parse for Slot {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        if input.parse::<Option<Token![:]>>()?.is_some() {
            return Ok(Self { name, content: Content::Given(Box::new(input.parse()?)) });
        }
        let mark = if input.parse::<Option<Token![?]>>()?.is_some() {
            Mark::Filtered
        } else if input.parse::<Option<Token![!]>>()?.is_some() {
            Mark::Required
        } else {
            Mark::Plain
        };
        Ok(Self { name, content: Content::Rows(mark, parse_slots(input)?) })
    }
}

/// The model's type with each slot filled in turn.
fn fold(model: &TokenStream, slots: &[Slot]) -> TokenStream {
    let mut row = model.clone();
    for Slot { name, content } in slots {
        let span = crate::model::located_at(name.span());
        // The name is where the error points; the model stays where it is, so that one that is unknown is one error.
        let mut name = Literal::string(&name.unraw().to_string());
        name.set_span(span);
        // A constant, so that a name that is unknown is one error.
        let slot = quote_spanned! {span=>
            { ::orm::__private::check::slot(<#model as ::orm::__private::Model>::DESCRIPTION, #name) }
        };
        row = match content {
            Content::Given(ty) => quote_spanned!(span=> ::orm::__private::LoadedAs<#row, #slot, #ty>),
            Content::Rows(mark, inner) => {
                let alias = match mark {
                    Mark::Plain => quote!(LoadedPlain),
                    Mark::Filtered => quote!(LoadedFiltered),
                    Mark::Required => quote!(LoadedPresent),
                };
                let target = (!inner.is_empty()).then(|| {
                    let target =
                        fold(&quote_spanned!(span=> ::orm::__private::TargetBy<#model, #slot>), inner);
                    quote_spanned!(span=> , #target)
                });
                quote_spanned!(span=> ::orm::__private::#alias<#row, #slot #target>)
            }
        };
    }
    row
}

//! `Loaded![Project { tasks, owner { company } }]`: the type of a row with these associations loaded.
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
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
#[expect(
    clippy::large_enum_variant,
    reason = "a slot lives as long as one expansion; a box would only cost words"
)]
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
    Ok(Punctuated::<Slot, Token![,]>::parse_terminated(&content)?.into_iter().collect())
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
        let (digest, span) = (digest(&name.unraw().to_string()), crate::model::located_at(name.span()));
        let model = &respan(model, span);
        let value = match content {
            Content::Given(ty) => quote!(#ty),
            Content::Rows(mark, inner) => {
                let target = fold(&quote_spanned!(span=> ::orm::__private::TargetBy<#model, #digest>), inner);
                let shape = match mark {
                    Mark::Plain => quote!(Shaped),
                    Mark::Filtered => quote!(ShapedFiltered),
                    Mark::Required => quote!(ShapedPresent),
                };
                quote_spanned!(span=> ::orm::__private::#shape<#model, #digest, #target>)
            }
        };
        row = quote_spanned!(span=> ::orm::__private::LoadedAs<#row, #model, #digest, #value>);
    }
    row
}

/// The same tokens at another place, so that rustc says once what is wrong with a name.
fn respan(tokens: &TokenStream, span: Span) -> TokenStream {
    let respan_one = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    tokens.clone().into_iter().map(respan_one).collect()
}

/// A number that stands for a name (FNV-1a), because types take no texts as parameters.
pub(crate) fn digest(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

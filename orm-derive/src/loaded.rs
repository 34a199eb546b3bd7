//! `Loaded![Project { tasks, owner { company } }]`: the type of a row with these associations loaded.
use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
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

/// How many steps one name takes: `LoadedRow` and `LoadedSteps` of core.
const STEPS: usize = 12;

/// What is done to the row, in this order.
enum Step {
    /// Numbers that say which, how and where, each ending in a comma.
    Numbers(TokenStream),
    /// A place, and what is in it.
    Given(TokenStream, Box<Type>),
}

/// The steps in groups that one name takes; one is the usual case, and the shortest type.
fn fold(model: &TokenStream, slots: &[Slot]) -> TokenStream {
    let mut steps = Vec::new();
    push_steps(model, slots, &mut steps);
    if let Some(numbers) = only_numbers(&steps) {
        return quote!(::orm::__private::LoadedRow<#model, #numbers>);
    }
    let (mut row, mut rest) = (quote!(::orm::__private::LoadedBegin<#model>), steps.as_slice());
    while let Some((first, others)) = rest.split_first() {
        if let Step::Given(slot, ty) = first {
            row = quote!(::orm::__private::LoadedGiven<#row, #slot, #ty>);
            rest = others;
            continue;
        }
        let length = rest.iter().take(STEPS).take_while(|step| matches!(step, Step::Numbers(_))).count();
        let (numbers, others) = rest.split_at(length);
        let numbers = only_numbers(numbers);
        row = quote!(::orm::__private::LoadedSteps<#row, #numbers>);
        rest = others;
    }
    quote!(::orm::__private::LoadedEnd<#row>)
}

fn only_numbers(steps: &[Step]) -> Option<TokenStream> {
    let numbers = steps.iter().map(|step| match step {
        Step::Numbers(numbers) => Some(numbers.clone()),
        Step::Given(..) => None,
    });
    numbers.collect::<Option<TokenStream>>().filter(|_| (1..=STEPS).contains(&steps.len()))
}

fn push_steps(model: &TokenStream, slots: &[Slot], steps: &mut Vec<Step>) {
    for Slot { name, content } in slots {
        let (name, span) = (name.unraw().to_string(), crate::model::located_at(name.span()));
        let model = &respan(model, span);
        // A constant, so that a name that is unknown is one error.
        let slot = quote_spanned! {span=>
            { ::orm::__private::check::slot(<#model as ::orm::__private::Model>::DESCRIPTION, #name) }
        };
        // The name, too, is where the error points.
        let slot = respan(&slot, span);
        match content {
            Content::Given(ty) => steps.push(Step::Given(slot, ty.clone())),
            Content::Rows(mark, inner) if inner.is_empty() => {
                let kind = mark.number();
                steps.push(Step::Numbers(quote_spanned!(span=> 0, #kind, #slot,)));
            }
            Content::Rows(mark, inner) => {
                let kind = mark.number();
                steps.push(Step::Numbers(quote_spanned!(span=> 1, #kind, #slot,)));
                push_steps(&quote_spanned!(span=> ::orm::__private::TargetBy<#model, #slot>), inner, steps);
                steps.push(Step::Numbers(quote_spanned!(span=> 2, 0, 0,)));
            }
        }
    }
}

impl Mark {
    /// As core counts them.
    fn number(self) -> Literal {
        Literal::u8_unsuffixed(match self {
            Self::Plain => 0,
            Self::Filtered => 1,
            Self::Required => 2,
        })
    }
}

/// The same tokens at another place, so that rustc says once what is wrong with a name.
fn respan(tokens: &TokenStream, span: Span) -> TokenStream {
    let respan_one = |token: TokenTree| {
        let mut token = match token {
            TokenTree::Group(group) => Group::new(group.delimiter(), respan(&group.stream(), span)).into(),
            token => token,
        };
        token.set_span(span);
        token
    };
    tokens.clone().into_iter().map(respan_one).collect()
}

//! One field of a model.
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::{Field, GenericArgument, PathArguments, Type, Visibility};

use crate::attr::{ColumnOptions, FieldAttrs};
use crate::errors::Errors;
use crate::name::Case;

/// One column.
pub(crate) struct Column {
    pub(crate) ident: Ident,
    /// The field's name, without `r#`.
    pub(crate) field: String,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    /// The type inside `Option`, where it is one.
    pub(crate) inner: Option<Type>,
    /// The column's name in the database.
    pub(crate) name: String,
    pub(crate) key: Option<Ident>,
    pub(crate) options: ColumnOptions,
}

impl Column {
    pub(super) fn parse(field: &Field, case: Option<Case>, errors: &mut Errors) -> Option<Self> {
        let attrs = FieldAttrs::parse(field, errors);
        let ident = field.ident.clone()?;
        let name = ident.unraw().to_string();
        Some(Self {
            vis: field.vis.clone(),
            ty: field.ty.clone(),
            inner: inside_option(&field.ty).cloned(),
            name: match (&attrs.column.name, case) {
                (Some(given), _) => given.value(),
                (None, Some(case)) => case.apply(&name),
                (None, None) => name.clone(),
            },
            field: name,
            ident,
            key: attrs.key,
            options: attrs.column,
        })
    }

    /// Whether the field is an `Option`.
    pub(crate) fn is_optional(&self) -> bool {
        self.inner.is_some()
    }

    /// Whether the type may be an alias of an `Option`: it is none of those that are known by name.
    pub(crate) fn may_hide_an_option(&self) -> bool {
        const KNOWN: &[&str] =
            &["i8", "i16", "i32", "i64", "u8", "u16", "u32", "f32", "f64", "bool", "String", "Vec<u8>"];
        !self.is_optional() && !KNOWN.contains(&self.rust_type().as_str())
    }

    /// Whether the type is one that no other thread may have, as far as can be told by its name: the whole struct could
    /// not be sent then, and rustc would say so at each use of it.
    pub(crate) fn is_bound_to_a_thread(&self) -> bool {
        // With a parameter only: a type of the user's own may be called `Cell`.
        const NAMES: &[&str] = &["Rc", "Cell", "RefCell", "OnceCell", "UnsafeCell", "NonNull"];
        fn names_one(tokens: TokenStream) -> bool {
            let mut tokens = tokens.into_iter().peekable();
            while let Some(token) = tokens.next() {
                let is_generic =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '<');
                let found = match token {
                    TokenTree::Ident(ident) => {
                        ident == "dyn" || is_generic && NAMES.iter().any(|name| ident == name)
                    }
                    TokenTree::Group(group) => names_one(group.stream()),
                    TokenTree::Punct(_) | TokenTree::Literal(_) => false,
                };
                if found {
                    return true;
                }
            }
            false
        }
        matches!(self.ty, Type::Ptr(_)) || names_one(self.ty.to_token_stream())
    }

    /// The type without `Option`, as it is written: `Vec<u8>`.
    pub(crate) fn rust_type(&self) -> String {
        spell(self.inner.as_ref().unwrap_or(&self.ty))
    }

    /// Where errors about the type belong: at its innermost name, `HashMap` in `std::collections::HashMap<…>`.
    ///
    /// On stable, the span of several tokens covers the first one only.
    pub(crate) fn type_span(&self) -> Span {
        innermost(self.inner.as_ref().unwrap_or(&self.ty))
    }
}

/// The tokens of a type without the spaces that printing adds.
pub(crate) fn spell(ty: &Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (spaced, tight) in
        [(" :: ", "::"), (":: ", "::"), (" < ", "<"), ("< ", "<"), (" >", ">"), (" ,", ","), (" ;", ";")]
    {
        text = text.replace(spaced, tight);
    }
    text
}

/// Where errors about a type belong: at its innermost name.
pub(crate) fn innermost(ty: &Type) -> Span {
    match ty {
        Type::Path(path) => {
            path.path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
        }
        Type::Group(group) => innermost(&group.elem),
        Type::Paren(paren) => innermost(&paren.elem),
        Type::Reference(reference) => innermost(&reference.elem),
        Type::Array(array) => innermost(&array.elem),
        other => {
            other.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
        }
    }
}

/// `T` of `Option<T>`, however the path to `Option` is written.
pub(crate) fn inside_option(ty: &Type) -> Option<&Type> {
    let path = match ty {
        Type::Path(path) if path.qself.is_none() => &path.path,
        Type::Group(group) => return inside_option(&group.elem),
        Type::Paren(paren) => return inside_option(&paren.elem),
        _ => return None,
    };
    let last = path.segments.last().filter(|segment| segment.ident == "Option")?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if arguments.args.len() == 1 => match arguments.args.first()
        {
            Some(GenericArgument::Type(ty)) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

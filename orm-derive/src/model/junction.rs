//! The junction of a `belongs_to_many`, as far as one struct can tell.
use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::{Error, LitBool, LitStr};

use super::association::respan;
use crate::attr::{AssociationOptions, Scope, Through};
use crate::errors::Errors;

/// The junction of a `belongs_to_many`.
pub(crate) struct Junction {
    pub(crate) through: JunctionTable,
    /// The model's or the table's name.
    pub(crate) name: String,
    /// Where it stands: what is wrong with the junction is reported there.
    pub(crate) span: Span,
    /// The fields towards the target; none if they follow.
    pub(crate) other_key: Vec<Ident>,
    /// The target's fields that they point to; none for the primary key.
    pub(crate) target_key: Vec<Ident>,
    pub(crate) scope: Vec<Scope>,
    pub(crate) unique: Option<LitBool>,
    pub(crate) unique_key: Option<LitStr>,
}

/// What a junction is stored in.
pub(crate) enum JunctionTable {
    /// A model, as generated code names it.
    Model(TokenStream),
    /// A table that nobody needs to see.
    Hidden(LitStr),
}

impl Junction {
    pub(super) fn resolve(
        keyword: &Ident,
        target: &str,
        options: &mut AssociationOptions,
        (this, errors): (&Ident, &mut Errors),
    ) -> Self {
        let through = options.through.take().unwrap_or_else(|| {
            let message = format!(
                "a many-to-many association lies in a table of its own: `through` is missing\nhelp: name its model, `#[belongs_to_many({target}, through = …)]`, or, if it is nothing but links, a table, `through = \"…\"`"
            );
            errors.push(Error::new_spanned(keyword, message));
            Through::Table(LitStr::new("", keyword.span()))
        });
        let (through, name, span) = match through {
            Through::Model(path) => {
                let name = path.segments.last().map_or_else(String::new, |last| last.ident.unraw().to_string());
                let span = path.segments.last().map_or_else(Span::call_site, |last| last.ident.span());
                (JunctionTable::Model(respan(&path, this)), name, span)
            }
            Through::Table(table) => {
                let (name, span) = (table.value(), table.span());
                (JunctionTable::Hidden(table), name, span)
            }
        };
        Self {
            through,
            name,
            span,
            other_key: options.other_key.take().map_or_else(Vec::new, |keys| keys.fields),
            target_key: options.target_key.take().map_or_else(Vec::new, |keys| keys.fields),
            scope: options.through_scope.take().unwrap_or_default(),
            unique: options.unique.take(),
            unique_key: options.unique_key.take(),
        }
    }

    /// Whether a pair can be linked only once.
    pub(crate) fn is_unique(&self) -> bool {
        self.unique.as_ref().is_none_or(LitBool::value)
    }

    pub(crate) fn is_hidden(&self) -> bool {
        matches!(self.through, JunctionTable::Hidden(_))
    }
}

//! The junction of a `belongs_to_many`, as far as one struct can tell.
use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::{Error, LitBool, LitStr};

use super::association::{kind_key, kind_scope, respan};
use crate::attr::{AssociationAttr, AssociationOptions, Keys, Scope, Through};
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
    /// As written, then what `via` and `other_via` add.
    pub(crate) scope: Vec<Scope>,
    /// The polymorphic association of the junction that leads to this model.
    pub(crate) via: Option<Ident>,
    /// The one that leads to the target.
    pub(crate) other_via: Option<Ident>,
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

/// One of the two ends of a junction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Source,
    Target,
}

impl Junction {
    pub(super) fn resolve(
        attr: &AssociationAttr,
        target: &str,
        options: &mut AssociationOptions,
        (this, errors): (&Ident, &mut Errors),
    ) -> Self {
        let through = options.through.take().unwrap_or_else(|| {
            let message = format!(
                "a many-to-many association lies in a table of its own: `through` is missing\nhelp: name its model, `#[belongs_to_many({target}, through = …)]`, or, if it is nothing but links, a table, `through = \"…\"`"
            );
            // If an option was refused, it may have been that one.
            if !attr.is_faulty {
                errors.push(Error::new_spanned(&attr.keyword, message));
            }
            Through::Table(LitStr::new("", attr.keyword.span()))
        });
        let (through, name, span) = match through {
            Through::Model(path) => {
                let name =
                    path.segments.last().map_or_else(String::new, |last| last.ident.unraw().to_string());
                let span = path.segments.last().map_or_else(Span::call_site, |last| last.ident.span());
                (JunctionTable::Model(respan(&path, this)), name, span)
            }
            Through::Table(table) => {
                let (name, span) = (table.value(), table.span());
                (JunctionTable::Hidden(table), name, span)
            }
        };
        let (via, other_via) = (options.via.take(), options.other_via.take());
        if let (Some(via), None) = (&via, &options.foreign_key) {
            options.foreign_key = Some(Keys { fields: vec![kind_key(via)] });
        }
        let mut scope = options.through_scope.take().unwrap_or_default();
        scope.extend(via.iter().chain(&other_via).map(kind_scope));
        let other_key = options.other_key.take().map(|keys| keys.fields);
        Self {
            through,
            name,
            span,
            other_key: other_key.unwrap_or_else(|| other_via.iter().map(kind_key).collect()),
            target_key: options.target_key.take().map_or_else(Vec::new, |keys| keys.fields),
            scope,
            via,
            other_via,
            unique: options.unique.take(),
            unique_key: options.unique_key.take(),
        }
    }

    /// Whether a pair can be linked only once.
    pub(crate) fn is_unique(&self) -> bool {
        self.unique.as_ref().is_none_or(LitBool::value)
    }

    /// What a part of the scope says the kind of, if that is what it says: this model, or the target.
    pub(crate) fn kind_at(&self, nth: usize) -> Option<End> {
        let kinds = self.via.iter().map(|_| End::Source).chain(self.other_via.iter().map(|_| End::Target));
        let written = self.scope.len() - kinds.clone().count();
        kinds.into_iter().nth(nth.checked_sub(written)?)
    }

    pub(crate) fn is_hidden(&self) -> bool {
        matches!(self.through, JunctionTable::Hidden(_))
    }
}

//! A `belongs_to` with several targets: `#[belongs_to(Post | Image, as = commentable)]`.
use proc_macro2::{Ident, TokenStream};
use syn::Error;
use syn::ext::IdentExt as _;

use super::Model;
use super::association::{rename, respan, text};
use crate::attr::AssociationAttr;
use crate::errors::Errors;
use crate::name;

/// An association to an owner of one model or another.
pub(crate) struct Polymorphic {
    /// `commentable`, with the span of the alias.
    pub(crate) name: Ident,
    /// The alias as it is written.
    pub(crate) alias: Ident,
    pub(crate) kinds: Vec<OwnerKind>,
    /// `commentable_type`.
    pub(crate) type_field: Ident,
    /// `commentable_id`, or what `foreign_key` names.
    pub(crate) key_field: Ident,
    /// The first option that nothing can carry out without a constraint.
    pub(crate) refused: Option<Ident>,
}

/// One of the models that the owner may be of.
pub(crate) struct OwnerKind {
    /// The model as generated code names it.
    pub(crate) target: TokenStream,
    /// Its innermost name, as the user wrote it.
    pub(crate) ident: Ident,
    /// The variant's name: that of the model.
    pub(crate) variant: Ident,
}

impl Polymorphic {
    pub(super) fn resolve(attr: AssociationAttr, model: &Model, errors: &mut Errors) -> Option<Self> {
        let options = attr.options;
        let Some(alias) = options.singular.or(options.alias) else {
            let message = "an association to several models needs a name\nhelp: give it one: `as = owner`";
            errors.push(Error::new_spanned(attr.targets.first()?.segments.last()?, message));
            return None;
        };
        let kind = |path: syn::Path| {
            let ident = path.segments.last()?.ident.clone();
            let name = if ident == "Self" { model.name() } else { text(&ident) };
            Some(OwnerKind { target: respan(&path, &model.ident), variant: rename(&ident, &name), ident })
        };
        let action = options.on_delete.or(options.on_update).map(|action| action.option);
        let other = options.target_key.and_then(|keys| keys.fields.into_iter().next());
        let constraints = options.constraints.filter(|value| value.value);
        let constraints = constraints.map(|value| Ident::new("constraints", value.span));
        let key = options.foreign_key.and_then(|keys| keys.fields.into_iter().next());
        Some(Self {
            type_field: rename(&alias, &format!("{}_type", text(&alias))),
            key_field: key.unwrap_or_else(|| rename(&alias, &format!("{}_id", text(&alias)))),
            name: rename(&alias, &text(&alias)),
            alias,
            kinds: attr.targets.into_iter().filter_map(kind).collect(),
            refused: action.or(other).or(constraints),
        })
    }

    /// `commentable`.
    pub(crate) fn name(&self) -> String {
        self.name.unraw().to_string()
    }

    /// `Commentable`.
    pub(crate) fn enum_name(&self) -> String {
        name::camel(&self.name())
    }

    /// The positions of the two columns: which model, and its key.
    pub(crate) fn positions(&self, model: &Model) -> [usize; 2] {
        // A field that is missing has been reported.
        [&self.type_field, &self.key_field].map(|field| model.position(field).unwrap_or_default())
    }

    /// Whether there may be no owner: the fields are `Option`s.
    pub(crate) fn is_optional(&self, model: &Model) -> bool {
        model.column(&self.key_field).is_some_and(super::Column::is_optional)
    }
}

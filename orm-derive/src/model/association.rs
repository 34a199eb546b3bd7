//! One association of a model, with its names and keys resolved as far as one struct can tell.
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::{Error, LitBool, Path};

use super::{Junction, Model};
use crate::attr::{ActionValue, AssociationAttr, AssociationOptions, Kind, Scope};
use crate::errors::Errors;
use crate::name;

/// One association.
pub(crate) struct Association {
    pub(crate) kind: Kind,
    /// The target as generated code names it: `Self` is replaced, every token points at the innermost name.
    pub(crate) target: TokenStream,
    /// The innermost name of the target, as the user wrote it.
    pub(crate) target_ident: Ident,
    /// The target's name, with `Self` replaced, without `r#`.
    pub(crate) target_name: String,
    pub(crate) naming: Naming,
    pub(crate) foreign_key: ForeignKey,
    /// `target_key` of a `belongs_to`, otherwise `source_key` or the fields of the primary key.
    pub(crate) referenced_key: Vec<Ident>,
    /// Whether `target_key` or `source_key` is given.
    pub(crate) referenced_key_named: bool,
    pub(crate) on_delete: Option<ActionValue>,
    pub(crate) on_update: Option<ActionValue>,
    pub(crate) constraints: Option<LitBool>,
    pub(crate) deletes_orphans: bool,
    pub(crate) scope: Vec<Scope>,
    /// The polymorphic association of the target that leads back here.
    pub(crate) via: Option<Ident>,
    /// What lies between, for a `belongs_to_many`.
    pub(crate) junction: Option<Junction>,
    /// Whether an option was refused, so that what follows from its absence is no mistake.
    pub(crate) is_faulty: bool,
}

/// How an association and its accessors are called.
pub(crate) struct Naming {
    /// `owner`, `tasks`; with the span of the alias, or else of the target.
    pub(crate) name: Ident,
    /// `owner`, `task`.
    pub(crate) singular: Ident,
    pub(crate) alias: Option<Ident>,
    /// The names that the user gave, as they are written: they may be keywords.
    pub(crate) written: Vec<Ident>,
    /// Whether the user gave the singular (or plural) form, so that nothing needs to be inflected.
    pub(crate) is_trusted: bool,
}

/// The fields of a foreign key.
pub(crate) struct ForeignKey {
    pub(crate) fields: Vec<Ident>,
    /// Whether `foreign_key` is given.
    pub(crate) is_named: bool,
}

impl Association {
    pub(super) fn resolve(mut attr: AssociationAttr, model: &Model, errors: &mut Errors) -> Option<Self> {
        let path = attr.targets.first()?.clone();
        let target_ident = path.segments.last()?.ident.clone();
        let target_name =
            if target_ident == "Self" { model.name() } else { target_ident.unraw().to_string() };
        let naming = Naming::resolve(attr.kind, &attr.options, (&target_ident, &target_name), errors);
        let mut options = std::mem::take(&mut attr.options);
        let junction = (attr.kind == Kind::BelongsToMany)
            .then(|| Junction::resolve(&attr, &target_name, &mut options, (&model.ident, errors)));
        let belongs_to = attr.kind == Kind::BelongsTo;
        let referenced = if belongs_to { options.target_key } else { options.source_key };
        let referenced_key_named = referenced.is_some();
        let referenced_key = match referenced {
            Some(keys) => keys.fields,
            None if belongs_to => Vec::new(),
            None => model.key.iter().map(|&at| model.columns[at].ident.clone()).collect(),
        };
        let via_key = options.via.as_ref().map(kind_key);
        let foreign_key = match options.foreign_key {
            Some(keys) => ForeignKey { fields: keys.fields, is_named: true },
            None if via_key.is_some() => ForeignKey { fields: via_key.into_iter().collect(), is_named: true },
            None if belongs_to => {
                ForeignKey { fields: naming.find_key(model, &referenced_key), is_named: false }
            }
            None => {
                ForeignKey { fields: naming.foreign_key(attr.kind, model, &referenced_key), is_named: false }
            }
        };
        Some(Self {
            kind: attr.kind,
            target: respan(&path, &model.ident),
            target_ident,
            target_name,
            naming,
            foreign_key,
            referenced_key,
            referenced_key_named,
            on_delete: options.on_delete,
            on_update: options.on_update,
            constraints: options.constraints,
            deletes_orphans: options.orphans.is_some(),
            scope: scope_of(options.scope, options.via.as_ref()),
            via: options.via,
            junction,
            is_faulty: attr.is_faulty,
        })
    }

    /// The polymorphic association that leads back here: of the target, or of the junction.
    pub(crate) fn led_back_by(&self) -> Option<&Ident> {
        self.via.as_ref().or_else(|| self.junction.as_ref()?.via.as_ref())
    }

    /// Whether this part of the scope says which kind of owner a row has: the last one.
    pub(crate) fn is_kind(&self, nth: usize) -> bool {
        self.via.is_some() && nth + 1 == self.scope.len()
    }

    /// `owner` or `tasks`.
    pub(crate) fn name(&self) -> String {
        self.naming.name.unraw().to_string()
    }

    /// Where errors that name no option belong.
    pub(crate) fn span(&self) -> Span {
        self.target_ident.span()
    }

    /// The positions of the foreign key's columns, if they lie in this model.
    pub(crate) fn own_foreign_key(&self, model: &Model) -> Vec<usize> {
        if self.kind != Kind::BelongsTo {
            return Vec::new();
        }
        self.foreign_key.fields.iter().filter_map(|field| model.position(field)).collect()
    }

    /// Whether a `belongs_to` may lead nowhere: the first column of its key is an `Option`.
    pub(crate) fn is_optional(&self, model: &Model) -> bool {
        self.own_foreign_key(model).first().is_some_and(|&at| model.columns[at].is_optional())
    }
}

/// The scope as written; `via = commentable` adds `commentable_type`, whose value only the expansion knows.
fn scope_of(written: Option<Vec<Scope>>, via: Option<&Ident>) -> Vec<Scope> {
    let mut scope = written.unwrap_or_default();
    scope.extend(via.map(kind_scope));
    scope
}

/// `commentable_type = …`, whose value only the expansion knows.
pub(super) fn kind_scope(via: &Ident) -> Scope {
    Scope { field: rename(via, &format!("{}_type", text(via))), value: syn::parse_quote!(()) }
}

/// `commentable_id`.
pub(super) fn kind_key(via: &Ident) -> Ident {
    rename(via, &format!("{}_id", text(via)))
}

impl Naming {
    fn resolve(
        kind: Kind,
        options: &AssociationOptions,
        (target, target_name): (&Ident, &str),
        errors: &mut Errors,
    ) -> Self {
        let base = name::snake(target_name);
        if let (Some(_), Some(plural)) = (&options.alias, &options.plural) {
            let message = "`as` and `plural` both name the association; leave one of them out";
            errors.push(Error::new_spanned(plural, message));
        }
        let alias = options.plural.as_ref().or(options.alias.as_ref());
        let (name, singular) = if kind.is_to_many() {
            let name = match (alias, &options.singular) {
                (Some(alias), _) => alias.clone(),
                (None, Some(singular)) => rename(singular, &name::plural(&text(singular))),
                (None, None) => rename(target, &name::plural(&base)),
            };
            let singular =
                options.singular.clone().unwrap_or_else(|| rename(&name, &name::singular(&text(&name))));
            (name, singular)
        } else {
            let name = options.singular.as_ref().or(alias).cloned().unwrap_or_else(|| rename(target, &base));
            (name.clone(), name)
        };
        let raw = |ident: Ident| rename(&ident, &text(&ident));
        Self {
            name: raw(name),
            singular: raw(singular),
            alias: alias.or(options.singular.as_ref()).cloned(),
            written: alias.into_iter().chain(&options.singular).cloned().collect(),
            is_trusted: options.singular.is_some() || options.plural.is_some(),
        }
    }

    /// Whether the names that the user gave are names of fields; `check.rs` says what is wrong if not.
    pub(crate) fn is_well_spelled(&self) -> bool {
        self.written.iter().all(|name| !is_keyword(name) && name::is_snake(&text(name)))
    }

    /// The fields of a `belongs_to` that names no key. The target's key is not known here, so its name is found among
    /// the fields; core checks it against the target.
    fn find_key(&self, model: &Model, target_key: &[Ident]) -> Vec<Ident> {
        let prefix = format!("{}_", text(&self.name));
        if !target_key.is_empty() {
            return target_key
                .iter()
                .map(|key| rename(&self.name, &format!("{prefix}{}", text(key))))
                .collect();
        }
        let conventional = format!("{prefix}id");
        let find = |wanted: &dyn Fn(&str) -> bool| -> Vec<Ident> {
            model
                .columns
                .iter()
                .filter(|column| wanted(&column.field))
                .map(|column| column.ident.clone())
                .collect()
        };
        let exact = find(&|field| field == conventional);
        if exact.is_empty() { find(&|field| field.starts_with(&prefix)) } else { exact }
    }

    /// `project_id` in the target: `<source>_<key>`; a `has_one` with an alias is called after the alias.
    fn foreign_key(&self, kind: Kind, model: &Model, source_key: &[Ident]) -> Vec<Ident> {
        let prefix = match &self.alias {
            Some(alias) if kind == Kind::HasOne => text(alias),
            _ => model.singular.clone(),
        };
        source_key.iter().map(|key| rename(&self.name, &format!("{prefix}_{}", text(key)))).collect()
    }
}

/// Whether a name is a keyword without `r#`.
pub(crate) fn is_keyword(name: &Ident) -> bool {
    syn::parse_str::<Ident>(&name.to_string()).is_err()
}

pub(super) fn text(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Another name at the same place; a keyword becomes a raw identifier.
pub(crate) fn rename(at: &Ident, name: &str) -> Ident {
    if let Ok(mut ident) = syn::parse_str::<Ident>(name) {
        ident.set_span(at.span());
        return ident;
    }
    match name {
        "self" | "super" | "crate" | "Self" | "_" | "" => Ident::new(&format!("{name}_"), at.span()),
        keyword => Ident::new_raw(keyword, at.span()),
    }
}

/// The tokens, all of them at a place of the user's: rustc shows that place where it shows generated code, and does not
/// speak of the derive. Names that the user wrote (`kept`) stay where they are, so that one that is wrong is reported once.
pub(crate) fn place(tokens: TokenStream, span: Span, kept: &[String]) -> TokenStream {
    let place_one = |token| match token {
        TokenTree::Group(group) => {
            let mut placed = proc_macro2::Group::new(group.delimiter(), place(group.stream(), span, kept));
            placed.set_span(span);
            TokenTree::Group(placed)
        }
        TokenTree::Ident(ident) if kept.contains(&ident.unraw().to_string()) => TokenTree::Ident(ident),
        mut token => {
            token.set_span(span);
            token
        }
    };
    tokens.into_iter().map(place_one).collect()
}

/// The target with every token at its innermost name, so that rustc reports a bad target once.
pub(super) fn respan(path: &Path, this: &Ident) -> TokenStream {
    let Some(last) = path.segments.last() else { return quote!(#path) };
    let span = last.ident.span();
    if path.is_ident("Self") {
        let mut this = this.clone();
        this.set_span(span.resolved_at(this.span()));
        return quote!(#this);
    }
    path.to_token_stream()
        .into_iter()
        .map(|mut token| {
            token.set_span(span.resolved_at(token.span()));
            token
        })
        .collect()
}

//! The struct as a model, with all defaults filled in. Keeps the user's tokens, so that later messages have a span.
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Error, Fields, LitStr, Visibility};

use crate::attr::{ModelOptions, StructAttrs, Unique};
use crate::errors::{Errors, nearest};
use crate::name::{self, Case};

mod association;
mod column;
mod junction;
mod polymorphic;

pub(crate) use association::{Association, is_keyword, place, rename};
pub(crate) use column::{Column, innermost, inside_option, spell};
pub(crate) use junction::{End, Junction, JunctionTable};
pub(crate) use polymorphic::{OwnerKind, Polymorphic};

/// A struct that is a model.
pub(crate) struct Model {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// The path of the facade: `::orm`.
    pub(crate) krate: TokenStream,
    pub(crate) singular: String,
    pub(crate) plural: String,
    pub(crate) schema: Option<LitStr>,
    pub(crate) table: String,
    pub(crate) columns: Vec<Column>,
    /// The positions of the primary key's columns.
    pub(crate) key: Vec<usize>,
    /// Whether a key was named on the struct, which has been refused.
    pub(crate) key_is_misplaced: bool,
    pub(crate) uniques: Vec<UniqueGroup>,
    pub(crate) associations: Vec<Association>,
    /// The associations to an owner of one model or another.
    pub(crate) polymorphics: Vec<Polymorphic>,
}

/// Columns that are unique together.
pub(crate) struct UniqueGroup {
    pub(crate) name: LitStr,
    pub(crate) columns: Vec<usize>,
}

impl Model {
    /// Gives nothing if the input is no struct with named fields.
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let attrs = StructAttrs::parse(&input.attrs, errors);
        let fields = errors.handle(named_fields(input))?;
        let case = parse_case(attrs.model.rename_all.as_ref(), errors);
        let columns: Vec<_> = fields.iter().filter_map(|field| Column::parse(field, case, errors)).collect();
        let singular =
            name_or(attrs.model.singular.as_ref(), || name::snake(&input.ident.unraw().to_string()));
        let plural = name_or(attrs.model.plural.as_ref(), || name::plural(&singular));
        let mut model = Self {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            krate: krate(&attrs.model),
            table: attrs.model.table.map_or_else(|| plural.clone(), |table| table.value()),
            schema: attrs.model.schema,
            key: find_key(&columns),
            key_is_misplaced: attrs.names_a_key,
            uniques: collect_uniques(&columns),
            singular,
            plural,
            columns,
            associations: Vec::new(),
            polymorphics: Vec::new(),
        };
        let (polymorphics, associations): (Vec<_>, Vec<_>) =
            attrs.associations.into_iter().partition(|attr| attr.targets.len() > 1);
        model.polymorphics =
            polymorphics.into_iter().filter_map(|attr| Polymorphic::resolve(attr, &model, errors)).collect();
        model.associations =
            associations.into_iter().filter_map(|attr| Association::resolve(attr, &model, errors)).collect();
        Some(model)
    }

    /// Leaves out what would have the same names as something before it, after that was reported.
    pub(crate) fn drop_duplicates(&mut self) {
        let mut names = Vec::new();
        self.associations.retain(|association| {
            let name = association.name();
            let is_new = !names.contains(&name);
            names.push(name);
            is_new
        });
        self.polymorphics.retain(|polymorphic| {
            let name = polymorphic.name();
            let is_new = !names.contains(&name);
            names.push(name);
            is_new
        });
    }

    /// The name, without `r#`.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// The column of this field.
    pub(crate) fn column(&self, field: &Ident) -> Option<&Column> {
        self.position(field).map(|at| &self.columns[at])
    }

    pub(crate) fn position(&self, field: &Ident) -> Option<usize> {
        let field = field.unraw();
        self.columns.iter().position(|column| column.ident.unraw() == field)
    }

    /// The names of all fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.field.as_str())
    }

    /// The field with the name nearest to this one.
    pub(crate) fn nearest_field(&self, name: &str) -> Option<&str> {
        nearest(name, self.fields())
    }

    /// Whether the column is the whole primary key and nothing but that: no foreign key.
    pub(crate) fn is_own_key(&self, position: usize) -> bool {
        self.key == [position]
            && !self
                .associations
                .iter()
                .any(|association| association.own_foreign_key(self).contains(&position))
    }

    /// Whether a builder cannot do without the column.
    pub(crate) fn is_required(&self, position: usize) -> bool {
        let column = &self.columns[position];
        !column.is_optional() && column.options.default.is_none() && !column.options.is_stamp()
    }
}

/// The facade's path, as generated code names it.
pub(crate) fn krate(options: &ModelOptions) -> TokenStream {
    options.krate.as_ref().map_or_else(|| quote!(::orm), |path| quote!(#path))
}

fn name_or(given: Option<&Ident>, default: impl FnOnce() -> String) -> String {
    given.map_or_else(default, |ident| ident.unraw().to_string())
}

/// `#[derive(Model)] enum Task { … }`, a tuple struct, a union, a struct with parameters.
fn named_fields(input: &DeriveInput) -> syn::Result<&Fields> {
    let name = input.ident.unraw();
    let refuse = |what: &str, why: &str| {
        let message = format!("a model is a struct with named fields, but `{name}` {what}\nhelp: {why}");
        Err(Error::new_spanned(&input.ident, message))
    };
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(_) => return refuse("is an enum", "for a column of this type: #[derive(ColumnType)]"),
        Data::Union(_) => return refuse("is a union", "write a struct with one field per column"),
    };
    match &data.fields {
        Fields::Named(_) => {}
        Fields::Unnamed(_) => {
            let why =
                "name the fields, they name the columns; for a column of this type: #[derive(ColumnType)]";
            return refuse("is a tuple struct", why);
        }
        Fields::Unit => return refuse("has no fields", "give it one field per column, and a key: `id: i64`"),
    }
    if let Some(parameter) = input.generics.params.first() {
        let message = format!(
            "the model `{name}` has a generic parameter, but its rows have one type each\nhelp: use owned types (`String` instead of `&str`) and no parameters"
        );
        return Err(Error::new_spanned(parameter, message));
    }
    Ok(&data.fields)
}

pub(crate) fn parse_case(rename_all: Option<&LitStr>, errors: &mut Errors) -> Option<Case> {
    let literal = rename_all?;
    let text = literal.value();
    let case = Case::NAMES.iter().find(|(name, _)| *name == text).map(|(_, case)| *case);
    if case.is_none() {
        let known: Vec<_> = Case::NAMES.iter().map(|(name, _)| *name).collect();
        let message = format!("`{text}` is no case\nhelp: the cases are {}", crate::errors::one_of(&known));
        errors.push(Error::new_spanned(literal, message));
    }
    case
}

/// The fields with `#[key]`, or else the field `id`.
fn find_key(columns: &[Column]) -> Vec<usize> {
    let marked: Vec<_> = (0..columns.len()).filter(|&at| columns[at].key.is_some()).collect();
    if marked.is_empty() {
        columns.iter().position(|column| column.field == "id").into_iter().collect()
    } else {
        marked
    }
}

fn collect_uniques(columns: &[Column]) -> Vec<UniqueGroup> {
    let mut groups: Vec<UniqueGroup> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let Some(Unique::Named(name)) = &column.options.unique else { continue };
        match groups.iter_mut().find(|group| group.name.value() == name.value()) {
            Some(group) => group.columns.push(at),
            None => groups.push(UniqueGroup { name: name.clone(), columns: vec![at] }),
        }
    }
    groups
}

/// A span that points where another one does, in code that counts as generated: lints leave it alone.
pub(crate) fn located_at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

//! What generated items are called where rustc shows them: as the user writes them, `Task::title` and `Project::TASKS`.
//!
//! They lie in the body of a constant that is called like the model: a path of rustc is then what the user would write.
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;

use super::column::constant;
use crate::model::{Association, Column, JunctionTable, Model, rename};

/// The names of what is generated for columns and associations.
pub(super) struct Names {
    /// A type per column: `title`.
    pub(super) columns: Vec<Ident>,
    /// The check of a column, a constant: `TITLE`. Never `title`, which would be a pattern.
    pub(super) checks: Vec<Ident>,
    /// A type per association, and its check: `TASKS`.
    pub(super) associations: Vec<Ident>,
    /// What the builder has nested: `Nested`.
    pub(super) nested: Ident,
    /// What a setter takes: `Given`, with the builder in it: `Row`, and what is nested then: `New`.
    pub(super) given: Ident,
    pub(super) row: Ident,
    pub(super) new: Ident,
    /// The same, once it is known that it can be nested: `Whole`.
    pub(super) whole: Ident,
}

impl Names {
    pub(super) fn of(model: &Model) -> Self {
        let taken = mentioned(model);
        let columns = model.columns.iter().map(|column| free(&column.ident, &taken)).collect();
        let checks = model.columns.iter().map(|column| free(&constant(&column.ident), &taken)).collect();
        let associations = model.associations.iter().map(|association| marker(association, &taken)).collect();
        let parameter = |name: &str| free(&Ident::new(name, Span::call_site()), &taken);
        Self {
            columns,
            checks,
            associations,
            nested: parameter("Nested"),
            given: parameter("Given"),
            row: parameter("Row"),
            new: parameter("New"),
            whole: parameter("Whole"),
        }
    }

    /// Items that are called like those above. rustc leaves a path out where only one item has the name; of two, it
    /// shows whole paths.
    pub(super) fn twins(&self) -> TokenStream {
        let (columns, associations) = (&self.columns, &self.associations);
        quote! {
            const _: () = {
                #(enum #columns {})*
                #(enum #associations {})*
            };
        }
    }
}

fn marker(association: &Association, taken: &[String]) -> Ident {
    let mut name = free(&constant(&association.naming.name), taken);
    name.set_span(association.naming.name.span());
    name
}

/// The name, at its place, with underscores if the user's code says something else by it.
fn free(ident: &Ident, taken: &[String]) -> Ident {
    let mut name = ident.unraw().to_string();
    let mut free = ident.clone();
    while taken.contains(&name) {
        name.push('_');
        free = rename(ident, &name);
    }
    free.set_span(ident.span());
    free
}

/// The names that generated items must not hide, because the user's own code, which stands beside them, has them.
pub(super) fn mentioned(model: &Model) -> Vec<String> {
    let mut names = vec![model.name(), format!("{}Builder", model.name())];
    for Column { ty, options, .. } in &model.columns {
        collect(ty, &mut names);
        options.default.iter().for_each(|default| collect(default, &mut names));
        options.references.iter().for_each(|(path, _)| collect(path, &mut names));
    }
    for association in &model.associations {
        collect(&association.target, &mut names);
        association.scope.iter().for_each(|scope| collect(&scope.value, &mut names));
        if let Some(junction) = &association.junction {
            junction.scope.iter().for_each(|scope| collect(&scope.value, &mut names));
            if let JunctionTable::Model(model) = &junction.through {
                collect(model, &mut names);
            }
        }
    }
    for polymorphic in &model.polymorphics {
        names.push(polymorphic.enum_name());
        names.push(format!("{}Key", polymorphic.enum_name()));
        polymorphic.kinds.iter().for_each(|kind| collect(&kind.target, &mut names));
    }
    collect(&model.krate, &mut names);
    names
}

fn collect(tokens: &impl ToTokens, names: &mut Vec<String>) {
    for token in tokens.to_token_stream() {
        match token {
            TokenTree::Ident(ident) => names.push(ident.unraw().to_string()),
            TokenTree::Group(group) => collect(&group.stream(), names),
            _ => {}
        }
    }
}

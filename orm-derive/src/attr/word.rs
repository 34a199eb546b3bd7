//! Options that there are not: the near one, or what other libraries call by that word.
use proc_macro2::Ident;
use syn::Error;

use crate::errors::{nearest, one_of};

/// What other libraries call an option that is here.
const SAME: &[(&str, &[&str])] = &[
    ("foreign_key", &["fk", "key", "column", "references", "from", "local_key"]),
    ("as", &["alias", "name", "rename"]),
    ("through", &["junction", "join_table", "pivot", "table", "secondary"]),
    ("on_delete", &["dependent", "delete", "cascade"]),
    ("scope", &["filter", "condition", "where"]),
    ("table", &["table_name", "name"]),
    ("rename_all", &["rename", "case"]),
    ("name", &["rename", "column", "column_name"]),
    ("type", &["sql_type", "db_type", "ty", "column_type", "length", "size"]),
    ("references", &["foreign_key", "fk"]),
    ("index", &["indexed"]),
    ("default", &["default_value"]),
];

/// What needs no option, and what is written in its place.
const WITHOUT: &[(&str, &str)] = &[
    ("key", "the primary key has an attribute of its own: `#[key]`"),
    ("primary_key", "the primary key has an attribute of its own: `#[key]`"),
    ("nullable", "a column that may be empty is an `Option`"),
    ("optional", "a column that may be empty is an `Option`"),
    ("null", "a column that may be empty is an `Option`"),
    ("not_null", "a column that is no `Option` is required"),
    ("required", "a column that is no `Option` is required"),
    ("auto_increment", "the database counts up an integer that is the key by itself"),
    ("autoincrement", "the database counts up an integer that is the key by itself"),
    ("generated", "the database counts up an integer that is the key by itself"),
    ("skip", "every field is a column; what is none lies in a struct around the row"),
    ("ignore", "every field is a column; what is none lies in a struct around the row"),
];

/// `foriegn_key` is no option of `has_many`.
pub(crate) fn unknown(option: &Ident, attribute: &str, known: &[&str]) -> Error {
    let name = option.to_string();
    let without = WITHOUT.iter().find(|(word, _)| attribute == "column" && *word == name);
    let near = nearest(&name.to_lowercase(), known.iter().copied()).or_else(|| same(&name, known));
    let help = match (without, near) {
        (Some((_, help)), _) => (*help).to_owned(),
        (None, Some(near)) => format!("there is `{near}`; the options are {}", one_of(known)),
        (None, None) => format!("the options are {}", one_of(known)),
    };
    Error::new_spanned(option, format!("`{name}` is no option of `#[{attribute}]`\nhelp: {help}"))
}

fn same<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let is_meant = |option: &&str| SAME.iter().any(|(here, there)| here == option && there.contains(&name));
    known.iter().copied().find(is_meant)
}

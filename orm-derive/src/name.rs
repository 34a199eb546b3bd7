//! Names that follow from other names: tables, associations and their accessors, columns, types.
use heck::{
    ToKebabCase, ToLowerCamelCase, ToShoutyKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase,
};
use pluralizer::pluralize;

mod regular;

use regular::regular;

/// Words that the inflector gets wrong, or spells as no program does, with what is used instead.
///
/// Latin and Greek words keep the plural that programs use (`stadiums`, `schemas`), and words whose singular ends in
/// `s` are listed because the rule "drop the `s`" would cut them (`lens` → `len`).
const EXCEPTIONS: &[(&str, &str)] = &[
    ("agenda", "agendas"),
    ("apparatus", "apparatuses"),
    ("atlas", "atlases"),
    ("axis", "axes"),
    ("basis", "bases"),
    ("bias", "biases"),
    ("bonus", "bonuses"),
    ("buffalo", "buffaloes"),
    ("bus", "buses"),
    ("cache", "caches"),
    ("campus", "campuses"),
    ("canvas", "canvases"),
    ("census", "censuses"),
    ("chaos", "chaoses"),
    ("circus", "circuses"),
    ("consensus", "consensuses"),
    ("corpus", "corpora"),
    ("dogma", "dogmas"),
    ("ellipsis", "ellipses"),
    ("focus", "focuses"),
    ("genius", "geniuses"),
    ("german", "germans"),
    ("lens", "lenses"),
    ("locus", "loci"),
    ("mail", "mails"),
    ("metropolis", "metropolises"),
    ("nemesis", "nemeses"),
    ("oasis", "oases"),
    ("octopus", "octopuses"),
    ("opus", "opuses"),
    ("pancreas", "pancreases"),
    ("pike", "pikes"),
    ("plus", "pluses"),
    ("prospectus", "prospectuses"),
    ("roman", "romans"),
    ("schema", "schemas"),
    ("selfie", "selfies"),
    ("shaman", "shamans"),
    ("stadium", "stadiums"),
    ("stigma", "stigmas"),
    ("surplus", "surpluses"),
    ("syllabus", "syllabuses"),
    ("talisman", "talismans"),
    ("taxi", "taxis"),
    ("terminus", "termini"),
    ("virus", "viruses"),
    ("walrus", "walruses"),
];

/// Words with one form that the inflector does not know.
const UNCOUNTABLE: &[&str] =
    &["aircraft", "offspring", "species", "spacecraft", "feedback", "furniture", "luggage", "money"];

/// `blog_post` → `blog_posts`: the last word in the plural.
pub(crate) fn plural(name: &str) -> String {
    inflect(name, 2, |word| {
        EXCEPTIONS.iter().find(|(one, many)| *one == word || *many == word).map(|pair| pair.1)
    })
}

/// `blog_posts` → `blog_post`: the last word in the singular.
pub(crate) fn singular(name: &str) -> String {
    inflect(name, 1, |word| {
        EXCEPTIONS.iter().find(|(one, many)| *one == word || *many == word).map(|pair| pair.0)
    })
}

fn inflect(name: &str, count: isize, exception: impl Fn(&str) -> Option<&'static str>) -> String {
    // Compound words count as their last one: `user_census`, but also `line_items2`, whose digits stay.
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    let (word_start, digits) = (stem.rfind('_').map_or(0, |at| at + 1), &name[stem.len()..]);
    let (before, word) = stem.split_at(word_start);
    if word.is_empty() || UNCOUNTABLE.contains(&word) {
        return name.to_owned();
    }
    let inflected = match (exception(word), regular(word)) {
        (Some(exception), _) => exception.to_owned(),
        (None, Some(one)) => format!("{one}{}", if count == 1 { "" } else { "s" }),
        (None, None) => pluralize(word, count, false),
    };
    format!("{before}{inflected}{digits}")
}

/// Whether a name is certainly a plural: a word that the inflector does not know is none.
pub(crate) fn is_plural(name: &str) -> bool {
    singular(name) != name && plural(name) == name
}

/// Whether a name may serve as a plural.
pub(crate) fn may_be_plural(name: &str) -> bool {
    plural(name) == name
}

/// `BlogPost` → `blog_post`, `HTTPServer` → `http_server`.
pub(crate) fn snake(name: &str) -> String {
    name.to_snake_case()
}

/// `blog_post` → `BlogPost`, for types.
pub(crate) fn camel(name: &str) -> String {
    let camel = name.to_upper_camel_case();
    match camel.chars().next() {
        // The one name in this case that is a keyword.
        Some(_) if camel == "Self" => "Self_".to_owned(),
        Some(first) if first.is_alphabetic() => camel,
        // `_1` and the like leave nothing that could begin a name.
        _ => format!("Column{camel}"),
    }
}

/// `blog_post` → `BLOG_POST`, for constants; letters only change their case, so that two fields never meet.
pub(crate) fn constant(name: &str) -> String {
    name.to_uppercase()
}

/// `blog_post` → `blog post`, for sentences.
pub(crate) fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// Whether a name is spelled as variables are.
pub(crate) fn is_snake(name: &str) -> bool {
    !name.starts_with('_')
        && !name.ends_with('_')
        && !name.contains("__")
        && !name.chars().any(char::is_uppercase)
}

/// How columns are called after their fields, where not as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Camel,
    UpperCamel,
    Snake,
    ShoutySnake,
    Kebab,
    ShoutyKebab,
}

impl Case {
    /// The names that serde uses too.
    pub(crate) const NAMES: &'static [(&'static str, Self)] = &[
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("camelCase", Self::Camel),
        ("PascalCase", Self::UpperCamel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ShoutySnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ShoutyKebab),
    ];

    /// Spells a name in this case.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::Camel => name.to_lower_camel_case(),
            Self::UpperCamel => name.to_upper_camel_case(),
            Self::Snake => name.to_snake_case(),
            Self::ShoutySnake => name.to_shouty_snake_case(),
            Self::Kebab => name.to_kebab_case(),
            Self::ShoutyKebab => name.to_shouty_kebab_case(),
        }
    }
}

#[cfg(test)]
mod tests;

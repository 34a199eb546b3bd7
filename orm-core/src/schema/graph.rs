//! What the models of a program must be as a whole: all there, each once, each with its own table, and no cycle of
//! required keys. Linear in the number of models and associations, because it runs in every compilation.
use super::check::{Declared, foreign, partner, referenced_length};
use super::text::{Text, say};
use super::{AssociationKind, ModelDescription, extend_identity, identity};

mod cycle;
mod junctions;
#[cfg(test)]
mod tests;

type Models = &'static [&'static ModelDescription];

/// No such place.
const NONE: usize = usize::MAX;

/// A hash table that a const fn can fill: each entry is a hash with the position of the model it stands for.
pub(super) struct Places<const N: usize> {
    heads: [usize; N],
    next: [usize; N],
    hashes: [u64; N],
    owners: [usize; N],
    len: usize,
}

impl<const N: usize> Places<N> {
    const fn new() -> Self {
        Self { heads: [NONE; N], next: [NONE; N], hashes: [0; N], owners: [0; N], len: 0 }
    }

    /// Which model this hash stands for.
    pub(super) const fn find(&self, hash: u64) -> Option<usize> {
        if N == 0 {
            return None;
        }
        let mut entry = self.heads[Self::bucket(hash)];
        while entry != NONE {
            if self.hashes[entry] == hash {
                return Some(self.owners[entry]);
            }
            entry = self.next[entry];
        }
        None
    }

    /// Adds an entry.
    const fn insert(&mut self, hash: u64, owner: usize) {
        let bucket = Self::bucket(hash);
        self.hashes[self.len] = hash;
        self.owners[self.len] = owner;
        self.next[self.len] = self.heads[bucket];
        self.heads[bucket] = self.len;
        self.len += 1;
    }

    #[expect(clippy::cast_possible_truncation, reason = "the remainder is below N, which is a usize")]
    const fn bucket(hash: u64) -> usize {
        (hash % N as u64) as usize
    }
}

/// The message about the first mistake, or an empty one.
pub(super) const fn check<const MODELS: usize, const SLOTS: usize>(models: Models) -> Text {
    let mut text = Text::new();
    let mut places = Places::<MODELS>::new();
    check_once(models, &mut places, &mut text);
    if text.is_empty() {
        check_tables::<MODELS>(models, &mut text);
    }
    if text.is_empty() {
        check_unique_names::<SLOTS>(models, &mut text);
    }
    if text.is_empty() {
        junctions::check::<MODELS, SLOTS>(models, &mut text);
    }
    if text.is_empty() {
        check_complete(models, &places, &mut text);
    }
    if text.is_empty() {
        cycle::check::<MODELS, SLOTS>(models, &places, &mut text);
    }
    text
}

/// `schema![Project, Task, Project]`
const fn check_once<const N: usize>(models: Models, places: &mut Places<N>, text: &mut Text) {
    let mut at = 0;
    while at < models.len() {
        // Structs whose derive has failed are all alike.
        if places.find(models[at].identity).is_some() && !models[at].columns.is_empty() {
            return say!(
                text,
                "`",
                models[at].name,
                "` is listed twice in this schema\nhelp: list each model once"
            );
        }
        places.insert(models[at].identity, at);
        at += 1;
    }
}

/// Two models with `#[model(table = "tasks")]`; names that differ only in case are one name to some databases.
const fn check_tables<const N: usize>(models: Models, text: &mut Text) {
    let mut tables = Places::<N>::new();
    let mut at = 0;
    while at < models.len() {
        let hash = match models[at].schema {
            Some(schema) => extend_identity(lower_identity(schema), "."),
            None => identity("."),
        };
        let hash = hash ^ lower_identity(models[at].table).rotate_left(1);
        let failed = models[at].columns.is_empty();
        if let (Some(other), false) = (tables.find(hash), failed) {
            say!(
                text,
                "`",
                models[other].name,
                "` and `",
                models[at].name,
                "` are both stored in the table `"
            );
            say!(text, models[at].table, "`\nhelp: give one of them another: `#[model(table = \"…\")]`");
            return;
        }
        tables.insert(hash, at);
        at += 1;
    }
}

/// The identity of a name without regard to the case of ASCII letters.
const fn lower_identity(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at].to_ascii_lowercase() as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// Two unique constraints of one name: each is an index, and an index's name is unique among all tables.
const fn check_unique_names<const N: usize>(models: Models, text: &mut Text) {
    let mut names = Places::<N>::new();
    let mut at = 0;
    while at < models.len() {
        let mut nth = 0;
        while nth < models[at].uniques.len() {
            if let Some(name) = models[at].uniques[nth].name {
                if let Some(other) = names.find(lower_identity(name)) {
                    say!(text, "two unique constraints are called `", name, "`: of `", models[other].name);
                    say!(text, "` and of `", models[at].name, "`\nhelp: give one of them another name");
                    return;
                }
                names.insert(lower_identity(name), at);
            }
            nth += 1;
        }
        at += 1;
    }
}

/// Who refers to a model that is not listed.
struct Reference {
    verb: &'static str,
    name: &'static str,
    identity: u64,
}

/// Every model that another one refers to is listed.
const fn check_complete<const N: usize>(models: Models, places: &Places<N>, text: &mut Text) {
    let mut missing = Missing { identities: [0; SHOWN], len: 0, list: Text::new() };
    let mut at = 0;
    while at < models.len() {
        let model = models[at];
        let mut nth = 0;
        while nth < model.associations.len() {
            let association = &model.associations[nth];
            let verb = match association.kind {
                AssociationKind::BelongsTo => "` belongs to `",
                AssociationKind::HasOne => "` has one `",
                AssociationKind::HasMany => "` has many `",
                AssociationKind::BelongsToMany => "` belongs to many `",
            };
            let target =
                Reference { verb, name: association.target_name, identity: association.target_identity };
            missing.note(model, &target, (places, text));
            if let Some(junction) = &association.junction
                && junction.model.is_some()
            {
                let through =
                    Reference { verb: "` goes through `", name: junction.name, identity: junction.identity };
                missing.note(model, &through, (places, text));
            }
            nth += 1;
        }
        note_owners(model, &mut missing, (places, text));
        let mut nth = 0;
        while nth < model.columns.len() {
            if let Some(target) = &model.columns[nth].references {
                let target = Reference {
                    verb: "` references `",
                    name: target.target_name,
                    identity: target.target_identity,
                };
                missing.note(model, &target, (places, text));
            }
            nth += 1;
        }
        at += 1;
    }
    if !text.is_empty() {
        push_list(models, &missing, text);
    }
}

/// The models that polymorphic associations lead to.
const fn note_owners<const N: usize>(
    model: &ModelDescription,
    missing: &mut Missing,
    (places, text): (&Places<N>, &mut Text),
) {
    let mut at = 0;
    while at < model.polymorphics.len() {
        let kinds = model.polymorphics[at].kinds;
        let mut nth = 0;
        while nth < kinds.len() {
            let verb = "` belongs to `";
            let (name, identity) = (kinds[nth].target_name, kinds[nth].target_identity);
            missing.note(model, &Reference { verb, name, identity }, (places, text));
            nth += 1;
        }
        at += 1;
    }
}

/// How many missing models a message names.
const SHOWN: usize = 8;

/// The missing models, each once.
struct Missing {
    identities: [u64; SHOWN],
    len: usize,
    list: Text,
}

impl Missing {
    const fn note<const N: usize>(
        &mut self,
        model: &ModelDescription,
        reference: &Reference,
        (places, text): (&Places<N>, &mut Text),
    ) {
        // A struct whose derive has failed has no identity.
        if reference.identity == 0 || places.find(reference.identity).is_some() {
            return;
        }
        let mut at = 0;
        while at < self.len {
            if self.identities[at] == reference.identity {
                return;
            }
            at += 1;
        }
        if self.len == SHOWN {
            return;
        }
        if self.len == 0 {
            say!(text, "`", model.name, reference.verb, reference.name, "`, but `", reference.name);
            say!(text, "` is not in this schema\nhelp: add ");
        }
        self.identities[self.len] = reference.identity;
        say!(self.list, if self.len == 0 { "" } else { ", " }, reference.name);
        self.len += 1;
    }
}

/// The list as it would be right, unless it is long.
const fn push_list(models: Models, missing: &Missing, text: &mut Text) {
    say!(text, if missing.len == 1 { "it: `schema![" } else { "them: `schema![" });
    if models.len() > 2 * SHOWN {
        say!(text, "…, ");
    } else {
        let mut at = 0;
        while at < models.len() {
            say!(text, models[at].name, ", ");
            at += 1;
        }
    }
    say!(text, missing.list.as_str(), "]`");
}

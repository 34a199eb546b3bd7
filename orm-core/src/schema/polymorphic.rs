//! A `belongs_to` with several targets as data: `#[belongs_to(Post | Image, as = commentable)]`.
use super::{ModelDescription, equal};

/// An association of a row to an owner that is of one model or another: one field says which, another has the key.
#[derive(Debug)]
pub struct PolymorphicDescription {
    /// Its name: the alias.
    pub name: &'static str,
    /// The field that says which model the owner is of; it holds the model's singular, `post`.
    pub type_field: &'static str,
    /// The field that holds the owner's key.
    pub key_field: &'static str,
    /// The models that the owner may be of.
    pub kinds: &'static [KindDescription],
}

/// One of the models that an owner may be of.
#[derive(Debug)]
pub struct KindDescription {
    /// Its name, as the user wrote it.
    pub target_name: &'static str,
    /// Its identity.
    pub target_identity: u64,
    /// Its description.
    pub target: fn() -> &'static ModelDescription,
}

impl KindDescription {
    /// What the field that says the model holds for this one.
    #[must_use]
    pub fn word(&self) -> &'static str {
        (self.target)().singular
    }
}

impl PolymorphicDescription {
    /// Whether an owner may be of the model with this identity.
    #[must_use]
    pub const fn lists(&self, identity: u64) -> bool {
        let mut nth = 0;
        while nth < self.kinds.len() {
            if self.kinds[nth].target_identity == identity {
                return true;
            }
            nth += 1;
        }
        false
    }
}

impl ModelDescription {
    /// The polymorphic association of this name, if there is one.
    #[must_use]
    pub const fn polymorphic(&self, name: &str) -> Option<&'static PolymorphicDescription> {
        let mut at = 0;
        while at < self.polymorphics.len() {
            if equal(self.polymorphics[at].name, name) {
                return Some(&self.polymorphics[at]);
            }
            at += 1;
        }
        None
    }
}

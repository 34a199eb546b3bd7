//! Writes random sets of models with associations of every kind, valid or with one known mistake.
use std::fmt::Write as _;

use crate::dice::Dice;

/// One way to break a set, with what the compiler has to say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Break {
    /// `foreign_key = ownr_id`.
    MisspeltKey,
    /// `on_delete = cascad`.
    MisspeltAction,
    /// `as = things` of one row.
    AliasInTheWrongNumber,
    /// No field for the key.
    MissingField,
    /// A text that points to an integer.
    WrongKeyType,
    /// One side cascades, the other restricts.
    ContradictingActions,
    /// A model that the schema does not list.
    MissingSchemaMember,
    /// A model that requires a row of itself.
    KeyCycle,
}

impl Break {
    /// Those that one compile reports together: rustc stops after the phase in which the first error is.
    pub(crate) const PHASES: [&'static [Self]; 2] = [
        &[Self::MisspeltKey, Self::MisspeltAction, Self::AliasInTheWrongNumber],
        &[
            Self::MissingField,
            Self::WrongKeyType,
            Self::ContradictingActions,
            Self::MissingSchemaMember,
            Self::KeyCycle,
        ],
    ];

    /// What the error says.
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::MisspeltKey => "there is `owner_id`",
            Self::MisspeltAction => "there is `cascade`",
            Self::AliasInTheWrongNumber => "is named in the singular",
            Self::MissingField => "has no field for the key",
            Self::WrongKeyType => "has the type `String`",
            Self::ContradictingActions => "on_delete",
            Self::MissingSchemaMember => "is not in this schema",
            Self::KeyCycle => "required keys form a cycle",
        }
    }
}

/// The source of a module, and the line that is wrong.
pub(crate) struct Set {
    pub(crate) source: String,
    pub(crate) wrong: Option<usize>,
    /// The model whose owner does not declare the other side: both sides would miss the field.
    lone: Option<usize>,
}

/// A set of two to eight models: a chain of owners, with what else the dice give.
pub(crate) fn write(dice: &mut Dice, broken: Option<Break>) -> Set {
    let count = 2 + dice.below(7);
    let at = 1 + dice.below(count - 1);
    let mut set = Set {
        source: "use orm::prelude::*;\n\n".to_owned(),
        wrong: None,
        lone: (broken == Some(Break::MissingField)).then_some(at),
    };
    let owners: Vec<_> = (0..count).map(|number| if number == 0 { 0 } else { dice.below(number) }).collect();
    for number in 0..count {
        let mistake = broken.filter(|_| number == at);
        // The side that contradicts is the owner's.
        let contradiction =
            (broken == Some(Break::ContradictingActions) && number == owners[at]).then_some(at);
        set.model(dice, (number, &owners), (mistake, contradiction));
    }
    let listed: Vec<_> = (0..count)
        .filter(|&number| !(broken == Some(Break::MissingSchemaMember) && number == owners[at]))
        .map(|number| format!("Model{number}"))
        .collect();
    let is_wrong = matches!(broken, Some(Break::MissingSchemaMember | Break::KeyCycle));
    set.line(is_wrong, &format!("pub const SCHEMA: Schema = schema![{}];", listed.join(", ")));
    set
}

impl Set {
    fn line(&mut self, is_wrong: bool, text: &str) {
        if is_wrong {
            self.wrong = Some(self.source.lines().count() + 1);
        }
        writeln!(self.source, "{text}").unwrap();
    }

    fn model(
        &mut self,
        dice: &mut Dice,
        (number, owners): (usize, &[usize]),
        (mistake, contradiction): (Option<Break>, Option<usize>),
    ) {
        self.line(false, "#[derive(Model)]");
        let is_optional = dice.below(2) == 0;
        if number > 0 {
            self.owner(owners[number], (mistake, is_optional));
        }
        if dice.below(3) == 0 {
            self.line(false, &format!("#[belongs_to(Model{number}, as = parent)]"));
        } else {
            self.line(false, &format!("#[belongs_to(Model{number}, as = parent, constraints = false)]"));
        }
        let owned = (1..owners.len()).filter(|&other| owners[other] == number && self.lone != Some(other));
        for other in owned.collect::<Vec<_>>() {
            self.owned(dice, other, contradiction == Some(other));
        }
        if number > 0 && dice.below(3) == 0 {
            let target = owners[number];
            self.line(
                false,
                &format!("#[belongs_to_many(Model{target}, as = friends, through = \"links{number}\")]"),
            );
        }
        if mistake == Some(Break::KeyCycle) {
            self.line(false, &format!("#[belongs_to(Model{number}, as = root)]"));
        }
        self.line(false, &format!("pub struct Model{number} {{\n    id: i64,\n    parent_id: Option<i64>,"));
        if mistake == Some(Break::KeyCycle) {
            self.line(false, "    root_id: i64,");
        }
        if number > 0 && mistake != Some(Break::MissingField) {
            let inner = if mistake == Some(Break::WrongKeyType) { "String" } else { "i64" };
            let ty = if is_optional { format!("Option<{inner}>") } else { inner.to_owned() };
            self.line(false, &format!("    owner_id: {ty},"));
        }
        self.line(false, "}\n");
    }

    fn owner(&mut self, owner: usize, (mistake, is_optional): (Option<Break>, bool)) {
        let cascade = if is_optional { "" } else { ", on_delete = cascade" };
        let (text, is_wrong) = match mistake {
            Some(Break::MisspeltKey) => {
                (format!("#[belongs_to(Model{owner}, as = owner, foreign_key = ownr_id)]"), true)
            }
            Some(Break::MisspeltAction) => {
                (format!("#[belongs_to(Model{owner}, as = owner, on_delete = cascad)]"), true)
            }
            Some(Break::AliasInTheWrongNumber) => {
                (format!("#[belongs_to(Model{owner}, as = owners, foreign_key = owner_id)]"), true)
            }
            Some(Break::MissingField | Break::WrongKeyType) => {
                (format!("#[belongs_to(Model{owner}, as = owner)]"), true)
            }
            Some(Break::ContradictingActions) => {
                (format!("#[belongs_to(Model{owner}, as = owner, on_delete = cascade)]"), false)
            }
            _ => (format!("#[belongs_to(Model{owner}, as = owner{cascade})]"), false),
        };
        self.line(is_wrong, &text);
    }

    /// The other side, which may be declared or not; where it contradicts, it has to be.
    fn owned(&mut self, dice: &mut Dice, other: usize, contradicts: bool) {
        let key = "foreign_key = owner_id";
        if contradicts {
            let text = format!("#[has_many(Model{other}, as = things{other}, {key}, on_delete = restrict)]");
            return self.line(true, &text);
        }
        match dice.below(3) {
            0 => self.line(false, &format!("#[has_many(Model{other}, as = things{other}, {key})]")),
            1 => self.line(false, &format!("#[has_one(Model{other}, as = thing{other}, {key})]")),
            _ => {}
        }
    }
}

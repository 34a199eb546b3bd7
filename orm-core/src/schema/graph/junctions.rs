//! The tables of junctions without a model: no two associations, and no model, mean different things by one name.
use super::{Models, Places, lower_identity};
use crate::schema::text::{Text, say};
use crate::schema::{AssociationDescription, ModelDescription};

/// One end of a hidden junction.
struct End {
    model: &'static ModelDescription,
    association: &'static AssociationDescription,
    name: &'static str,
}

impl End {
    const fn of(model: &'static ModelDescription, nth: usize) -> Option<Self> {
        let association = &model.associations[nth];
        match &association.junction {
            Some(junction) if junction.model.is_none() => {
                Some(Self { model, association, name: junction.name })
            }
            _ => None,
        }
    }

    /// Whether the two lie between the same models, in one direction or the other.
    const fn links_as(&self, other: &Self) -> bool {
        let (source, target) = (self.model.identity, self.association.target_identity);
        let (other_source, other_target) = (other.model.identity, other.association.target_identity);
        (source == other_source && target == other_target)
            || (source == other_target && target == other_source)
    }

    const fn say(&self, text: &mut Text) {
        say!(text, "`", self.model.name, "` belongs to many `", self.association.target_name);
        say!(text, "` through the table `", self.name, "`, ");
    }
}

/// `through = "links"` between `Project` and `User`, and between `Task` and `Label`.
pub(super) const fn check<const MODELS: usize, const SLOTS: usize>(models: Models, text: &mut Text) {
    let mut tables = Places::<MODELS>::new();
    let mut at = 0;
    while at < models.len() {
        tables.insert(lower_identity(models[at].table), at);
        at += 1;
    }
    let (mut ends, mut found) = ([(0, 0); SLOTS], 0);
    at = 0;
    while at < models.len() {
        let mut nth = 0;
        while nth < models[at].associations.len() {
            if let Some(end) = End::of(models[at], nth) {
                check_end(&end, (models, &tables), (&ends, found), text);
                if !text.is_empty() {
                    return;
                }
                ends[found] = (at, nth);
                found += 1;
            }
            nth += 1;
        }
        at += 1;
    }
}

const fn check_end<const MODELS: usize, const SLOTS: usize>(
    end: &End,
    (models, tables): (Models, &Places<MODELS>),
    (ends, found): (&[(usize, usize); SLOTS], usize),
    text: &mut Text,
) {
    if let Some(at) = tables.find(lower_identity(end.name)) {
        end.say(text);
        say!(
            text,
            "but `",
            models[at].name,
            "` is stored there\nhelp: if it is the junction, name it: `through = "
        );
        return say!(text, models[at].name, "`; otherwise give the table another name");
    }
    let mut nth = 0;
    while nth < found {
        let (at, place) = ends[nth];
        if let Some(other) = End::of(models[at], place)
            && lower_identity(other.name) == lower_identity(end.name)
            && !other.links_as(end)
        {
            other.say(text);
            say!(
                text,
                "and `",
                end.model.name,
                "` to many `",
                end.association.target_name,
                "` through the same one"
            );
            return say!(
                text,
                "\nhelp: each pair of models needs a table of its own: give one of them another name"
            );
        }
        nth += 1;
    }
}

//! Cycles of required keys: no first row could ever be stored.
use super::super::ColumnDescription;
use super::{
    AssociationKind, Declared, ModelDescription, Models, NONE, Places, Text, foreign, partner,
    referenced_length, say,
};

/// Which model needs a row of which other one first, and the column that says so.
struct Edges<const N: usize, const E: usize> {
    heads: [usize; N],
    next: [usize; E],
    to: [usize; E],
    columns: [Option<&'static ColumnDescription>; E],
    len: usize,
}

impl<const N: usize, const E: usize> Edges<N, E> {
    const fn add(&mut self, from: usize, to: usize, column: &'static ColumnDescription) {
        self.to[self.len] = to;
        self.columns[self.len] = Some(column);
        self.next[self.len] = self.heads[from];
        self.heads[from] = self.len;
        self.len += 1;
    }
}

pub(super) const fn check<const N: usize, const E: usize>(
    models: Models,
    places: &Places<N>,
    text: &mut Text,
) {
    let mut edges =
        Edges::<N, E> { heads: [NONE; N], next: [NONE; E], to: [NONE; E], columns: [None; E], len: 0 };
    let unbound = any_unbound(models);
    let mut at = 0;
    while at < models.len() {
        add_associations(models, (places, unbound), at, &mut edges);
        let columns = models[at].columns;
        let mut nth = 0;
        while nth < columns.len() {
            if let (Some(reference), false) = (&columns[nth].references, columns[nth].nullable)
                && let Some(target) = places.find(reference.target_identity)
            {
                edges.add(at, target, &columns[nth]);
            }
            nth += 1;
        }
        at += 1;
    }
    search(models, &edges, text);
}

const fn add_associations<const N: usize, const E: usize>(
    models: Models,
    (places, unbound): (&Places<N>, bool),
    at: usize,
    edges: &mut Edges<N, E>,
) {
    let mut nth = 0;
    while nth < models[at].associations.len() {
        let association = &models[at].associations[nth];
        if let (Some(target), false) = (
            places.find(association.target_identity),
            matches!(association.kind, AssociationKind::BelongsToMany),
        ) {
            let declared = Declared::new(models[at], models[target], nth);
            if let Some(column) = required_column(&declared, unbound) {
                match declared.is_belongs_to() {
                    true => edges.add(at, target, column),
                    false => edges.add(target, at, column),
                }
            }
        }
        nth += 1;
    }
}

/// The first column of a foreign key that no row can do without.
const fn required_column(declared: &Declared, any_unbound: bool) -> Option<&'static ColumnDescription> {
    let length = declared.association.foreign_key.len();
    // A struct that failed, or a key that its own check reports.
    if declared.target.columns.is_empty() || length == 0 || length != referenced_length(declared) {
        return None;
    }
    let mut first = None;
    let mut nth = length;
    while nth > 0 {
        nth -= 1;
        let Some(position) = foreign(declared, nth) else { return None };
        let column = &declared.child().columns[position];
        if column.nullable {
            return None;
        }
        first = Some(column);
    }
    if !any_unbound {
        return first;
    }
    let unbound = matches!(declared.association.constraints, Some(false))
        || match partner(declared) {
            Some(partner) => matches!(partner.constraints, Some(false)),
            None => false,
        };
    if unbound { None } else { first }
}

/// Whether any association says `constraints = false`; only then is it worth looking at both sides of each key.
const fn any_unbound(models: Models) -> bool {
    let mut at = 0;
    while at < models.len() {
        let mut nth = 0;
        while nth < models[at].associations.len() {
            if matches!(models[at].associations[nth].constraints, Some(false)) {
                return true;
            }
            nth += 1;
        }
        at += 1;
    }
    false
}

/// Walks along the edges, depth first; the models on the way from the start to here are the stack.
const fn search<const N: usize, const E: usize>(models: Models, edges: &Edges<N, E>, text: &mut Text) {
    let mut left = edges.heads;
    let mut depth_of = [NONE; N];
    let mut done = [false; N];
    let mut stack = [NONE; N];
    let mut root = 0;
    while root < models.len() {
        let mut depth = 0;
        if !done[root] {
            stack[0] = root;
            depth_of[root] = 0;
            depth = 1;
        }
        while depth > 0 {
            let here = stack[depth - 1];
            let edge = left[here];
            if edge == NONE {
                done[here] = true;
                depth_of[here] = NONE;
                depth -= 1;
                continue;
            }
            let to = edges.to[edge];
            if depth_of[to] != NONE {
                let (_, cycle) = stack.split_at(depth_of[to]);
                let (cycle, _) = cycle.split_at(depth - depth_of[to]);
                return push_cycle(models, cycle, (edges, &left), text);
            }
            // The edge that is walked stays the first one left, so that a cycle can name its key.
            if done[to] {
                left[here] = edges.next[edge];
            } else {
                stack[depth] = to;
                depth_of[to] = depth;
                depth += 1;
            }
        }
        root += 1;
    }
}

const fn push_cycle<const N: usize, const E: usize>(
    models: Models,
    cycle: &[usize],
    (edges, walked): (&Edges<N, E>, &[usize; N]),
    text: &mut Text,
) {
    say!(text, "no first row could ever be stored, because required keys form a cycle: ");
    let mut at = 0;
    while at < cycle.len() {
        say!(text, models[cycle[at]].name, " → ");
        at += 1;
    }
    say!(text, models[cycle[0]].name, "\nhelp: make ");
    say!(text, if cycle.len() == 1 { "the key optional: " } else { "one of the keys optional: " });
    let mut at = 0;
    while at < cycle.len() {
        if let Some(column) = edges.columns[walked[cycle[at]]] {
            push_optional(models[cycle[at]], column, at, text);
        }
        at += 1;
    }
}

const fn push_optional(model: &ModelDescription, column: &ColumnDescription, at: usize, text: &mut Text) {
    say!(text, if at == 0 { "`" } else { ", or `" }, column.field, ": Option<", column.rust_type);
    say!(text, ">` in `", model.name, "`");
}

//! The texts of reads that come again and again: rendered once for each shape, with only the arguments made anew.
use std::sync::Arc;

use crate::association::Relation;
use crate::db::{StatementName, TextKey};
use crate::driver::Text;
use crate::render::{Rendered, whole};
use crate::session::Session;
use crate::statement::{Aggregate, Origin, Projection, Select, Statement};
use crate::value::Value;

/// A read as text and arguments.
pub(crate) fn prepared(session: Session<'_>, select: Box<Select>) -> (Arc<Text>, Vec<Value>) {
    let Some(key) = text_key(&select) else {
        let Rendered { text, arguments } = session.render(Statement::Select(select));
        return (text, arguments);
    };
    let text = session.db().text(key, || {
        let rendered = session.render(Statement::Select(select.clone()));
        debug_assert_eq!(rendered.arguments, arguments(select.clone()), "{}", rendered.text.sql);
        rendered.text
    });
    (text, arguments(select))
}

/// What tells the text apart from others; `None` if it depends on more than whose rows are read, and how many.
fn text_key(select: &Select) -> Option<TextKey> {
    let projection = match &select.projection {
        Projection::Model => 0,
        Projection::One => 1,
        Projection::Aggregate(Aggregate::Count, None) => 2,
        _ => return None,
    };
    let refined =
        select.filter.is_some() || !select.order.is_empty() || select.distinct || select.lock.is_some();
    if refined || !select.joins.is_empty() {
        return None;
    }
    let (statement, owner) = match &select.from {
        None => (StatementName::Select, select.model.identity),
        // A relation lives in a constant, so its address is its own for as long as the program runs.
        Some(Origin::Row(relation, _)) if !has_scope(relation) => {
            (StatementName::Follow, std::ptr::from_ref::<Relation>(relation).addr() as u64)
        }
        Some(_) => return None,
    };
    let limit = select.fixed_limit().map_or(u64::from(select.limit.is_some()), |rows| rows + 1);
    let limits = limit << 2 | u64::from(select.offset.is_some()) << 4;
    Some(TextKey { owner, statement, variant: projection | limits })
}

/// Whether the association adds conditions, and arguments, of its own.
fn has_scope(relation: &Relation) -> bool {
    !relation.description.scope.is_empty()
        || relation.junction.as_ref().is_some_and(|junction| !junction.scope.is_empty())
}

/// The arguments of a read that has a [`text_key`], in the order in which rendering meets them.
fn arguments(select: Box<Select>) -> Vec<Value> {
    let bound = if select.fixed_limit().is_some() { None } else { select.limit };
    let mut arguments = match select.from {
        Some(Origin::Row(_, key)) => key,
        _ => Vec::new(),
    };
    arguments.extend([bound, select.offset].into_iter().flatten().map(whole));
    arguments
}

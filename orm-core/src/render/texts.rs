//! The texts of statements that come again and again: spelled once for each shape, whatever the values.
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, PoisonError, RwLock};

use super::{Part, Rendered, take_apart};
use crate::db::KeyHasher;
use crate::dialect::Dialect;
use crate::driver::Text;
use crate::statement::Statement;

/// How many bytes of text are kept. A program has few shapes, but some hold a number: of rows, or of conditions that
/// were put together at run time.
pub(super) const MOST: usize = 4 << 20;

/// The texts spelled so far.
#[derive(Debug, Default)]
pub(crate) struct Texts(RwLock<Kept>);

#[derive(Debug, Default)]
struct Kept {
    texts: HashMap<Box<[Part]>, Arc<Text>, BuildHasherDefault<KeyHasher>>,
    size: usize,
}

impl Texts {
    /// Renders a statement; its text is spelled only if no statement of its shape came before.
    pub(crate) fn render(&self, statement: Statement, dialect: &dyn Dialect) -> Rendered {
        let shape = take_apart(statement, dialect);
        if !shape.cached {
            return Rendered { text: Arc::new(shape.spell(dialect)), arguments: shape.arguments };
        }
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).texts.get(&*shape.parts).cloned();
        let text = known.unwrap_or_else(|| {
            let text = Arc::new(shape.spell(dialect));
            self.keep(shape.parts.as_slice(), &text);
            text
        });
        debug_assert_eq!(text.sql, super::spell(&shape.parts, &shape.own, dialect), "a shape has one text");
        Rendered { text, arguments: shape.arguments }
    }

    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).size
    }

    #[cold]
    fn keep(&self, parts: &[Part], text: &Arc<Text>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let size = text.sql.len() + size_of_val(parts);
        if kept.size + size > MOST {
            // What is needed is soon spelled again.
            *kept = Kept::default();
        }
        if kept.texts.insert(parts.into(), Arc::clone(text)).is_none() {
            kept.size += size;
        }
    }
}

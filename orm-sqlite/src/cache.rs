//! Which statements of a connection are prepared: found by the text's address, then by the text itself.
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

use orm_core::driver::Text;

use crate::raw::StatementId;

/// The least recently used statement goes first.
#[derive(Debug)]
pub(crate) struct Cache {
    capacity: usize,
    clock: u64,
    entries: Vec<Entry>,
    by_address: HashMap<usize, usize, BuildHasherDefault<AddressHasher>>,
    by_sql: HashMap<Sql, usize>,
}

#[derive(Debug)]
struct Entry {
    /// Held, so that no other text can get its address.
    text: Arc<Text>,
    statement: StatementId,
    used: u64,
}

/// A text that hashes and compares as its SQL.
#[derive(Debug, PartialEq, Eq)]
struct Sql(Arc<Text>);

impl Borrow<str> for Sql {
    fn borrow(&self) -> &str {
        &self.0.sql
    }
}

impl Hash for Sql {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.sql.hash(state);
    }
}

/// Spreads an address over 64 bits (Fibonacci hashing): addresses of texts are distinct already.
#[derive(Debug, Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = (self.0 ^ address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}

impl Cache {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            clock: 0,
            entries: Vec::new(),
            by_address: HashMap::default(),
            by_sql: HashMap::default(),
        }
    }

    /// Whether statements are kept at all.
    pub(crate) fn is_enabled(&self) -> bool {
        self.capacity > 0
    }

    /// The statement of this text, if it is prepared.
    #[inline]
    pub(crate) fn get(&mut self, text: &Arc<Text>) -> Option<StatementId> {
        self.clock += 1;
        if let Some(&at) = self.by_address.get(&address(text)) {
            let entry = &mut self.entries[at];
            entry.used = self.clock;
            return Some(entry.statement);
        }
        self.get_by_sql(text)
    }

    fn get_by_sql(&mut self, text: &Arc<Text>) -> Option<StatementId> {
        let at = *self.by_sql.get(text.sql.as_str())?;
        let entry = &mut self.entries[at];
        // The newer address is the likelier one to come again.
        self.by_address.remove(&address(&entry.text));
        self.by_address.insert(address(text), at);
        entry.text = Arc::clone(text);
        entry.used = self.clock;
        Some(entry.statement)
    }

    /// Notes a prepared statement, and gives the one that has to go for it.
    pub(crate) fn insert(&mut self, text: &Arc<Text>, statement: StatementId) -> Option<StatementId> {
        let entry = Entry { text: Arc::clone(text), statement, used: self.clock };
        let oldest = self.entries.iter().enumerate().min_by_key(|(_, entry)| entry.used);
        let (at, evicted) = match oldest {
            Some((at, _)) if self.entries.len() >= self.capacity => {
                let evicted = std::mem::replace(&mut self.entries[at], entry);
                self.by_address.remove(&address(&evicted.text));
                self.by_sql.remove(evicted.text.sql.as_str());
                (at, Some(evicted.statement))
            }
            _ => {
                self.entries.push(entry);
                (self.entries.len() - 1, None)
            }
        };
        self.by_address.insert(address(text), at);
        self.by_sql.insert(Sql(Arc::clone(text)), at);
        evicted
    }
}

fn address(text: &Arc<Text>) -> usize {
    Arc::as_ptr(text).addr()
}

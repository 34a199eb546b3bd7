//! The yardstick in a task, where a server's handlers run: what `orm` on several threads can be compared with.
use super::{Raw, Style};
use crate::peer::{Peer, Work};
use crate::runtime::{Flavor, Runtime};

#[derive(Debug)]
pub struct InTask {
    raw: Option<Carried>,
    runtime: Runtime,
}

#[derive(Debug)]
struct Carried(Raw);

// SAFETY: SQLite is built for several threads, and one at a time has the connection and its statements.
#[allow(unsafe_code, reason = "the raw calls take pointers")]
unsafe impl Send for Carried {}

impl InTask {
    #[must_use]
    pub fn new() -> Self {
        Self { raw: Some(Carried(Raw::new(Style::Task))), runtime: Runtime::new(Flavor::MultiThread) }
    }
}

impl Default for InTask {
    fn default() -> Self {
        Self::new()
    }
}

impl Peer for InTask {
    fn name(&self) -> String {
        self.raw.as_ref().map(|Carried(raw)| raw.name()).unwrap_or_default()
    }

    fn script(&mut self, sql: &str) {
        if let Some(Carried(raw)) = &mut self.raw {
            raw.script(sql);
        }
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let mut carried = self.raw.take()?;
        let (carried, seen) = self.runtime.run(async move {
            let Carried(raw) = &mut carried;
            let seen = raw.work(work, times);
            (carried, seen)
        });
        self.raw = Some(carried);
        seen
    }
}

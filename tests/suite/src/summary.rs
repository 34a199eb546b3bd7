//! What a run says at its end: scenarios per group, and cases per driver.
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use libtest_mimic::Failed;

use crate::backend::{self, Backend};
use crate::cases;
use crate::oracle::{Holder, scenarios};

/// Which cases ran over which driver, and whether they passed.
#[derive(Debug, Default)]
pub(crate) struct Outcomes(Mutex<HashMap<(&'static str, &'static str), bool>>);

impl Outcomes {
    /// Runs a case, and keeps how it went, also if it panics.
    pub(crate) fn record(
        &self,
        backend: Backend,
        case: &'static str,
        run: impl FnOnce() -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        self.keep(backend, case, false);
        run()?;
        self.keep(backend, case, true);
        Ok(())
    }

    fn keep(&self, backend: Backend, case: &'static str, has_passed: bool) {
        let mut outcomes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        outcomes.insert((backend.name(), case), has_passed);
    }

    /// The lines to be printed; none if nothing ran.
    pub(crate) fn summary(&self) -> String {
        let outcomes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        if outcomes.is_empty() {
            return text;
        }
        let mut total = Count::default();
        let mut groups: Vec<(&str, Count)> = Vec::new();
        for scenario in scenarios() {
            if groups.last().is_none_or(|(group, _)| *group != scenario.group()) {
                groups.push((scenario.group(), Count::default()));
            }
            let count = &mut groups.last_mut().expect("one was pushed").1;
            count.add(scenario.holder, &outcomes);
            total.add(scenario.holder, &outcomes);
        }
        for (group, count) in groups.iter().filter(|(_, count)| count.has_run()) {
            let _ = writeln!(text, "scenarios of {group}: {count}");
        }
        if total.has_run() {
            let _ = writeln!(text, "scenarios in total: {total}");
        }
        for backend in backend::ALL {
            let of_backend = outcomes.iter().filter(|((name, _), _)| *name == backend.name());
            let (passed, failed): (Vec<_>, Vec<_>) = of_backend.partition(|(_, has_passed)| **has_passed);
            let left_out = cases::all().count() - passed.len() - failed.len();
            let (name, passed, failed) = (backend.name(), passed.len(), failed.len());
            let _ = writeln!(text, "cases over {name}: {passed} passed, {failed} failed, {left_out} not run");
        }
        text
    }
}

/// How many scenarios of a group came to what.
#[derive(Debug, Default)]
struct Count {
    passed: usize,
    refused: usize,
    failed: usize,
    not_run: usize,
    /// Those that passed, by driver.
    drivers: [usize; backend::ALL.len()],
}

impl Count {
    fn has_run(&self) -> bool {
        self.passed + self.failed > 0
    }

    fn add(&mut self, holder: Holder, outcomes: &HashMap<(&'static str, &'static str), bool>) {
        let case = match holder {
            Holder::Case(case) => case,
            Holder::Refused(_) => return self.refused += 1,
            Holder::Nothing => return self.failed += 1,
        };
        let over = backend::ALL.map(|backend| outcomes.get(&(backend.name(), case)).copied());
        for (count, outcome) in self.drivers.iter_mut().zip(over) {
            *count += usize::from(outcome == Some(true));
        }
        let count = if over.contains(&Some(false)) {
            &mut self.failed
        } else if over.contains(&Some(true)) {
            &mut self.passed
        } else {
            &mut self.not_run
        };
        *count += 1;
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { passed, refused, failed, not_run, drivers } = self;
        write!(f, "{passed} passed, {refused} not applicable, {failed} failed")?;
        if *not_run > 0 {
            write!(f, ", {not_run} not run")?;
        }
        let drivers =
            backend::ALL.iter().zip(drivers).map(|(backend, count)| format!("{} {count}", backend.name()));
        write!(f, " ({})", drivers.collect::<Vec<_>>().join(", "))
    }
}

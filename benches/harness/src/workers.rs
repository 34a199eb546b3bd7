//! Threads that wait for work, as those of a server without async do.
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

type Job = Box<dyn FnOnce() -> usize + Send>;

/// Some threads, and where their results arrive.
#[derive(Debug)]
pub struct Workers {
    jobs: Vec<Sender<Job>>,
    results: Receiver<usize>,
}

impl Workers {
    /// Starts threads.
    #[must_use]
    pub fn new(count: usize) -> Self {
        let (done, results) = channel();
        let jobs = (0..count).map(|_| {
            let (sender, jobs) = channel::<Job>();
            let done = done.clone();
            thread::spawn(move || {
                while let Ok(job) = jobs.recv() {
                    let _ = done.send(job());
                }
            });
            sender
        });
        Self { jobs: jobs.collect(), results }
    }

    /// Gives every thread the work, waits for all of them, and adds their results up.
    ///
    /// # Panics
    ///
    /// If a thread does.
    pub fn all(&self, work: impl Fn(usize) -> usize + Send + Clone + 'static) -> usize {
        for (at, jobs) in self.jobs.iter().enumerate() {
            let work = work.clone();
            jobs.send(Box::new(move || work(at))).expect("the thread lives");
        }
        self.jobs.iter().map(|_| self.results.recv().expect("the thread lives")).sum()
    }
}

//! Gives a database server and its clients processors of their own, where the system is Linux and the program has two.
//!
//! Left alone, the system puts both on one processor or on two, by turns: a statement of 20 µs then takes 55 µs at times.
#![allow(unsafe_code, reason = "the standard library does not bind a thread to a processor")]

/// While it lasts, this thread and those that it starts have all processors but the server's.
pub struct Apart {
    #[cfg(target_os = "linux")]
    before: libc::cpu_set_t,
}

/// Starts a server on the last processor of this thread; other systems place it as they like.
#[cfg(target_os = "linux")]
pub fn apart<T>(start: impl FnOnce() -> T) -> (T, Apart) {
    // SAFETY: the sets are plain bits, of which there are as many as the loop asks for.
    let (before, last, others) = unsafe {
        let mut before: libc::cpu_set_t = std::mem::zeroed();
        libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &raw mut before);
        let mut others = before;
        let mut last = before;
        let processors = 0..libc::CPU_SETSIZE as usize;
        if let Some(server) = processors.clone().rev().find(|&at| libc::CPU_ISSET(at, &before))
            && libc::CPU_COUNT(&before) > 1
        {
            libc::CPU_CLR(server, &mut others);
            libc::CPU_ZERO(&mut last);
            libc::CPU_SET(server, &mut last);
        }
        (before, last, others)
    };
    bind(&last);
    let started = start();
    bind(&others);
    (started, Apart { before })
}

#[cfg(target_os = "linux")]
fn bind(processors: &libc::cpu_set_t) {
    // SAFETY: the set is valid, and of this size.
    unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), processors) };
}

#[cfg(target_os = "linux")]
impl Drop for Apart {
    fn drop(&mut self) {
        bind(&self.before);
    }
}

#[cfg(not(target_os = "linux"))]
pub fn apart<T>(start: impl FnOnce() -> T) -> (T, Apart) {
    (start(), Apart {})
}

//! Gives a database server and its clients processors of their own, where the system is Linux and has two.
//!
//! Left alone, the system puts both on one processor or on two, by turns: a statement of 20 µs then takes 55 µs at times.
#![allow(unsafe_code, reason = "the standard library does not bind a thread to a processor")]

/// Does something that starts a server, on the last processor; afterwards this thread, and those it starts, have the others.
#[cfg(target_os = "linux")]
pub fn apart<T>(start: impl FnOnce() -> T) -> T {
    let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if count < 2 {
        return start();
    }
    bind(count - 1..count);
    let started = start();
    bind(0..count - 1);
    started
}

/// Lets this thread, and those it starts from now on, have all processors again.
#[cfg(target_os = "linux")]
pub fn together(count: usize) {
    bind(0..count);
}

#[cfg(target_os = "linux")]
fn bind(processors: std::ops::Range<usize>) {
    // SAFETY: the set is plain bits, and the numbers are small.
    let bound = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        for processor in processors {
            libc::CPU_SET(processor, &mut set);
        }
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &raw const set)
    };
    assert_eq!(bound, 0, "a thread can be bound to processors that there are");
}

/// Starts it; other systems place it as they like.
#[cfg(not(target_os = "linux"))]
pub fn apart<T>(start: impl FnOnce() -> T) -> T {
    start()
}

/// Does nothing: nothing is bound.
#[cfg(not(target_os = "linux"))]
pub fn together(_count: usize) {}

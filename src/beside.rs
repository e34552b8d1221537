//! Two pieces of work at once: where neither needs the other, a second core halves the wait.

use std::panic::resume_unwind;
use std::thread;

/// Does both and gives both results; `other` on a thread of its own where the system has one to give.
pub(crate) fn beside<A, B: Send>(work: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let started = thread::Builder::new().spawn_scoped(scope, &other);
        let first = work();
        let second = match started {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => other(),
        };
        (first, second)
    })
}

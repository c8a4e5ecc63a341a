//! The one writer of standard error. Whoever logs puts a line into a bounded queue and goes on: a pipe that nobody reads
//! stops this thread, and never a request.

use std::io::Write as _;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// How many bytes wait to be written, at most.
const WAITING_BYTES: usize = 1024 * 1024;

/// The writer of this process.
pub(super) struct Writer {
    queue: Mutex<Queue>,
    /// Told when a line is put into an empty queue.
    filled: Condvar,
    /// Told when everything is written.
    emptied: Condvar,
}

#[derive(Default)]
struct Queue {
    waiting: String,
    /// Lines that did not fit since the writer last took what was waiting.
    dropped: u64,
    dropped_in_all: u64,
    is_writing: bool,
}

impl Writer {
    /// The writer, whose thread begins with the first line.
    pub(super) fn get() -> &'static Self {
        static WRITER: OnceLock<Writer> = OnceLock::new();
        static THREAD: OnceLock<()> = OnceLock::new();
        let writer = WRITER.get_or_init(|| Self {
            queue: Mutex::default(),
            filled: Condvar::new(),
            emptied: Condvar::new(),
        });
        THREAD.get_or_init(|| {
            let thread = std::thread::Builder::new().name("log".to_owned());
            // Without a thread nothing is written, and what does not fit is counted.
            let _ = thread.spawn(|| writer.write_for_ever());
        });
        writer
    }

    /// Puts a line, its line break included, into the queue; one that does not fit is dropped and counted.
    pub(super) fn put(&self, line: &str) {
        let mut queue = self.queue();
        if queue.waiting.len() + line.len() > WAITING_BYTES {
            queue.dropped += 1;
            queue.dropped_in_all += 1;
            return;
        }
        queue.waiting.push_str(line);
        drop(queue);
        self.filled.notify_one();
    }

    /// How many lines did not fit since the process began.
    pub(super) fn dropped_in_all(&self) -> u64 {
        self.queue().dropped_in_all
    }

    /// Waits until everything is written, but no longer than `patience`.
    pub(super) fn flush(&self, patience: Duration) {
        let queue = self.queue();
        let is_busy = |queue: &mut Queue| queue.is_writing || !queue.waiting.is_empty();
        let waited = self.emptied.wait_timeout_while(queue, patience, is_busy);
        drop(waited);
    }

    fn write_for_ever(&self) {
        loop {
            let (lines, dropped) = self.take();
            let mut error = std::io::stderr().lock();
            // A log that cannot be written is no reason to stop.
            let _ = error.write_all(lines.as_bytes());
            if dropped > 0 {
                let _ = writeln!(
                    error,
                    "areia: {dropped} lines of the log were dropped, since nobody read standard error"
                );
            }
            drop(error);
            let mut queue = self.queue();
            queue.is_writing = false;
            if queue.waiting.is_empty() {
                self.emptied.notify_all();
            }
        }
    }

    /// What waits, once something does, and how many lines did not fit behind it.
    fn take(&self) -> (String, u64) {
        let queue = self.queue();
        let queue = self.filled.wait_while(queue, |queue| queue.waiting.is_empty());
        let mut queue = queue.unwrap_or_else(PoisonError::into_inner);
        queue.is_writing = true;
        (std::mem::take(&mut queue.waiting), std::mem::take(&mut queue.dropped))
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! kwgen in a terminal of a given size: keys go in, a screen comes out. Nothing waits for time, only
//! for what the screen shows.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::support::{SCRUBBED, binary, repository};

/// How long a screen may take before the test has failed.
const PATIENCE: Duration = Duration::from_secs(60);

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    is_over: bool,
}

/// A terminal with kwgen in it.
pub(super) struct Screen {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

/// Starts kwgen in `dir`, in a terminal of 24 rows and `columns` columns.
pub(super) fn start(dir: &Path, columns: u16, args: &[&str], env: &[(&str, &str)]) -> Screen {
    start_sized(dir, (24, columns), args, env)
}

/// Starts kwgen in `dir`, in a terminal of this many (rows, columns).
pub(super) fn start_sized(
    dir: &Path,
    (height, columns): (u16, u16),
    args: &[&str],
    env: &[(&str, &str)],
) -> Screen {
    let size = PtySize {
        rows: height,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(binary());
    for name in SCRUBBED {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    for (name, value) in env {
        command.env(name, value);
    }
    command.args(args);
    command.cwd(dir);
    let child = pair.slave.spawn_command(command).expect("kwgen starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let writer = pair.master.take_writer().expect("a writer");
    let seen = Arc::new((
        Mutex::new(Seen {
            parser: vt100::Parser::new(rows(height), rows(columns), 1000),
            bytes: Vec::new(),
            is_over: false,
        }),
        Condvar::new(),
    ));
    let shared = Arc::clone(&seen);
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        loop {
            let count = reader.read(&mut buffer).unwrap_or(0);
            let (lock, changed) = &*shared;
            let mut seen = lock.lock().unwrap_or_else(PoisonError::into_inner);
            if count == 0 {
                seen.is_over = true;
                changed.notify_all();
                return;
            }
            seen.parser.process(&buffer[..count]);
            seen.bytes.extend_from_slice(&buffer[..count]);
            changed.notify_all();
        }
    });
    Screen {
        master: pair.master,
        writer,
        child,
        seen,
    }
}

fn rows(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("more than none")
}

impl Screen {
    /// Waits until the screen is as `wanted` says; fails with what it shows instead.
    #[track_caller]
    fn until(&self, what: &str, wanted: impl Fn(&Seen) -> bool) {
        let (lock, changed) = &*self.seen;
        let mut seen = lock.lock().unwrap();
        let end = Instant::now() + PATIENCE;
        while !wanted(&seen) {
            let left = end.saturating_duration_since(Instant::now());
            let is_lost = left.is_zero() || seen.is_over;
            assert!(
                !is_lost,
                "waited for {what}; the screen shows\n{}",
                text(&seen)
            );
            seen = changed.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until the screen shows `words`.
    #[track_caller]
    pub(super) fn shows(&self, words: &str) -> &Self {
        self.until(words, |seen| text(seen).contains(words));
        self
    }

    /// Waits until an open prompt (the last line that begins with `?`) holds `words`.
    #[track_caller]
    pub(super) fn asks(&self, words: &str) -> &Self {
        self.until(&format!("? {words}"), |seen| {
            text(seen)
                .lines()
                .rev()
                .find(|line| line.starts_with("? "))
                .is_some_and(|line| line.contains(words) && !line.contains("(back)"))
        });
        self
    }

    /// Waits until the screen is the golden one; `KWGEN_BLESS=1` writes it instead.
    #[track_caller]
    pub(super) fn is(&self, name: &str) -> &Self {
        let path = repository(&format!("tests/interview/screens/{name}.txt"));
        if std::env::var_os("KWGEN_BLESS").is_some() {
            std::thread::sleep(Duration::from_millis(700));
            let shown = text(&self.seen.0.lock().unwrap());
            std::fs::write(&path, shown).expect("the golden screen can be written");
            return self;
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        self.until(&format!("{name}:\n{golden}\n"), |seen| text(seen) == golden);
        self
    }

    /// Sends keys.
    pub(super) fn keys(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).expect("keys go in");
        self.writer.flush().expect("keys go in");
        self
    }

    /// Waits until the screen shows `words`, after a resize: crossterm leaves a key that comes at the
    /// same moment unread until the next one, so a key that does nothing is sent as well.
    #[track_caller]
    pub(super) fn shows_after_resize(&mut self, words: &str) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        loop {
            self.keys("\x1b[C");
            let (lock, changed) = &*self.seen;
            let seen = lock.lock().unwrap();
            let (seen, _) = changed
                .wait_timeout_while(seen, Duration::from_millis(50), |seen| {
                    !text(seen).contains(words)
                })
                .unwrap();
            if text(&seen).contains(words) {
                break;
            }
            assert!(
                Instant::now() < end,
                "waited for {words}; the screen shows\n{}",
                text(&seen)
            );
        }
        self
    }

    /// Answers an open prompt.
    #[track_caller]
    pub(super) fn answer(&mut self, question: &str, keys: &str) -> &mut Self {
        self.asks(question);
        self.keys(keys).keys("\r")
    }

    pub(super) fn resize(&self, columns: u16) {
        let size = PtySize {
            rows: 24,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.seen
            .0
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(rows(24), rows(columns));
        self.master.resize(size).expect("a terminal can be resized");
    }

    pub(super) fn process(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    /// Waits for the end; gives the exit code, every byte that was sent, and the last screen.
    pub(super) fn end(mut self) -> (u32, String, String) {
        let (lock, changed) = &*self.seen;
        let mut seen = lock.lock().unwrap();
        let end = Instant::now() + PATIENCE;
        // The process tells that it has ended. The terminal tells it too late where another test, just
        // starting its own process, handed this terminal on: so its last bytes are waited for, not its end.
        let mut ended = None;
        while !seen.is_over {
            let status = self.child.try_wait().expect("it can be asked");
            if status.is_some() && ended.is_none() {
                ended = Some(Instant::now());
            }
            if ended.is_some_and(|at: Instant| at.elapsed() > Duration::from_secs(1)) {
                break;
            }
            if ended.is_none() && Instant::now() > end {
                let _ = self.child.kill();
                panic!("it does not end; the screen shows\n{}", text(&seen));
            }
            seen = changed
                .wait_timeout(seen, Duration::from_millis(20))
                .unwrap()
                .0;
        }
        let status = self.child.wait().expect("it ends");
        assert!(
            !seen.parser.screen().bracketed_paste() && !seen.parser.screen().hide_cursor(),
            "the terminal is as it was"
        );
        let bytes = String::from_utf8_lossy(&seen.bytes).into_owned();
        (status.exit_code(), bytes, text(&seen))
    }
}

fn text(seen: &Seen) -> String {
    let screen = seen.parser.screen();
    let columns = screen.size().1.get();
    let mut lines: Vec<String> = screen
        .rows(0, columns)
        .map(|row| row.trim_end().to_owned())
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}

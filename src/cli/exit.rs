//! The exit codes: one table for all verbs.

use std::process::ExitCode;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// The answer is no: findings, drift, an update is available.
    No,
    /// The request is wrong: usage, answers, pack.
    Request,
    /// Refused, so as not to lose something.
    Refused,
    /// The world failed: I/O.
    World,
    /// Cancelled by the person.
    Cancelled,
}

impl Exit {
    /// The number the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::No => 1,
            Self::Request => 2,
            Self::Refused => 3,
            Self::World => 4,
            Self::Cancelled => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

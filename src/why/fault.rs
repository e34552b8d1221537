//! What can be wrong with the question why a line is there.

use crate::faults;

faults! {
    /// Why a line cannot be explained.
    pub enum WhyFault {
        /// What is not a file with a line.
        NotALine { text: String } = "why.not-a-line",
        /// A file that is not there.
        NoFile { file: String } = "why.no-file",
        /// A folder, or what else is no plain file.
        NotAFile { file: String } = "why.not-a-file",
        /// No lock in any folder above.
        NoLock { file: String } = "why.no-lock",
        /// A line that the file does not have.
        OutOfRange { file: String, line: String, lines: usize } = "why.out-of-range",
        /// A file that kwgen did not write.
        NotOurs { file: String, dir: String } = "why.not-ours",
        /// Answers or kwgen changed since the file was written; this line is still the same.
        Stale { file: String, dir: String } = "why.stale",
        /// Answers or kwgen changed since, and would change this line.
        StaleLine { file: String, dir: String } = "why.stale-line",
        /// No reason of the pack speaks of it.
        NoReason { path: String } = "why.no-reason",
    }
}

//! What can be wrong with a pack.

use crate::faults;

faults! {
    /// What can be wrong with a pack.
    pub enum PackFault {
        /// A file that every pack has is not there.
        NoFile { file: String } = "pack.no-file",
        /// A pack of another release.
        Format { found: u64 } = "pack.format",
        /// A template that does not compile or render.
        Template { detail: String } = "pack.template",
        /// A value in a place where none can be written.
        Layout { template: String, line: u32 } = "pack.layout",
        /// An interview that asks what is no question.
        Interview { id: String } = "pack.interview",
        /// A path that leaves the bundle.
        Path { path: String } = "pack.path",
    }
}

//! What can be wrong with YAML text.

use crate::faults;

faults! {
    /// What can be wrong with YAML text.
    pub enum YamlFault {
        /// Not YAML.
        Syntax { detail: String } = "yaml.syntax",
        /// A tab where YAML wants spaces.
        Tab {} = "yaml.tab",
        /// A key twice in one map.
        DuplicateKey { key: String, first: u32 } = "yaml.duplicate-key",
        /// A key that is no text.
        KeyShape {} = "yaml.key-shape",
        /// An alias to an anchor that is not there.
        NoAnchor {} = "yaml.no-anchor",
        /// `<<` on something that is no map.
        Merge {} = "yaml.merge",
        /// More than the limit.
        TooLarge { limit: usize } = "yaml.too-large",
        /// Deeper than the limit.
        TooDeep { limit: usize } = "yaml.too-deep",
        /// Aliases that unfold to more than the limit.
        Bomb { limit: u64 } = "yaml.bomb",
        /// Bytes that are no UTF-8.
        NotUtf8 { offset: usize } = "yaml.not-utf8",
        /// A file without a document.
        Empty {} = "yaml.empty",
        /// A field that the type does not have.
        UnknownField { path: String, suggestion: String } = "yaml.unknown-field",
        /// A field that must be there.
        MissingField { path: String } = "yaml.missing-field",
        /// A value of another type.
        WrongType { path: String, expected: String, found: String } = "yaml.wrong-type",
    }
}

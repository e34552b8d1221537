//! Where a text comes from: anywhere, or from the binary together with its events.

use std::borrow::Cow;

/// A text to read.
#[derive(Debug, Clone, Copy)]
pub enum Input<'t> {
    /// A text that the parser reads.
    Text(&'t str),
    /// A text of the binary and its events, as `build.rs` recorded them.
    Recorded(&'static str, &'static [u8]),
}

impl Default for Input<'_> {
    fn default() -> Self {
        Self::Text("")
    }
}

impl<'t> From<&'t str> for Input<'t> {
    fn from(text: &'t str) -> Self {
        Self::Text(text)
    }
}

impl<'t> From<&'t String> for Input<'t> {
    fn from(text: &'t String) -> Self {
        Self::Text(text)
    }
}

impl Input<'_> {
    /// The text as it stands.
    pub const fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Recorded(text, _) => text,
        }
    }

    /// The text to keep, without its byte order mark.
    pub(super) fn kept(&self) -> Cow<'static, str> {
        match self {
            Self::Text(text) => {
                let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
                Cow::Owned(text.to_owned())
            }
            Self::Recorded(text, _) => Cow::Borrowed(text),
        }
    }
}

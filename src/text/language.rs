//! The two languages and how one is chosen.

use serde::{Deserialize, Serialize};

/// A language that prose is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Language {
    /// Reads `en`, `zh`, `zh-CN`, `zh_CN.UTF-8` and the like; `None` for any other language.
    pub fn parse(text: &str) -> Option<Self> {
        let tag = text
            .split(['.', '@'])
            .next()
            .unwrap_or_default()
            .replace('_', "-")
            .to_ascii_lowercase();
        match tag.as_str() {
            "zh" | "zh-cn" | "zh-sg" | "zh-hans" | "zh-hans-cn" => Some(Self::Zh),
            "en" | "c" | "posix" => Some(Self::En),
            other if other.starts_with("en-") => Some(Self::En),
            _ => None,
        }
    }

    /// The tags that name this language beside [`tag`](Self::tag), as people write them.
    pub const fn other_tags(self) -> &'static [&'static str] {
        match self {
            Self::En => &[],
            Self::Zh => &["zh", "zh_CN", "zh-Hans"],
        }
    }

    /// The short code that templates see.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// The value of the answer `proseLang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }
}

/// One text in both languages, each written by someone who thinks in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Prose {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Prose {
    /// The text in `language`, without the line break that ends a YAML block.
    pub fn said(&self, language: Language) -> &str {
        match language {
            Language::En => self.en.trim_end(),
            Language::Zh => self.zh.trim_end(),
        }
    }

    /// Whether either half is empty.
    pub fn is_partial(&self) -> bool {
        self.en.trim().is_empty() || self.zh.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        assert_eq!(Language::parse("zh_CN.UTF-8"), Some(Language::Zh));
        assert_eq!(Language::parse("zh"), Some(Language::Zh));
        assert_eq!(Language::parse("en_US.UTF-8"), Some(Language::En));
        assert_eq!(Language::parse("C.UTF-8"), Some(Language::En));
        assert_eq!(Language::parse("de_DE"), None);
    }
}

//! The shape of everything that can go wrong: a stable id, named fields, and
//! the place it was found at. The prose lives in the catalogue.

use std::fmt;
use std::sync::Arc;

/// A position in a file a person can open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's name as the person gave it (`<stdin>` or a flag's name where there is none).
    pub file: Arc<str>,
    /// Line, counted from 1; 0 where the source has no lines (a flag).
    pub line: u32,
    /// Column in characters, counted from 1; 0 where the source has no lines.
    pub column: u32,
}

impl Place {
    /// A place that has a name and no lines, such as the flag `--port`.
    pub fn named(name: &str) -> Self {
        Self {
            file: name.into(),
            line: 0,
            column: 0,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            f.write_str(&self.file)
        } else {
            write!(f, "{}:{}:{}", self.file, self.line, self.column)
        }
    }
}

/// A typed fault that the catalogue can phrase.
pub trait Phrased {
    /// The id of its message in `blueprints/messages/`.
    fn id(&self) -> &'static str;
    /// The named values its message uses.
    fn fields(&self) -> Vec<(&'static str, String)>;
}

/// One thing that is wrong (or worth a warning), ready to be phrased in any language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The id of its message in `blueprints/messages/`.
    pub id: &'static str,
    /// The named values its message uses.
    pub fields: Vec<(&'static str, String)>,
    /// Where it was found, if anywhere.
    pub place: Option<Place>,
}

impl Fault {
    /// A fault without a place.
    pub fn new(phrased: &impl Phrased) -> Self {
        Self {
            id: phrased.id(),
            fields: phrased.fields(),
            place: None,
        }
    }

    /// The same fault, found at `place`.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }
}

/// Adds the faults that are not there yet: what is said of several parts of a service at once is judged
/// with each of them.
pub fn add_new(faults: &mut Vec<Fault>, more: impl IntoIterator<Item = Fault>) {
    for fault in more {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
}

impl<T: Phrased> From<T> for Fault {
    fn from(phrased: T) -> Self {
        Self::new(&phrased)
    }
}

/// Defines an enum of faults: each variant has named fields (all `Display`)
/// and the id of its message.
#[macro_export]
macro_rules! faults {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident { $($field:ident : $type:ty),* $(,)? } = $id:literal),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $vis enum $name {
            $($(#[$variant_meta])* $variant { $(#[doc = concat!("`", stringify!($field), "` in the message.")] $field: $type),* }),*
        }

        impl $crate::text::Phrased for $name {
            fn id(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $id),* }
            }

            fn fields(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$variant { $($field),* } => vec![$((stringify!($field), $field.to_string())),*]),*
                }
            }
        }
    };
}

//! Why a default may be wrong: one reason, or several for different values.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::text::Prose;

/// Why a default may be wrong, for the values that it holds of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// An expression over all answers; absent: always.
    pub when: Option<String>,
    /// The reason.
    pub prose: Prose,
}

impl<'d> Deserialize<'d> for Reason {
    fn deserialize<D: Deserializer<'d>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(default)]
            when: Option<String>,
            en: String,
            zh: String,
        }
        let Fields { when, en, zh } = Fields::deserialize(input)?;
        Ok(Self {
            when,
            prose: Prose { en, zh },
        })
    }
}

/// Reads `{en, zh}`, or a list of `{when, en, zh}`.
pub(super) fn read<'d, D: Deserializer<'d>>(input: D) -> Result<Vec<Reason>, D::Error> {
    struct OneOrSeveral;

    impl<'d> Visitor<'d> for OneOrSeveral {
        type Value = Vec<Reason>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("{en, zh} or a list of {when, en, zh}")
        }

        fn visit_map<A: MapAccess<'d>>(self, map: A) -> Result<Self::Value, A::Error> {
            Reason::deserialize(MapAccessDeserializer::new(map)).map(|one| vec![one])
        }

        fn visit_seq<A: SeqAccess<'d>>(self, items: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(items))
        }
    }

    input.deserialize_any(OneOrSeveral)
}

//! User ids: `10001`, `10001:10002`.

use std::fmt;

use super::ValueFault;

/// A numeric user, with its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserId {
    uid: u32,
    gid: Option<u32>,
}

impl UserId {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let number = |text: &str| {
            Some(text)
                .filter(|text| text.chars().all(|one| one.is_ascii_digit()))
                .and_then(|text| text.parse::<u32>().ok())
                .filter(|id| *id <= i32::MAX.unsigned_abs())
                .ok_or_else(|| ValueFault::User {
                    text: text.to_owned(),
                })
        };
        match text.split_once(':') {
            Some((uid, gid)) => Ok(Self {
                uid: number(uid)?,
                gid: Some(number(gid)?),
            }),
            None => Ok(Self {
                uid: number(text)?,
                gid: None,
            }),
        }
    }

    /// The user.
    pub const fn uid(self) -> u32 {
        self.uid
    }

    /// The group: the user's number unless another is given.
    pub fn gid(self) -> u32 {
        self.gid.unwrap_or(self.uid)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.gid {
            Some(gid) => write!(f, "{}:{gid}", self.uid),
            None => self.uid.fmt(f),
        }
    }
}

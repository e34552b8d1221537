//! Schedules, as the `CronJob` controller reads them (robfig/cron v3, `ParseStandard`).

use std::fmt;

use super::ValueFault;

/// A schedule of five fields, or a descriptor such as `@daily`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    text: String,
    /// Days of the month and months that may meet; empty for descriptors.
    days: u64,
    months: u64,
    any_weekday: bool,
}

const FIELDS: [(&str, u32, u32); 5] = [
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day of month", 1, 31),
    ("month", 1, 12),
    ("day of week", 0, 6),
];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

impl Schedule {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let upper = text.trim_start().to_ascii_uppercase();
        if upper.starts_with("TZ=") || upper.starts_with("CRON_TZ=") {
            return Err(ValueFault::CronZone {
                text: text.to_owned(),
            });
        }
        let whole = |days, months| Self {
            text: text.to_owned(),
            days,
            months,
            any_weekday: true,
        };
        if let Some(word) = text.strip_prefix('@') {
            let known = [
                "yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly",
            ]
            .contains(&word);
            let every = word
                .strip_prefix("every ")
                .is_some_and(|span| super::Seconds::parse(span).is_ok());
            if known || every {
                return Ok(whole(u64::MAX, u64::MAX));
            }
            return Err(ValueFault::CronField {
                text: text.to_owned(),
                field: "@".to_owned(),
                range: "@hourly, @daily, @weekly, @monthly, @yearly, @every 2h".to_owned(),
            });
        }
        let fields: Vec<&str> = text.split_whitespace().collect();
        if fields.len() != FIELDS.len() {
            return Err(ValueFault::CronFields {
                text: text.to_owned(),
                count: fields.len(),
            });
        }
        let mut sets = Vec::new();
        for (field, (name, least, most)) in fields.iter().zip(FIELDS) {
            let set = bits(field, least, most, name).ok_or_else(|| ValueFault::CronField {
                text: (*field).to_owned(),
                field: name.to_owned(),
                range: format!("{least}-{most}"),
            })?;
            sets.push(set);
        }
        let any = |at: usize| {
            fields
                .get(at)
                .is_some_and(|field| field.starts_with(['*', '?']))
        };
        Ok(Self {
            text: text.to_owned(),
            days: sets.get(2).copied().unwrap_or_default(),
            months: sets.get(3).copied().unwrap_or_default(),
            any_weekday: any(4),
        })
    }

    /// Whether no day of any year is meant, such as the 31st of February.
    pub fn never_fires(&self) -> bool {
        const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        self.any_weekday
            && !LENGTHS.iter().zip(1_u32..).any(|(length, month)| {
                self.months & (1 << month) != 0
                    && (1..=*length).any(|day| self.days & (1 << day) != 0)
            })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn bits(field: &str, least: u32, most: u32, name: &str) -> Option<u64> {
    field
        .split(',')
        .map(|part| range(part, least, most, name))
        .try_fold(0, |all, part| part.map(|one| all | one))
}

fn range(part: &str, least: u32, most: u32, name: &str) -> Option<u64> {
    let (span, step) = match part.split_once('/') {
        Some((span, step)) => (
            span,
            Some(step.parse::<u32>().ok().filter(|step| *step > 0)?),
        ),
        None => (part, None),
    };
    let (from, to) = if span == "*" || span == "?" {
        (least, most)
    } else if let Some((from, to)) = span.split_once('-') {
        (number(from, name)?, number(to, name)?)
    } else {
        let from = number(span, name)?;
        (from, if step.is_some() { most } else { from })
    };
    if from < least || to > most || from > to {
        return None;
    }
    let step = usize::try_from(step.unwrap_or(1)).ok()?;
    Some(
        (from..=to)
            .step_by(step)
            .fold(0, |all, one| all | (1 << one)),
    )
}

fn number(text: &str, name: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let named = |names: &[&str]| {
        names
            .iter()
            .position(|known| *known == lower)
            .and_then(|at| u32::try_from(at).ok())
    };
    match name {
        "month" => named(&MONTHS).map(|at| at + 1),
        "day of week" => named(&WEEKDAYS),
        _ => None,
    }
    .or_else(|| {
        if text.chars().all(|one| one.is_ascii_digit()) {
            text.parse().ok()
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_judged_as_the_controller_judges_them() {
        for text in [
            "0 2 * * *",
            "*/5 * * * *",
            "0 0 1 JAN ?",
            "0 9 * * MON-FRI",
            "@daily",
            "@every 1h30m",
            "5/15 * * * *",
        ] {
            assert!(Schedule::parse(text).is_ok(), "{text}");
        }
        for text in [
            "0 2 * * 7",
            "60 * * * *",
            "0 2 * *",
            "0 0 2 * * *",
            "@every",
            "TZ=UTC 0 2 * * *",
            "5-1 * * * *",
            "*/0 * * * *",
        ] {
            assert!(Schedule::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_thirty_first_of_february_never_comes() {
        let never = |text: &str| Schedule::parse(text).is_ok_and(|schedule| schedule.never_fires());
        assert!(never("0 0 31 2 *"));
        assert!(!never("0 0 29 2 *"));
        assert!(!never("0 0 31 2 1"));
    }
}

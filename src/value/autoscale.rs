//! How far a workload is scaled, and by what: `3..12@70%`, `3..12@70%cpu,80%memory`.

use std::fmt;

use super::{ValueFault, closest};

/// Fewer pods than this are no service while a node is drained.
const LEAST: i32 = 2;
/// A share above this is a slip of the pen: a hundred times what was asked for.
const HIGHEST: i32 = 10_000;
/// Memory has the same limit as request, and differences up to a tenth are not acted upon: above this
/// share the pods are killed before there are more of them.
const HIGHEST_MEMORY: i32 = 90;

/// The ends of a range of pods, and the shares of their requests that are aimed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Autoscale {
    least: i32,
    most: i32,
    cpu: Option<i32>,
    memory: Option<i32>,
}

impl Autoscale {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::Autoscale {
            text: text.to_owned(),
        };
        let (range, shares) = text.split_once('@').ok_or_else(fail)?;
        let (least, most) = range.split_once("..").ok_or_else(fail)?;
        let (least, most) = (
            number(least).ok_or_else(fail)?,
            number(most).ok_or_else(fail)?,
        );
        if least >= most {
            return Err(ValueFault::AutoscaleRange { least, most });
        }
        if least < LEAST {
            return Err(ValueFault::AutoscaleLeast { least, most });
        }
        let mut all = Self {
            least,
            most,
            cpu: None,
            memory: None,
        };
        for part in shares.split(',') {
            all.add(part.trim(), fail)?;
        }
        Ok(all)
    }

    /// Adds `70%`, `70%cpu` or `80%memory`.
    fn add(&mut self, part: &str, fail: impl Fn() -> ValueFault) -> Result<(), ValueFault> {
        let (share, name) = part.split_once('%').ok_or_else(&fail)?;
        let share = number(share).ok_or_else(&fail)?;
        if !(1..=HIGHEST).contains(&share) {
            return Err(ValueFault::AutoscaleShare {
                share,
                most: HIGHEST,
            });
        }
        let metric = match name {
            "" | "cpu" => &mut self.cpu,
            "memory" => &mut self.memory,
            other => {
                let suggestion = closest(other, ["cpu", "memory"]).unwrap_or_default();
                return Err(ValueFault::AutoscaleMetric {
                    name: other.to_owned(),
                    suggestion: suggestion.to_owned(),
                });
            }
        };
        if name == "memory" && share > HIGHEST_MEMORY {
            return Err(ValueFault::AutoscaleMemory {
                share,
                most: HIGHEST_MEMORY,
            });
        }
        match metric.replace(share) {
            None => Ok(()),
            Some(_) => Err(ValueFault::AutoscaleTwice {
                name: if name.is_empty() { "cpu" } else { name }.to_owned(),
            }),
        }
    }

    /// The fewest pods.
    pub const fn least(self) -> i32 {
        self.least
    }

    /// The most pods.
    pub const fn most(self) -> i32 {
        self.most
    }

    /// The share of the requested CPU that is aimed at, in percent.
    pub const fn cpu(self) -> Option<i32> {
        self.cpu
    }

    /// The share of the requested memory that is aimed at, in percent.
    pub const fn memory(self) -> Option<i32> {
        self.memory
    }
}

/// Digits and nothing else.
fn number(text: &str) -> Option<i32> {
    Some(text)
        .filter(|text| text.chars().all(|one| one.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
}

impl fmt::Display for Autoscale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}@", self.least, self.most)?;
        match (self.cpu, self.memory) {
            (Some(cpu), Some(memory)) => write!(f, "{cpu}%cpu,{memory}%memory"),
            (None, Some(memory)) => write!(f, "{memory}%memory"),
            (Some(cpu), None) => write!(f, "{cpu}%"),
            // A parsed value has at least one of them.
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_one_spelling() {
        for (text, written) in [
            ("3..12@70%", "3..12@70%"),
            ("3..12@70%cpu", "3..12@70%"),
            ("2..3@80%memory", "2..3@80%memory"),
            ("3..12@80%memory,70%", "3..12@70%cpu,80%memory"),
            ("3..12@70%cpu, 80%memory", "3..12@70%cpu,80%memory"),
            ("03..12@150%", "3..12@150%"),
        ] {
            let parsed = Autoscale::parse(text).map(|one| one.to_string());
            assert_eq!(parsed.as_deref(), Ok(written), "{text}");
        }
    }

    #[test]
    fn what_scales_nothing_or_risks_an_outage_is_refused() {
        let fault = |text: &str| Autoscale::parse(text).err();
        for text in [
            "",
            "3",
            "3..12",
            "3-12@70%",
            "3..12@",
            "3..12@70",
            "3..12@%",
            "..12@70%",
            "3..@70%",
            "+3..12@70%",
            "3..12@70%,",
            "3..12@-1%",
            "3..99999999999@70%",
        ] {
            assert!(
                matches!(fault(text), Some(ValueFault::Autoscale { .. })),
                "{text}"
            );
        }
        for text in ["3..3@70%", "12..3@70%", "1..1@70%"] {
            assert!(
                matches!(fault(text), Some(ValueFault::AutoscaleRange { .. })),
                "{text}"
            );
        }
        for text in ["0..3@70%", "1..3@70%"] {
            assert!(
                matches!(fault(text), Some(ValueFault::AutoscaleLeast { .. })),
                "{text}"
            );
        }
        for text in ["3..12@0%", "3..12@10001%"] {
            assert!(
                matches!(fault(text), Some(ValueFault::AutoscaleShare { .. })),
                "{text}"
            );
        }
        let twice = fault("3..12@70%,80%cpu");
        assert!(matches!(twice, Some(ValueFault::AutoscaleTwice { name }) if name == "cpu"));
        let unknown = fault("3..12@70%mem");
        assert!(matches!(unknown, Some(ValueFault::AutoscaleMetric { name, .. }) if name == "mem"));
        let late = fault("3..12@91%memory");
        assert!(matches!(
            late,
            Some(ValueFault::AutoscaleMemory { share: 91, .. })
        ));
    }
}

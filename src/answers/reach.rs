//! Which part of a service an answer is for, and which parts a file names.

use crate::text::Place;
use crate::value::closest;

/// The part of a service that an answer is for: all of it, one workload, one environment, or one
/// workload in one environment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Only this workload.
    pub workload: Option<String>,
    /// Only this environment.
    pub environment: Option<String>,
}

impl Reach {
    /// Strongest first: an environment's workload, an environment, a workload, all.
    pub(super) const fn rank(&self) -> u8 {
        match (&self.environment, &self.workload) {
            (Some(_), Some(_)) => 0,
            (Some(_), None) => 1,
            (None, Some(_)) => 2,
            (None, None) => 3,
        }
    }

    /// Whether an answer with this reach counts for `part`.
    pub fn covers(&self, part: Part<'_>) -> bool {
        let fits = |own: &Option<String>, wanted: Option<&str>| {
            own.as_deref().is_none_or(|own| Some(own) == wanted)
        };
        fits(&self.workload, part.workload) && fits(&self.environment, part.environment)
    }
}

/// One workload in one environment: what one resolution is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part<'p> {
    /// The workload; `None` for the one of a flat file.
    pub workload: Option<&'p str>,
    /// The environment; `None` for what all of them share.
    pub environment: Option<&'p str>,
}

/// A workload or environment with the place of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its key.
    pub id: String,
    /// Where the key stands.
    pub place: Place,
}

/// The workloads and environments that a file names, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// Its workloads; none in a flat file.
    pub workloads: Vec<Named>,
    /// Its environments.
    pub environments: Vec<Named>,
}

impl Outline {
    /// One workload and no environment.
    pub const fn is_flat(&self) -> bool {
        self.workloads.is_empty() && self.environments.is_empty()
    }

    /// The parts of one environment, or of what all share.
    pub fn parts<'o>(&'o self, environment: Option<&'o str>) -> Vec<Part<'o>> {
        let part = |workload| Part {
            workload,
            environment,
        };
        if self.workloads.is_empty() {
            return vec![part(None)];
        }
        let ids = self.workloads.iter().map(|one| one.id.as_str());
        ids.map(|id| part(Some(id))).collect()
    }

    /// The known id that `wrong` may stand for.
    pub(super) fn suggestion(known: &[Named], wrong: &str) -> String {
        let ids = known.iter().map(|one| one.id.as_str());
        closest(wrong, ids).unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(environment: Option<&str>, workload: Option<&str>) -> Reach {
        Reach {
            environment: environment.map(str::to_owned),
            workload: workload.map(str::to_owned),
        }
    }

    #[test]
    fn an_answer_counts_for_the_parts_that_its_reach_covers() {
        let part = Part {
            workload: Some("api"),
            environment: Some("prod"),
        };
        let shared = Part {
            environment: None,
            ..part
        };
        for (environment, workload, in_prod, in_shared) in [
            (None, None, true, true),
            (None, Some("api"), true, true),
            (None, Some("worker"), false, false),
            (Some("prod"), None, true, false),
            (Some("prod"), Some("api"), true, false),
            (Some("staging"), Some("api"), false, false),
        ] {
            let reach = reach(environment, workload);
            assert_eq!(reach.covers(part), in_prod, "{reach:?}");
            assert_eq!(reach.covers(shared), in_shared, "{reach:?}");
        }
    }

    #[test]
    fn the_narrower_reach_is_the_stronger() {
        let ranks = [
            reach(Some("prod"), Some("api")),
            reach(Some("prod"), None),
            reach(None, Some("api")),
            reach(None, None),
        ]
        .map(|reach| reach.rank());
        assert_eq!(ranks, [0, 1, 2, 3]);
    }
}

//! How many pods a workload runs: a number, or a range that an autoscaler moves in.

use serde::Serialize;

use super::Claim;
use super::build::Builder;
use super::contradiction::ServiceFault;
use crate::decide::Controller;
use crate::question::Canonical;
use crate::value::{self, Quantity};

/// Kubernetes takes no longer window, in seconds.
const LONGEST_WINDOW: i64 = 3600;

/// One resource that the number of pods follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metric {
    /// `cpu` or `memory`.
    pub resource: String,
    /// How much of it is used on average, in percent of what is requested.
    pub share: i32,
    /// What is requested.
    pub request: String,
}

/// The range that an autoscaler moves in, and what it goes by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Autoscale {
    /// The fewest pods.
    pub least: i64,
    /// The most pods.
    pub most: i64,
    /// What it goes by.
    pub metrics: Vec<Metric>,
    /// Seconds of less load before pods go.
    pub window: i64,
}

/// How many pods a workload runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pods {
    /// The fixed number; absent where an autoscaler owns it.
    pub(super) replicas: Option<i64>,
    /// What owns it then.
    pub(super) autoscale: Option<Autoscale>,
}

impl Pods {
    /// The fewest at any time.
    pub(super) fn fewest(&self) -> Option<i64> {
        self.autoscale
            .as_ref()
            .map(|one| one.least)
            .or(self.replicas)
    }

    /// The most at any time, but for an update.
    pub(super) fn most(&self) -> Option<i64> {
        self.autoscale
            .as_ref()
            .map(|one| one.most)
            .or(self.replicas)
    }
}

impl Builder<'_> {
    /// How many pods; several at once and one disk contradict each other.
    pub(super) fn pods(&mut self, controller: Controller, storage: &[Claim]) -> Pods {
        let autoscale = self.autoscale();
        let pods = Pods {
            replicas: self.number("replicas").filter(|_| autoscale.is_none()),
            autoscale,
        };
        let id = if pods.autoscale.is_some() {
            "autoscale"
        } else {
            "replicas"
        };
        self.judge_one_disk(controller, storage, id, pods.most());
        pods
    }

    fn autoscale(&mut self) -> Option<Autoscale> {
        let Canonical::Text(text) = self.value("autoscale") else {
            return None;
        };
        let range = value::Autoscale::parse(&text).ok()?;
        if let Some(share) = range.cpu() {
            self.judge_share(share);
        }
        let metric = |resource: &str, share: Option<i32>| {
            Some(Metric {
                resource: resource.to_owned(),
                share: share?,
                request: self.text(resource),
            })
        };
        let metrics = [metric("cpu", range.cpu()), metric("memory", range.memory())];
        Some(Autoscale {
            least: range.least().into(),
            most: range.most().into(),
            metrics: metrics.into_iter().flatten().collect(),
            window: self.window(),
        })
    }

    /// How long the load must be low before pods go.
    fn window(&mut self) -> i64 {
        let window = self.number("scaleDown").unwrap_or_default();
        if window > LONGEST_WINDOW {
            let seconds = window;
            self.fail("scaleDown", ServiceFault::LongWindow { seconds });
        }
        window
    }

    /// Pods are throttled at their CPU limit, and differences up to a tenth are not acted upon: a share
    /// that lies above both is never passed, so that nothing is ever scaled up.
    fn judge_share(&mut self, share: i32) {
        let (cpu, limit) = (self.text("cpu"), self.text("cpuLimit"));
        let milli = |text: &str| Quantity::parse(text).map_or(0, |one| one.milli());
        let (request, ceiling) = (milli(&cpu), milli(&limit));
        // A limit below the request is a fault of its own.
        if request > 0 && ceiling >= request && i128::from(share) * 110 * request > ceiling * 10_000
        {
            let most = (ceiling * 10_000 / (request * 110)).to_string();
            self.fail(
                "autoscale",
                ServiceFault::NeverScales {
                    share,
                    cpu,
                    limit,
                    most,
                },
            );
        }
    }
}

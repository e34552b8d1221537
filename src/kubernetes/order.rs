//! In which order objects are applied. Data, in `blueprints/kubernetes/order.yaml`.

use serde::Deserialize;

use crate::embedded;
use crate::yaml;

const FILE: &str = "kubernetes/order.yaml";

#[derive(Default, Deserialize)]
struct Order {
    order: Vec<Vec<String>>,
}

/// The numbers of kinds in apply order, from 1. Read only where manifests are written whole.
#[derive(Default)]
pub struct Rows(Order);

impl Rows {
    /// The table that kwgen comes with.
    pub fn read() -> Self {
        let text = embedded::data(FILE);
        Self(
            text.and_then(|text| yaml::load(FILE, text).ok())
                .unwrap_or_default(),
        )
    }

    /// The row of a kind; one that is not in the table comes last.
    pub fn of(&self, kind: &str) -> usize {
        let rows = &self.0.order;
        let row = rows
            .iter()
            .position(|row| row.iter().any(|one| one == kind));
        row.unwrap_or(rows.len()) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pod_needs_comes_before_it() {
        let rows = Rows::read();
        let kinds = [
            "Namespace",
            "NetworkPolicy",
            "Service",
            "Deployment",
            "HorizontalPodAutoscaler",
            "Unheard",
        ];
        let numbers: Vec<usize> = kinds.iter().map(|kind| rows.of(kind)).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    }
}

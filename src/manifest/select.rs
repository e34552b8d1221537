//! Which labels a selector picks.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

/// The labels of an object or a pod.
pub(crate) type Labels = BTreeMap<String, String>;

/// Whether every pair is among the labels.
pub fn matches(pairs: Option<&Labels>, labels: Option<&Labels>) -> bool {
    pairs
        .into_iter()
        .flatten()
        .all(|(key, value)| labels.and_then(|all| all.get(key)) == Some(value))
}

/// Whether a selector picks the labels; an empty one picks all.
pub fn selects(selector: &LabelSelector, labels: Option<&Labels>) -> bool {
    let expressions = selector.match_expressions.iter().flatten();
    matches(selector.match_labels.as_ref(), labels)
        && expressions.into_iter().all(|one| {
            let found = labels.and_then(|all| all.get(&one.key));
            let is_listed =
                found.is_some_and(|value| one.values.iter().flatten().any(|word| word == value));
            match one.operator.as_str() {
                "In" => is_listed,
                "NotIn" => !is_listed,
                "Exists" => found.is_some(),
                "DoesNotExist" => found.is_none(),
                _ => false,
            }
        })
}

#[cfg(test)]
mod tests {
    use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelectorRequirement;

    use super::*;

    fn expression(key: &str, operator: &str, values: &[&str]) -> LabelSelector {
        LabelSelector {
            match_expressions: Some(vec![LabelSelectorRequirement {
                key: key.to_owned(),
                operator: operator.to_owned(),
                values: Some(values.iter().map(|one| (*one).to_owned()).collect()),
            }]),
            ..LabelSelector::default()
        }
    }

    #[test]
    fn expressions_count_as_the_server_counts_them() {
        let labels = Labels::from([("app".to_owned(), "web".to_owned())]);
        let picks = |key, operator, values: &[&str]| {
            selects(&expression(key, operator, values), Some(&labels))
        };
        assert!(picks("app", "In", &["web", "api"]));
        assert!(!picks("app", "NotIn", &["web"]));
        assert!(picks("tier", "NotIn", &["web"]));
        assert!(picks("tier", "DoesNotExist", &[]));
        assert!(!picks("tier", "Exists", &[]));
        assert!(selects(&LabelSelector::default(), None));
    }
}

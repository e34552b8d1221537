//! Where the values of a file come from that holds some documents of a rendered one.

use std::sync::Arc;

use super::Rendered;
use crate::pack::Site;

/// The provenance of `text`, whose documents are all among those of `whole`; `None` where one is not.
pub(crate) fn part_of(whole: &Rendered, text: &str) -> Option<Vec<(u32, Vec<Arc<Site>>)>> {
    if whole.text == text {
        return Some(whole.provenance.clone());
    }
    let known = documents(&whole.text);
    let mut provenance = Vec::new();
    for (start, document) in documents(text) {
        let (from, _) = known.iter().find(|(_, one)| *one == document)?;
        let count = u32::try_from(document.len()).ok()?;
        let own = whole.provenance.iter();
        let own = own.filter(|(line, _)| (*from..*from + count).contains(line));
        provenance.extend(own.map(|(line, sites)| (line - from + start, sites.clone())));
    }
    Some(provenance)
}

/// The lines of each document, with the number (from 1) of the first.
fn documents(text: &str) -> Vec<(u32, Vec<&str>)> {
    let mut all: Vec<(u32, Vec<&str>)> = vec![(1, Vec::new())];
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_end() == "---" {
            all.push((number + 1, Vec::new()));
        } else if let Some((_, last)) = all.last_mut() {
            last.push(line);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_keeps_its_values_where_others_are_left_out() {
        let site = |line| {
            Arc::new(Site {
                template: "t".to_owned(),
                line,
                expression: "e".to_owned(),
            })
        };
        let whole = Rendered {
            path: "base/a.yaml".to_owned(),
            text: "a: 1\n---\nb: 1\nc: 2\n---\nd: 3\n".to_owned(),
            is_manifest: true,
            is_delivery: false,
            is_once: false,
            workload: None,
            provenance: vec![(1, vec![site(1)]), (4, vec![site(4)]), (6, vec![site(6)])],
        };
        let lines = |text: &str| {
            let part = part_of(&whole, text)?;
            Some(part.iter().map(|(line, _)| *line).collect::<Vec<u32>>())
        };
        assert_eq!(lines("b: 1\nc: 2\n---\nd: 3\n"), Some(vec![2, 4]));
        assert_eq!(lines(&whole.text), Some(vec![1, 4, 6]));
        assert_eq!(lines("b: 2\n"), None);
    }
}

//! A message as its own description: each value stands as its name, and a slash between what it says in
//! one case and in another.

use super::{Language, messages};

/// The text of the message `id` with `NAME` where a value would be; empty where there is none.
pub fn outline(language: Language, id: &str) -> String {
    let Some(entry) = messages().get(id) else {
        return String::new();
    };
    let mut rest = match language {
        Language::En => entry.en.as_str(),
        Language::Zh => entry.zh.as_str(),
    };
    let mut out = String::new();
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        let (close, is_value) = if tail.starts_with('{') {
            ("}}", true)
        } else {
            ("%}", false)
        };
        let Some((inner, after)) = tail.split_once(close) else {
            rest = tail;
            break;
        };
        if is_value {
            let name = inner.trim_matches(['{', ' ']);
            out.push_str(&name.to_uppercase());
        } else if inner.contains(" el") {
            out.push_str(" / ");
        }
        rest = after;
    }
    out.push_str(rest);
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_one_case_is_apart_from_what_is_said_in_another() {
        let said = outline(Language::En, "rule.no-node");
        assert!(said.contains("TAINT / none has"), "{said}");
        let said = outline(Language::Zh, "rule.run-as-low-user");
        assert!(said.contains("重合 / 没有 runAsGroup"), "{said}");
    }

    #[test]
    fn values_stand_as_their_names_and_conditions_are_left_out() {
        let said = outline(Language::En, "answers.unknown-key");
        assert_eq!(said, "unknown key KEY; did you mean SUGGESTION?");
        assert_eq!(outline(Language::En, "no.such-message"), "");
    }
}

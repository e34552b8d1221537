//! A message as its own description: each value stands as its name.

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
    fn values_stand_as_their_names_and_conditions_are_left_out() {
        let said = outline(Language::En, "answers.unknown-key");
        assert_eq!(said, "unknown key KEY; did you mean SUGGESTION?");
        assert_eq!(outline(Language::En, "no.such-message"), "");
    }
}

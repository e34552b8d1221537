//! Splitting a command into words as a shell would, without expanding anything.

use super::ValueFault;

/// The words of a command; quotes group, a backslash takes the next character as it is.
pub fn words(text: &str) -> Result<Vec<String>, ValueFault> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(character),
            (_, '\\') => word.get_or_insert_default().extend(characters.next()),
            (None, '"' | '\'') => {
                word.get_or_insert_default();
                quote = Some(character);
            }
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    if quote.is_some() {
        return Err(ValueFault::Quote {
            text: text.to_owned(),
        });
    }
    words.extend(word);
    Ok(words)
}

/// The words as one line that [`words`] cuts into the same words again.
pub fn join_words(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quote(word)).collect();
    quoted.join(" ")
}

fn quote(word: &str) -> String {
    let is_plain = |one: char| !one.is_whitespace() && !matches!(one, '"' | '\'' | '\\');
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn joined_words_are_cut_into_the_same_words(all in proptest::collection::vec(".*", 0..4)) {
            proptest::prop_assert_eq!(words(&join_words(&all)), Ok(all));
        }
    }

    #[test]
    fn quotes_group_and_an_open_one_is_refused() {
        assert_eq!(
            words("a 'b c' \"d e\" f\\ g ''"),
            Ok(["a", "b c", "d e", "f g", ""].map(str::to_owned).to_vec())
        );
        assert!(words("a 'b").is_err());
    }
}

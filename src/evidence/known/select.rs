//! Which facts hold for the version that was met, and whether its own service runs at all.

use super::super::Evidence;
use super::super::hints::last_part;
use super::{Fact, Known, User, When};
use crate::answers::Resolved;
use crate::decide::Controller;
use crate::question::Questions;

impl<'k> Known<'k> {
    /// Where what it proposes comes from.
    pub(super) fn origin(&self) -> String {
        self.id.to_owned()
    }

    /// Whether a fact holds for this version.
    pub(super) fn holds(&self, when: Option<&When>) -> bool {
        let Some(when) = when else { return true };
        let words: Vec<&str> = self.tag.split(['-', '.', '_']).collect();
        // `alpine` is also in `alpine3.20`.
        let has = |word: &str| words.iter().any(|one| one.starts_with(word));
        if when.tag.as_deref().is_some_and(|word| !has(word))
            || when.without.as_deref().is_some_and(has)
        {
            return false;
        }
        if when.from.is_none() && when.below.is_none() {
            return true;
        }
        let Some(version) = version(&self.tag) else {
            return false;
        };
        let bound = |text: &Option<String>| text.as_deref().and_then(self::version);
        bound(&when.from).is_none_or(|from| version >= from)
            && bound(&when.below).is_none_or(|below| version < below)
    }

    /// The facts of a list that hold.
    pub(in crate::evidence) fn all(&self, facts: &'k [Fact]) -> impl Iterator<Item = &'k str> {
        facts
            .iter()
            .filter(|one| self.holds(one.when.as_ref()))
            .map(|one| one.is.as_str())
    }

    /// The first fact of a list that holds.
    pub(super) fn first(&self, facts: &'k [Fact]) -> Option<&'k str> {
        self.all(facts).next()
    }

    /// The user that works; `named` is the one that the config names.
    pub(super) fn user(&self, named: Option<&str>) -> Option<&'k User> {
        let mut users = self.image.user.iter();
        users.find(|one| {
            let is_named = named.is_some() && named == one.name.as_deref();
            self.holds(one.when.as_ref()) && (is_named || !one.offered)
        })
    }

    /// The controller that fits.
    pub(super) fn controller(&self) -> Option<Controller> {
        Controller::parse(self.first(&self.image.controller)?)
    }

    /// Whether facts differ by version and the tag does not tell it.
    pub(super) fn is_version_unknown(&self) -> bool {
        let differs = |when: &When| when.from.is_some() || when.below.is_some();
        version(&self.tag).is_none()
            && self
                .image
                .origins()
                .iter()
                .any(|(_, when)| when.is_some_and(differs))
    }

    /// Whether the container starts the service of this image, and not a command of another kind.
    pub(super) fn serves(
        &self,
        evidence: &Evidence,
        questions: &Questions,
        resolved: &Resolved,
    ) -> bool {
        let starts = &self.image.starts;
        if starts.is_empty() {
            return true;
        }
        let is_own = |word: &String| starts.iter().any(|one| one == last_part(word));
        let command = resolved.value(questions, "command");
        let args = resolved.value(questions, "args");
        match (command.items(), args.items(), &evidence.command) {
            ([word, ..], _, _) => is_own(word),
            ([], [word, ..], _) if !word.starts_with('-') => is_own(word),
            ([], [], Some(command)) => command.value.iter().any(is_own),
            _ => true,
        }
    }
}

/// The numbers that a tag begins with; `None` where it begins with none.
pub(super) fn version(tag: &str) -> Option<Vec<u64>> {
    let tag = tag.strip_prefix('v').unwrap_or(tag);
    let mut numbers = Vec::new();
    for part in tag.split('.') {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(number) => numbers.push(number),
            Err(_) => break,
        }
        if digits.len() < part.len() {
            break;
        }
    }
    (!numbers.is_empty()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::super::{How, KnownImage};
    use super::*;
    use crate::yaml;

    const FACTS: &str = "title: {en: A, zh: A}\nsources: {a: https://a.example.com}\nuser:\n- {is: \"70\", source: a, when: {tag: alpine}}\n- {is: \"999\", source: a}\ndata:\n- {is: /old, source: a, when: {below: \"18\"}}\n- {is: /new, source: a, when: {from: \"18\"}}\n";

    #[test]
    fn a_version_is_what_the_tag_begins_with() {
        assert_eq!(version("16.4-alpine3.20"), Some(vec![16, 4]));
        assert_eq!(version("v3.5.12"), Some(vec![3, 5, 12]));
        assert_eq!(version("18"), Some(vec![18]));
        assert_eq!(version("stable-alpine"), None);
        assert!(version("18.0") >= version("18"));
        assert!(version("17.9") < version("18"));
    }

    #[test]
    fn facts_are_chosen_by_version_and_variant_and_none_where_the_version_is_unknown() {
        let loaded = yaml::load::<KnownImage>("a.yaml", FACTS);
        assert!(loaded.is_ok(), "{loaded:?}");
        let Ok(image) = loaded else { return };
        let met = |tag: &str| {
            let known = Known {
                id: "a",
                image: &image,
                how: How::Name,
                tag: tag.to_owned(),
            };
            let user = known.user(None).map(|user| user.is.clone());
            let data: Vec<String> = known.all(&image.data).map(str::to_owned).collect();
            (
                user.unwrap_or_default(),
                data.join(","),
                known.is_version_unknown(),
            )
        };
        let own = |user: &str, data: &str, unknown| (user.to_owned(), data.to_owned(), unknown);
        assert_eq!(met("17.9"), own("999", "/old", false));
        assert_eq!(met("18.2-alpine3.22"), own("70", "/new", false));
        assert_eq!(met("stable"), own("999", "", true));
    }

    #[test]
    fn a_field_that_no_image_has_is_refused_with_its_line() {
        let text = format!("{FACTS}wirtable: [{{is: /a, source: a}}]\n");
        let faults = yaml::load::<KnownImage>("a.yaml", &text)
            .err()
            .unwrap_or_default();
        let places: Vec<String> = faults
            .iter()
            .filter_map(|fault| fault.place.as_ref().map(ToString::to_string))
            .collect();
        assert_eq!(places, ["a.yaml:9:1"], "{faults:?}");
    }
}

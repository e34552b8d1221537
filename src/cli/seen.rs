//! All that is seen of the image that was asked for.

use super::request::Request;
use crate::answers::Resolved;
use crate::evidence::Sight;
use crate::pack::Pack;
use crate::text::Fault;
use crate::value::Image;

impl Request<'_> {
    /// Asks something of all that is seen of the image.
    pub(super) fn seen<T: Default>(
        &self,
        pack: &Pack,
        resolved: &Resolved,
        ask: impl FnOnce(Sight<'_>) -> T,
    ) -> (T, Vec<Fault>) {
        let image = resolved.value(&pack.questions, "image").to_text();
        let (known, faults) = match pack.known_image(&image, &self.evidence) {
            Ok(known) => (known, Vec::new()),
            Err(faults) => (None, faults),
        };
        let variables: Vec<(&str, &str)> = pack
            .variables
            .iter()
            .map(|one| (one.name.as_str(), one.value.as_str()))
            .collect();
        let parsed = Image::parse(&image).ok();
        let answer = ask(Sight {
            evidence: &self.evidence,
            known: known.as_ref(),
            hints: &pack.hints,
            questions: &pack.questions,
            variables: &variables,
            secret_root: &pack.facts.secret_root,
            image_name: parsed.as_ref().map_or("", Image::name),
        });
        (answer, faults)
    }
}

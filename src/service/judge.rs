//! What is wrong with answers before anything is made of them.

use super::build::{Builder, SYSTEM_PRIORITIES};
use super::contradiction::{self, ServiceFault};
use crate::question::Canonical;
use crate::value::{Image, Quantity};

/// The word for a policy that judges connections both ways.
pub(super) const BOTH: &str = "both";
/// The rule that a mutable image breaks.
const MUTABLE_IMAGE: &str = "image-tag-missing";

impl Builder<'_> {
    /// What is wrong with answers before anything is made of them.
    pub(super) fn judge_answers(&mut self) {
        let questions = &self.material.pack.questions;
        let resolved = self.material.resolved;
        let mut faults = contradiction::excluded(questions, resolved);
        faults.extend(contradiction::forced_fault(questions, resolved));
        for (fault, place) in faults {
            self.fail_at(fault, place);
        }
        let namespace = self.text("namespace");
        if self.facts().shared_namespaces.contains(&namespace) {
            self.fail("namespace", ServiceFault::SharedNamespace { namespace });
        }
        if let Ok(image) = Image::parse(&self.text("image")) {
            self.judge_image(&image);
        }
        let priority = self.text("priorityClass");
        if priority.starts_with("system-") && !SYSTEM_PRIORITIES.contains(&priority.as_str()) {
            let name = priority;
            self.fail("priorityClass", ServiceFault::ReservedPriority { name });
        }
        let (cpu, limit) = (self.text("cpu"), self.text("cpuLimit"));
        if let (Ok(request), Ok(most)) = (Quantity::parse(&cpu), Quantity::parse(&limit))
            && most < request
        {
            self.fail("cpuLimit", ServiceFault::CpuLimit { cpu, limit });
        }
    }

    /// The connections that a policy judges: less than all of them in a namespace that denies the rest
    /// would close what is meant to be open.
    pub(super) fn network_policy(&mut self) -> String {
        let said = self.text("networkPolicy");
        let is_own = self.value("ownNamespace") == Canonical::Bool(true);
        if is_own && said != BOTH {
            let said = said.clone();
            self.fail("networkPolicy", ServiceFault::PolicyOfNamespace { said });
        }
        said
    }

    fn judge_image(&mut self, image: &Image) {
        let text = image.to_string();
        if image.digest().is_some() {
            return;
        }
        if (image.tag().is_none() || image.is_latest()) && !self.is_accepted(MUTABLE_IMAGE) {
            self.fail("image", ServiceFault::Mutable { image: text });
        } else {
            self.warning(ServiceFault::NoDigest { image: text });
        }
    }
}

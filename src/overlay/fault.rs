//! What can be wrong with a layout.

use crate::faults;

faults! {
    /// Why there is no layout.
    pub(super) enum OverlayFault {
        /// kustomize would build something else.
        Inexact { environment: String, object: String } = "overlay.inexact",
        /// Not Kubernetes objects.
        Unreadable { file: String } = "overlay.unreadable",
    }
}

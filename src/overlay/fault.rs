//! What can be wrong with a layout.

use crate::faults;

faults! {
    /// Why there is no layout.
    pub enum OverlayFault {
        /// kustomize would build something else.
        Inexact { environment: String, object: String } = "overlay.inexact",
        /// What lies on disk cannot be built.
        Unbuildable { environment: String } = "overlay.unbuildable",
        /// Not Kubernetes objects.
        Unreadable { file: String } = "overlay.unreadable",
    }
}

//! What evidence says of a service that its owner should know.

use crate::faults;

faults! {
    /// What evidence says.
    pub enum EvidenceFault {
        /// A file that is no image config.
        ImageConfig { file: String, detail: String } = "evidence.image-config",
        /// The image runs as root.
        Root { at: String, user: i64 } = "evidence.root",
        /// The image names a user that Kubernetes cannot check.
        NamedUser { user: String, at: String } = "evidence.named-user",
        /// Nothing says as which user the image runs.
        OtherUser { user: i64, fails_en: String, fails_zh: String } = "evidence.other-user",
        /// A port of the image that no answer mentions.
        Undeclared { port: u16, at: String } = "evidence.undeclared-port",
        /// A port that a process without root cannot bind.
        LowPort { port: u16, at: String } = "evidence.low-port",
        /// A volume that nothing is mounted at.
        Volume { path: String, at: String } = "evidence.volume",
        /// A writable path that may hide files of the image.
        HiddenPath { path: String } = "evidence.hidden-path",
        /// A volume, and `stateful: false`.
        VolumeStateless { path: String, at: String } = "evidence.volume-stateless",
        /// A database, and no `StatefulSet`.
        Database { image: String, controller: String } = "evidence.database",
        /// A process that ends, in a controller that restarts it for ever.
        Exits { command: String, controller: String, at: String } = "evidence.exits",
    }
}

//! What evidence says of a service that its owner should know.

use crate::faults;

faults! {
    /// What evidence says.
    pub enum EvidenceFault {
        /// A file that is no image config.
        ImageConfig { file: String, detail: String } = "evidence.image-config",
        /// The image runs as root.
        Root { at: String, user: i64, fails_en: String, fails_zh: String } = "evidence.root",
        /// The image names a user that Kubernetes cannot check.
        NamedUser { user: String, at: String, chosen: i64 } = "evidence.named-user",
        /// Nothing says as which user the image runs.
        OtherUser { user: i64, fails_en: String, fails_zh: String } = "evidence.other-user",
        /// An image for Arm, which keeps its pods on Arm nodes.
        Arm { at: String } = "evidence.arm",
        /// An image for other nodes than it is to run on.
        Architecture { seen: String, at: String, chosen: String } = "evidence.architecture",
        /// An image for GPUs, and no answer that asks for one.
        Gpu { variable: String, at: String } = "evidence.gpu",
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
        /// What is known to go wrong in silence.
        Known { image: String, text_en: String, text_zh: String, url: String } = "evidence.known",
        /// A program that does not do its work like this.
        Program { name: String, text_en: String, text_zh: String, url: String } = "evidence.program",
        /// A script of unknown content that starts the image.
        Script { script: String, at: String } = "evidence.script",
        /// An image that is known not to run like this.
        CannotRun { image: String, text_en: String, text_zh: String, url: String } = "evidence.cannot-run",
        /// A variable that the image does not work without.
        Needs { image: String, variables: String, why_en: String, why_zh: String, file: String, first: String, secret: String } = "evidence.needs",
        /// The key that a Secret must have.
        SecretKey { image: String, secret: String, key: String, namespace: String, why_en: String, why_zh: String } = "evidence.secret-key",
        /// Several replicas of what is known to be one server.
        Separate { image: String, replicas: i64 } = "evidence.separate",
        /// The image config and the table of known images disagree.
        Conflict { id: String, seen: String, at: String, image: String, expected: String } = "evidence.conflict",
        /// The name of a known image, and another program in it.
        OtherImage { image: String, command: String, at: String } = "evidence.other-image",
        /// Facts that differ by version, and a tag that does not tell it.
        UnknownVersion { image: String, tag: String } = "evidence.unknown-version",
        /// A process that ends, in a controller that restarts it for ever.
        Exits { command: String, controller: String, at: String } = "evidence.exits",
    }
}

//! What can be wrong with a cluster file, and with a snapshot.

use crate::faults;

faults! {
    /// What can be wrong with a cluster file or a snapshot of a cluster.
    pub enum ClusterFault {
        /// A file that is not one map.
        NotAMap { found: String } = "cluster.not-a-map",
        /// `apiVersion` of another release, or none.
        Version { found: String } = "cluster.version",
        /// A key that no field has.
        UnknownKey { path: String, suggestion: String } = "cluster.unknown-key",
        /// A field that must be there.
        Missing { path: String, example: String } = "cluster.missing",
        /// A list where a text belongs, and the like.
        Shape { path: String, expected: String, found: String, example: String } = "cluster.shape",
        /// A key with nothing behind it.
        Empty { path: String, example: String } = "cluster.empty",
        /// Not one of the allowed words.
        NotAChoice { path: String, text: String, allowed: String, suggestion: String } = "cluster.not-a-choice",
        /// Not true or false.
        NotABool { path: String, text: String } = "cluster.not-a-bool",
        /// Not a number of a port.
        Port { path: String, text: String } = "cluster.port",
        /// Not a number of things.
        Count { path: String, text: String } = "cluster.count",
        /// Two items of one name.
        Twice { path: String, text: String } = "cluster.twice",
        /// Two defaults.
        Defaults { path: String, one: String, other: String } = "cluster.defaults",
        /// A target that is neither addresses nor pods, or both.
        Target { path: String } = "cluster.target",
        /// Pods without their namespace, or addresses with one.
        TargetNamespace { path: String, has: String } = "cluster.target-namespace",
        /// The name of a dependency that stands for something else.
        Reserved { name: String } = "cluster.reserved",
        /// A plugin that cannot enforce policies, said to do so.
        CannotEnforce { cni: String } = "cluster.cannot-enforce",
        /// The definitions and the type differ: a mistake of this program.
        Form { detail: String } = "cluster.form",
        /// A file that was found by a name, and has another.
        OtherName { name: String, found: String } = "cluster.other-name",
        /// A snapshot that is no JSON.
        NotJson {} = "cluster.not-json",
        /// A snapshot beyond the limit, in MiB.
        LargeSnapshot { limit: u64 } = "cluster.large-snapshot",
        /// JSON that is no list of objects.
        NotAList { found: String } = "cluster.not-a-list",
        /// A list in which nothing is of use.
        NothingSeen {} = "cluster.nothing-seen",
    }
}

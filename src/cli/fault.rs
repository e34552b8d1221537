//! What can be wrong with a command line and the world it names.

use crate::faults;

faults! {
    /// What can be wrong with a request.
    pub(super) enum CliFault {
        /// A flag that no verb has.
        UnknownFlag { flag: String, suggestion: String } = "cli.unknown-flag",
        /// A verb that is not there.
        UnknownVerb { verb: String, suggestion: String } = "cli.unknown-verb",
        /// A value the flag does not take.
        BadValue { flag: String, value: String, allowed: String } = "cli.bad-value",
        /// A flag that needs a value and has none.
        NoValue { flag: String } = "cli.no-value",
        /// A flag that may stand once, or two that exclude each other.
        FlagTwice { flag: String, other: String } = "cli.flag-twice",
        /// An argument that the verb cannot do without.
        NoArgument { argument: String } = "cli.no-argument",
        /// Anything else that the argument parser refuses.
        Usage { detail: String } = "cli.usage",
        /// A file that cannot be read.
        Unreadable { file: String, detail: String } = "cli.unreadable",
        /// stdin named twice.
        StdinTwice { one: String, other: String } = "cli.stdin-twice",
        /// `--stdout` with `-o json`.
        StdoutJson { flag: String } = "cli.stdout-json",
        /// `--stdout` of several environments, or of one that is not there.
        WhichEnvironment { environment: String, known: String, suggestion: String } = "cli.which-environment",
        /// A line of an env file.
        EnvLine { text: String } = "cli.env-line",
        /// `explain` of an id that is not there.
        NoTopic { id: String, suggestion: String } = "cli.no-topic",
        /// A folder without `kwgen.yaml`.
        NoBundle { dir: String } = "cli.no-bundle",
        /// An answer for another part of the service than the workload that is added.
        AddElsewhere { id: String, part: String, workload: String } = "cli.add-elsewhere",
        /// A workload that the bundle has.
        WorkloadTaken { workload: String, known: String } = "cli.workload-taken",
        /// The first workload of a bundle that has named its workloads.
        FirstNamed { known: String } = "cli.first-named",
        /// A file of a workload that is there would change.
        AddChanges { workload: String } = "cli.add-changes",
        /// A file that could not be written or read.
        Io { path: String, detail: String } = "cli.io",
        /// Conflicts with files on disk.
        Conflict { reason: String } = "cli.conflict",
        /// A finding of the validation, in words.
        Finding { rule: String, object: String, path: String, text_en: String, text_zh: String, help_en: String, help_zh: String } = "cli.finding",
        /// A bundle is not current.
        Drift { action: String } = "cli.drift",
        /// Warning: a number of replicas that an autoscaler takes over while the service runs.
        ReplicasDropped { kind: String, name: String, namespace: String, count: i32 } = "cli.replicas-dropped",
        /// Warning: the owner's component, which no overlay applies any more.
        CustomStays {} = "cli.custom-stays",
        /// Warning: an autoscaler that leaves the files, and not the cluster.
        AutoscalerStays { name: String, namespace: String } = "cli.autoscaler-stays",
        /// A cluster that no folder above the bundle has.
        NoCluster { name: String, suggestion: String, known: String } = "cli.no-cluster",
        /// The file of a cluster that cannot be read; no detail: it is no plain file.
        NoClusterFile { file: String, detail: String } = "cli.no-cluster-file",
        /// A cluster file, or something else (`is_file` is empty), where a new one would be written.
        ClusterExists { file: String, is_file: String } = "cli.cluster-exists",
        /// `--cluster` for a bundle whose answers name none.
        NoClusterNamed { file: String } = "cli.no-cluster-named",
        /// `--cluster` with a file of another cluster than those that the answers name.
        OtherCluster { file: String, name: String, known: String } = "cli.other-cluster",
        /// A preset that is not there (in an answers file).
        NoPreset { preset: String, suggestion: String } = "cli.no-preset",
        /// Files of the folder that an interview would have to overwrite.
        InTheWay { count: usize, paths: String } = "ask.in-the-way",
        /// The folder is not as it was when the files were shown.
        ChangedSince { dir: String } = "ask.changed-since",
        /// A warning-level finding that nobody accepted.
        Note { rule: String, object: String, text_en: String, text_zh: String } = "cli.note",
    }
}

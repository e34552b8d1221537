//! What can be wrong with a value.

use std::fmt;

use crate::faults;
use crate::text::Phrased as _;

faults! {
    /// What can be wrong with a value.
    pub enum ValueFault {
        /// Nothing where a value is needed.
        Empty { kind: String } = "value.empty",
        /// A name with a character or form that Kubernetes refuses.
        Name { kind: String, text: String, suggestion: String } = "value.name",
        /// A NUL in what a process is given.
        Nul { kind: String } = "value.nul",
        /// Longer than allowed.
        TooLong { kind: String, text: String, limit: usize } = "value.too-long",
        /// Not a quantity.
        Quantity { text: String, suggestion: String } = "value.quantity",
        /// An amount of memory or disk that is next to nothing.
        FewBytes { text: String, bytes: String, suggestion: String } = "value.few-bytes",
        /// Zero or less.
        NotPositive { text: String } = "value.not-positive",
        /// Not an image reference.
        Image { text: String, part: String } = "value.image",
        /// An image with a scheme.
        ImageScheme { text: String } = "value.image-scheme",
        /// A digest that is none.
        Digest { text: String } = "value.digest",
        /// A schedule with another number of fields.
        CronFields { text: String, count: usize } = "value.cron-fields",
        /// One field of a schedule.
        CronField { text: String, field: String, range: String } = "value.cron-field",
        /// A time zone inside a schedule.
        CronZone { text: String } = "value.cron-zone",
        /// Not a time zone.
        TimeZone { text: String, suggestion: String } = "value.time-zone",
        /// Not a number of seconds.
        Seconds { text: String } = "value.seconds",
        /// Not a port.
        Port { text: String } = "value.port",
        /// A port that only root can bind.
        LowPort { text: String, port: u16 } = "value.low-port",
        /// Not a caller.
        Caller { text: String } = "value.caller",
        /// Not a dependency.
        Dependency { text: String } = "value.dependency",
        /// A host name.
        HostName { text: String } = "value.host-name",
        /// Not a host.
        Host { text: String, name: String, suggestion: String } = "value.host",
        /// A host with a scheme.
        HostScheme { text: String, suggestion: String } = "value.host-scheme",
        /// All hosts of a domain.
        HostWildcard { text: String } = "value.host-wildcard",
        /// A path below a host that is none.
        HostPathForm { text: String, path: String } = "value.host-path-form",
        /// A dependency without a port.
        NoPort { text: String } = "value.no-port",
        /// Not a block of addresses.
        Cidr { text: String, suggestion: String } = "value.cidr",
        /// Not a probe.
        Probe { text: String } = "value.probe",
        /// A quote that does not end.
        Quote { text: String } = "value.quote",
        /// Not storage.
        Storage { text: String } = "value.storage",
        /// Not a path.
        Path { text: String } = "value.path",
        /// A path of the node that no pod may see.
        HostPath { text: String } = "value.host-path",
        /// Not `NAME=secret:key`.
        SecretEnv { text: String } = "value.secret-env",
        /// Not a day of the calendar.
        Date { text: String } = "value.date",
        /// Not a user id.
        User { text: String } = "value.user",
        /// Not `MIN..MAX@CPU%`.
        Autoscale { text: String } = "value.autoscale",
        /// A range that is none.
        AutoscaleRange { least: i32, most: i32 } = "value.autoscale-range",
        /// A range that begins below two pods.
        AutoscaleLeast { least: i32, most: i32 } = "value.autoscale-least",
        /// A share of nothing, or of far too much.
        AutoscaleShare { share: i32, most: i32 } = "value.autoscale-share",
        /// A share of memory that is never exceeded.
        AutoscaleMemory { share: i32, most: i32 } = "value.autoscale-memory",
        /// Neither CPU nor memory.
        AutoscaleMetric { name: String, suggestion: String } = "value.autoscale-metric",
        /// One resource twice.
        AutoscaleTwice { name: String } = "value.autoscale-twice",
        /// Not an address of a repository.
        Repository { text: String } = "value.repository",
        /// A repository with a password in its address.
        RepositorySecret {} = "value.repository-secret",
        /// Not a folder of a repository.
        Folder { text: String } = "value.folder",
        /// Not a branch, tag or commit.
        Revision { text: String } = "value.revision",
        /// Not a cluster.
        Destination { text: String } = "value.destination",
        /// Not `VERBS RESOURCE`.
        Access { text: String } = "value.access",
        /// Rights to everything.
        AccessAll { text: String } = "value.access-all",
        /// A verb that there is not.
        AccessVerb { verb: String, suggestion: String } = "value.access-verb",
        /// A verb that gives more than it says.
        AccessPower { verb: String } = "value.access-power",
        /// A part of an object where a name stands.
        AccessPart { text: String, target: String, part: String } = "value.access-part",
        /// A name, and a verb that knows none.
        AccessNameless { verb: String, name: String } = "value.access-nameless",
        /// Not the name of a RAM role.
        RamRole { text: String, suggestion: String } = "value.ram-role",
        /// Not a zone with a vSwitch.
        ZoneSwitch { text: String } = "value.zone-switch",
        /// Not a Gateway.
        Gateway { text: String } = "value.gateway",
        /// Not a Kubernetes version.
        Version { text: String } = "value.version",
    }
}

/// What serde asks of the error of a conversion: its id, which no reader sees.
impl fmt::Display for ValueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

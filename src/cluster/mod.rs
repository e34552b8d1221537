//! A cluster: the facts about one, which its platform writes once into a file and no developer is
//! asked for. Reading such a file with everything that is wrong in it, its schema, what it means for
//! a service (its setting), and writing one from a snapshot. Pure: where a file lies is `cli`'s.
//!
//! # How a cluster is known
//!
//! A file of facts about one cluster, which its platform writes: its form is
//! `blueprints/cluster/fields.yaml`, where each field is defined once (kind, shape, choices, what it
//! is, how to learn it). The check of a file, its JSON Schema, `explain cluster` and the file that
//! `cluster new` writes all come from there; `cluster::facts` is the typed form, and a test holds both
//! together. `cluster::check` walks the document by the definitions and takes every scalar as it was
//! typed, so all faults are found in one run and 1.30 stays 1.30. `blueprints/cluster/snapshot.yaml`
//! says how the JSON of kubectl is read; whatever a snapshot holds, the new file is read again before
//! it is written.
//!
//! **Where it lies.** The answer `cluster` is a name or a path. A bundle must be updatable without
//! flags and on every machine, and the platform keeps one file for many bundles, so the answers hold
//! where to find it and not a copy of it: a path is seen from `kwgen.yaml`; a name is
//! `clusters/NAME.yaml` in the folder of the bundle or the nearest above it, as `.editorconfig` and
//! `.git` are found, and is what stays when a pack brings clusters of its own and `environments:` name
//! them. `cli::cluster_file` is the only place that knows paths: while kwgen runs a path is seen from
//! the current folder, and it is turned to that of the bundle when `kwgen.yaml` is written. `update
//! --cluster FILE` reads another file for one run, for a checkout that lies elsewhere; it must be the
//! same cluster, and the answers must name one.
//!
//! **What it does.** `cluster::Setting` is the pack's facts with the cluster's over them, made once for
//! each cluster and given to `service` and `blueprint` (`Material.setting`; templates see `facts` and
//! `cluster`, which is none without one). Its version is a layer of answers, `Origin::Cluster`, below
//! everything that was said and above the default, and not written to `kwgen.yaml`: a bundle follows
//! its cluster. Names of dependencies are judged and resolved in `service::network`, classes in
//! `service::storage`. What is not said in the file is unknown, not false: nothing is refused for it.
//! With environments, each brings its own `Setting` and its own layer; nothing else changes. Its name
//! and digest (of the text, LF) go into the lock with the files that they changed.

mod check;
mod class;
mod facts;
mod fault;
mod field;
mod gateway;
mod ingress;
mod pool;
mod read;
mod schema;
mod setting;
mod snapshot;
mod write;

pub use facts::{
    Architecture, Binding, Cluster, Cni, Effect, Gateway, IngressClass, IngressKind,
    LoadBalancerRanges, NodePool, Reachable, Reclaim, StorageClass, Taint, Target,
};
pub use fault::ClusterFault;
pub use field::{Field, fields};
pub use gateway::GatewayChoice;
pub use ingress::ClassChoice;
pub use read::read;
pub use schema::{cluster_schema, page};
pub use setting::Setting;
pub use snapshot::{Note, Seen, read_snapshot};
pub use write::write;

/// The folder in which a cluster is found by its name, and the end of its file's name.
pub const FOLDER: &str = "clusters";
/// What a file of a cluster ends in.
pub const EXTENSION: &str = ".yaml";

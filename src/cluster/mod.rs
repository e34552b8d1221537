//! A cluster: the facts about one, which its platform writes once into a file and no developer is
//! asked for. Reading such a file with everything that is wrong in it, its schema, what it means for
//! a service (its setting), and writing one from a snapshot. Pure: where a file lies is `cli`'s.

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

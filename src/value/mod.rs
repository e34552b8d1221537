//! The values answers are made of, each judged as the Kubernetes API server
//! judges it. Every type parses from text, and its text parses back to it.

mod access;
mod autoscale;
mod cidr;
mod cluster;
mod command;
mod cron;
mod date;
mod distance;
mod duration;
mod env;
mod fault;
mod gateway;
mod git;
mod host;
mod image;
mod name;
mod path;
mod peer;
mod port;
mod probe;
mod quantity;
mod role;
mod timezone;
mod user;
mod version;
mod volume;
mod zone;

pub use access::Access;
pub use autoscale::Autoscale;
pub use cidr::Cidr;
pub use cluster::ClusterRef;
pub use command::{join_words, words};
pub use cron::Schedule;
pub use date::Date;
pub use distance::closest;
pub use duration::Seconds;
pub use env::{SecretEnv, looks_secret, references};
pub use fault::ValueFault;
pub use gateway::GatewayRef;
pub use git::{Destination, Folder, Repository, Revision};
pub use host::Host;
pub use image::Image;
pub use name::{
    ConfigKey, DnsLabel, DnsSubdomain, EnvName, LabelKey, LabelValue, PortName, ServiceName,
};
pub use path::AbsolutePath;
pub use peer::{Caller, Dependency};
pub use port::{Port, Protocol, Speech, port_number};
pub use probe::{Probe, ProbeAction};
pub use quantity::Quantity;
pub use role::RamRole;
pub use timezone::TimeZone;
pub use user::UserId;
pub use version::Minor;
pub use volume::{HostPath, SecretMount, Storage, WritablePath};
pub use zone::ZoneSwitch;

//! kwgen takes a developer from a few questions about a service to a
//! directory of Kubernetes manifests.
//!
//! The flow has one direction; each module is one of its stages:
//! [`question`] → [`answers`] → [`decide`] → [`service`] → [`blueprint`] →
//! [`manifest`] → [`rule`] → [`bundle`] → [`output`]. [`compose`] runs the pure
//! middle in one call; a [`pack`] holds the data that it reads, [`evidence`] what
//! an image says, and [`overlay`] splits whole environments into a base and their
//! differences; [`why`] leads from a line back to the answers. [`cli`] and [`ask`] stand on top; [`text`] (what people read),
//! [`yaml`] (what files hold), [`value`] and [`embedded`] stand below all of them.

pub mod answers;
pub mod ask;
mod beside;
pub mod blueprint;
pub mod bundle;
pub mod cli;
pub mod cluster;
pub mod compose;
pub mod decide;
pub mod embedded;
pub mod evidence;
pub mod kubernetes;
pub mod manifest;
pub mod output;
pub mod overlay;
pub mod pack;
pub mod question;
pub mod rule;
pub mod service;
pub mod text;
pub mod value;
pub mod why;
pub mod yaml;

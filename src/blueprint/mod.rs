//! Blueprints: the data that says what is written, and the engine that turns
//! it and a service into files.

pub mod embedded;
mod layout;
mod pack;
mod render;
mod site;
mod template;

pub use pack::{Blueprint, Each, InterviewPlan, Need, Pack, PackFault, Preset, Size, Syntax};
pub use render::{Rendered, render};
pub use site::Site;

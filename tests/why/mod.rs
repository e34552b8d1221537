//! `kwgen why`: every line of every golden bundle has a reason, and every reason a line.

mod cover;
mod parts;
mod run;

pub(crate) use cover::faults_of;

//! The interview: scripted, without a terminal, and as a person sees it, in one.

mod another;
mod end;
#[cfg(unix)]
mod readme;
#[cfg(unix)]
mod screen;
mod script;
mod scripted;
#[cfg(unix)]
mod terminal;

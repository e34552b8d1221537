//! Finishing or undoing what a killed run left.

use std::ops::ControlFlow;
use std::path::Path;

use super::fault::BundleFault;
use super::journal;
use super::locate::{Target, besides, locate};
use super::stage::{Stage, Stop, Watch};
use crate::text::Fault;

/// Finishes a write of `dir` whose journal is whole, undoes any other, and says which.
pub fn recover(dir: &Path) -> Result<Vec<Fault>, BundleFault> {
    let mut said = Vec::new();
    let target = locate(dir)?;
    if let Target::Existing { stage } = &target
        && let Some(stage) = Stage::take_over(dir, stage)?
    {
        said.extend(settle(dir, stage)?.map(Fault::from));
    }
    for root in besides(dir, &target) {
        // What lives there or is not ours is no matter of this directory.
        if let Ok(Some(stage)) = Stage::take_over(dir, &root) {
            said.extend(settle(dir, stage)?.map(Fault::from));
        }
    }
    Ok(said)
}

/// What [`recover`] would have to do, for a command that writes nothing.
pub fn cut_short(dir: &Path) -> Result<Option<BundleFault>, BundleFault> {
    let target = locate(dir)?;
    let is_left = match &target {
        Target::Existing { stage } => Stage::is_left(dir, stage)?,
        Target::Fresh { .. } => false,
    };
    let is_left_beside = |root: &std::path::PathBuf| Stage::is_left(dir, root).unwrap_or(false);
    let found = is_left || besides(dir, &target).iter().any(is_left_beside);
    Ok(found.then(|| BundleFault::CutShort {
        dir: dir.display().to_string(),
    }))
}

fn settle(dir: &Path, stage: Stage) -> Result<Option<BundleFault>, BundleFault> {
    let shown = dir.display().to_string();
    let mut go_on = |_| ControlFlow::Continue(());
    let mut watch = Watch(&mut go_on);
    let said = if stage.is_committed() {
        let edited = journal::carry_out(dir, &stage, &mut watch).map_err(fault_of)?;
        Some(if edited.is_empty() {
            BundleFault::Finished { dir: shown }
        } else {
            let paths = edited.join(", ");
            BundleFault::FinishedBut { dir: shown, paths }
        })
    } else {
        stage
            .is_begun()
            .then_some(BundleFault::Undone { dir: shown })
    };
    stage.remove(&mut watch).map_err(fault_of)?;
    Ok(said)
}

/// Nobody stops a recovery.
fn fault_of(stop: Stop) -> BundleFault {
    match stop {
        Stop::Fault(fault) => fault,
        Stop::Killed => BundleFault::CutShort { dir: String::new() },
    }
}

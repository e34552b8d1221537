"""The Python packages of .ci/requirements.txt, in target/judges where the machine has them not."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / ".ci" / "requirements.txt"
FOLDER = ROOT / "target" / "judges"


def python():
    """The interpreter with the pinned packages; makes it on first use."""
    interpreter = FOLDER / "bin" / "python"
    stamp = FOLDER / "made-from"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == wanted):
        print("judges: installing into target/judges", file=sys.stderr)
        venv.create(FOLDER, with_pip=True, clear=True)
        pip = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", REQUIREMENTS], check=True)
        stamp.write_text(wanted)
    return str(interpreter)


def enter(*modules, programs=()):
    """Goes on under that interpreter, unless the modules and the programs are here already."""
    beside = Path(sys.executable).parent
    if all(importlib.util.find_spec(module) for module in modules) and all(
        (beside / program).exists() or shutil.which(program) for program in programs
    ):
        return
    os.execv(python(), [python(), *sys.argv])

"""``libmkt lab``: JupyterLab, opened at the workbench."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from libmkt import workbench
from libmkt.words import _


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = _("Whatever else is given goes to JupyterLab: libmkt lab --no-browser")
    parser.set_defaults(takes_rest=True)


def run(args: argparse.Namespace) -> int:
    """Open JupyterLab and stay until it is closed; its exit status."""
    return subprocess.run(command(workbench.find_root(), args.rest)).returncode


def command(root: Path, rest: list[str]) -> list[str]:
    """The JupyterLab command: the workbench's root, and its contents page if there is one."""
    jupyter = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={root}"]
    start = "notebooks/start.ipynb"
    if (root / start).is_file():
        jupyter.append(f"--LabApp.default_url=/lab/tree/{start}")
    return [*jupyter, *rest]

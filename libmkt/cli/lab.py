"""``libmkt lab``: JupyterLab, opened at the contents page in the user's language."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from libmkt import words, workbench
from libmkt.cli.console import LANGUAGE_VARIABLE
from libmkt.words import _

SETTINGS_VARIABLE = "JUPYTER_CONFIG_PATH"
PATIENCE = 20  # seconds that JupyterLab may take to end its kernels


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = _("Whatever else is given goes to JupyterLab: libmkt lab --ip=0.0.0.0")
    add = parser.add_argument
    add("--language", choices=words.LANGUAGES, help=_("of the notebooks, forms and messages"))
    add("--no-browser", action="store_true", help=_("print the address and open nothing"))
    add("--port", type=int, help=_("the port to listen at; another if it is taken"))
    parser.set_defaults(takes_rest=True)


def run(args: argparse.Namespace) -> int:
    """Open JupyterLab and stay until it is closed; its exit status."""
    from libmkt.lab import desk
    from libmkt.lab.server import CONFIG

    root = workbench.find_root()
    language = args.language or words.language()
    start = desk.lay_out(root, language).relative_to(root)
    options = [*args.rest]
    if args.no_browser:
        options.append("--no-browser")
    if args.port is not None:
        options.append(f"--ServerApp.port={args.port}")
    settings = [str(CONFIG), *os.environ.get(SETTINGS_VARIABLE, "").split(os.pathsep)]
    own = {
        workbench.ROOT_VARIABLE: str(root),
        LANGUAGE_VARIABLE: language,
        SETTINGS_VARIABLE: os.pathsep.join(filter(None, settings)),
    }
    return _stay(
        subprocess.Popen(command(root, start, options), cwd=root, env={**os.environ, **own})
    )


def command(root: Path, start: Path, options: list[str]) -> list[str]:
    """The JupyterLab command.

    Parameters
    ----------
    start
        The notebook that is opened, from the root.
    options
        What goes to JupyterLab as it is; it wins over what stands before it.
    """
    return [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{quote(start.as_posix())}",
        "--ServerApp.kernel_spec_manager_class=libmkt.lab.kernelspec.WorkbenchKernels",
        "--ServerApp.jpserver_extensions=libmkt.lab.server=True",
        "--ServerApp.answer_yes=True",  # Ctrl-C closes it, without a question
        "--ServerApp.log_level=WARN",  # the address is told all the same
        *options,
    ]


def _stay(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server; Ctrl-C reaches it too, and it is let end its kernels."""
    try:
        return server.wait()
    except KeyboardInterrupt:
        try:
            server.wait(PATIENCE)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            server.kill()
        return 0

"""Making .venv: find uv or fetch it, say how much will come, bring what uv.lock names.

The standard library alone: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from libmkt.cli import lockfile

LARGEST_UV = 30  # MB of uv's own wheel, on the system where it is largest


class SetupError(Exception):
    """The set-up cannot go on; the message says what a person can do."""


def ready(root: Path, *, with_tests: bool) -> Path:
    """The Python of `root`/.venv, once everything that uv.lock names is there.

    A mark in .venv keeps the hash of what was asked for, so that a second call does nothing
    and one after an update fetches what is new.

    Raises
    ------
    SetupError
        Python's venv is missing, or the packages could not be fetched.
    """
    venv = root / ".venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    lock = root / "uv.lock"
    asked = lock.read_bytes() + (root / "pyproject.toml").read_bytes()  # entry points too
    wanted = f"{hashlib.sha256(asked).hexdigest()} {root}"  # a moved checkout is stale
    marks = [venv / ".libmkt-test", *([] if with_tests else [venv / ".libmkt-use"])]
    if python.is_file() and any(_text(mark) == wanted for mark in marks):
        return python
    machine = lockfile.this_machine()
    groups = ["dev"] if with_tests else []
    coming = lockfile.required(lockfile.read(lock), machine, groups=groups)
    uv = find_uv(python)
    size = lockfile.megabytes(coming, machine) + (0 if uv else LARGEST_UV)
    print(f"Setting up {venv}")
    print(f"{len(coming)} packages, at most {size:.0f} MB to fetch; this happens once.", flush=True)
    _sync(root, uv or fetch_uv(venv, python), python, with_tests=with_tests)
    _point_at_checkout(venv)
    marks[-1].write_text(wanted, encoding="utf-8")
    return python


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def find_uv(python: Path) -> list[str]:
    """The command that runs uv (from PATH, from .venv, as a module of this Python), or []."""
    beside = python.with_name("uv.exe" if os.name == "nt" else "uv")
    found = shutil.which("uv")
    tries = [*([[found]] if found else []), [str(beside)], [sys.executable, "-m", "uv"]]
    return next((uv for uv in tries if _runs([*uv, "--version"])), [])


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def fetch_uv(venv: Path, python: Path) -> list[str]:
    """Make .venv with this Python and put uv into it with pip; the command that runs uv.

    Raises
    ------
    SetupError
        Debian and others ship Python without venv; or there is no network.
    """
    if not _runs([str(python), "-m", "pip", "--version"]):
        made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True)
        if made.returncode:
            said = (made.stdout + made.stderr).decode("utf-8", "replace").strip()
            raise SetupError(_without_venv(said))
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "uv"]):
        raise SetupError(_unfetched("uv, which fetches the packages"))
    return [str(python), "-m", "uv"]


def _without_venv(said: str) -> str:
    if "ensurepip" not in said:
        return f"{sys.executable} -m venv failed:\n{said}"
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return (
        "This Python came without its module venv, which the set-up needs. Install it:\n"
        f"  Debian, Ubuntu:  sudo apt install python3-venv   (or python{version}-venv)\n"
        "  elsewhere:       Python from its own site or the system's shop has it\n"
        "and give the same command again."
    )


def _unfetched(what: str) -> str:
    return (
        f"Could not fetch {what}; the reason stands above.\n"
        "See that this machine has a network (and its proxy, if any, in HTTPS_PROXY) "
        "and give the same command again: it goes on from here."
    )


def _sync(root: Path, uv: list[str], python: Path, *, with_tests: bool) -> None:
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(root / ".venv")}
    environment.pop("VIRTUAL_ENV", None)
    environment.setdefault("UV_NATIVE_TLS", "1")  # trust what the machine trusts, proxies included
    # --inexact: uv may stand in .venv itself, and Windows cannot remove what is running
    command = [*uv, "sync", "--frozen", "--inexact"]
    command += [] if sys.stderr.isatty() else ["--quiet"]  # a log needs no line a package
    command += [] if with_tests else ["--no-dev"]
    command += [] if python.is_file() else ["--python", sys.executable]
    if subprocess.call(command, cwd=root, env=environment):
        raise SetupError(_unfetched("the packages"))


def _point_at_checkout(venv: Path) -> None:
    """Let .venv find the checkout beside it by a line in ASCII.

    Python 3.11 reads .pth files in the locale's encoding, so the checkout's own path, written
    there by the installer, would stop it wherever that path has letters the locale lacks.
    """
    beside = "import os, sys; sys.path.append(os.path.dirname(os.path.abspath(sys.prefix)))\n"
    for packages in ("lib/python*/site-packages", "Lib/site-packages"):
        for file in venv.glob(f"{packages}/*libmkt.pth"):
            file.write_text(beside, encoding="ascii")

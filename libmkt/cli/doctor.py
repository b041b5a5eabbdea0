"""``libmkt doctor``: what is installed here, what is missing, and what that means."""

from __future__ import annotations

import argparse
import importlib.metadata
import locale
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from libmkt import __version__, workbench
from libmkt.errors import N_, LibmktError, Message, why
from libmkt.words import _, explain, language, translate

PACKAGES = ("jupyterlab", "pandas", "statsmodels", "seaborn", "papermill", "nbconvert")
# name -> commands it may have, and what it is for; nothing here is needed for a report
PROGRAMS = {
    "Chromium": (
        ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"),
        N_("the tests look at pages with it"),
    ),
    "LibreOffice": (("soffice", "libreoffice"), N_("the tests open workbooks with it")),
    "Poppler": (("pdftotext",), N_("the tests read PDF files with it")),
    "git": (("git",), N_("reports note the commit they were made with")),
    "uv": (("uv",), N_("brings packages up to date")),
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: good, or not, or only worth knowing."""

    good: bool | None
    what: Message


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none."""


def run(args: argparse.Namespace) -> int:
    """Print the findings, a line each; 1 if one of them stops work, else 0."""
    findings = [*installed(), *consoles(), *programs(), *here()]
    marks = {True: "+", False: "!", None: "-"}
    for finding in findings:
        print(marks[finding.good], translate(finding.what))
    print()
    if any(finding.good is False for finding in findings):
        print(_("Lines with ! stop work and say what to do."))
        return 1
    print(_("All that is needed is here; lines with - are optional."))
    return 0


def installed() -> Iterator[Finding]:
    """Versions of libmkt, Python, the system and the six packages everything stands on."""
    yield Finding(True, Message("libmkt {version}", {"version": __version__}))
    fields = {"version": platform.python_version(), "place": sys.prefix}
    yield Finding(True, Message("Python {version}, {place}", fields))
    yield Finding(True, Message("{system}", {"system": platform.platform()}))
    for name in PACKAGES:
        try:
            fields = {"name": name, "version": importlib.metadata.version(name)}
            yield Finding(True, Message("{name} {version}", fields))
        except importlib.metadata.PackageNotFoundError:
            what = N_("{name} is missing: run python3 -m libmkt doctor in the checkout")
            yield Finding(False, Message(what, {"name": name}))


def consoles() -> Iterator[Finding]:
    """The encodings of terminal, files and file names, and the language spoken."""
    fields = {
        "console": sys.stdout.encoding or "?",
        "files": locale.getpreferredencoding(False),
        "names": sys.getfilesystemencoding(),
    }
    what = N_("Encodings: terminal {console}, system {files}, file names {names}")
    yield Finding(True, Message(what, fields))
    what = N_("Language: {code} (LIBMKT_LANGUAGE=kaa, uz, ru or en sets another)")
    yield Finding(True, Message(what, {"code": language()}))
    try:
        "áǵıńóúşәң".encode(fields["console"])
    except (UnicodeEncodeError, LookupError):
        what = N_(
            "This terminal lacks Karakalpak letters and shows plain ones; files are not touched"
        )
        yield Finding(None, Message(what))


def programs() -> Iterator[Finding]:
    """Programs that are used when they are there, on PATH or in this environment."""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)])
    for name, (commands, use) in PROGRAMS.items():
        found = next((path for c in commands if (path := shutil.which(c, path=places))), None)
        fields = {"name": name, "place": found or "", "use": Message(use)}
        what = N_("{name}: {place}") if found else N_("{name} is not here ({use})")
        yield Finding(True if found else None, Message(what, fields))


def here() -> Iterator[Finding]:
    """The workbench, its library.yml, and whether reports can be written."""
    try:
        root = workbench.find_root()
        yield Finding(True, Message(N_("Workbench: {folder}"), {"folder": str(root)}))
        library = workbench.library(root)
        name = library.in_language(dict(library.name), language())
        yield Finding(True, Message(N_("Library: {name}"), {"name": name}))
    except LibmktError as error:
        yield Finding(False, Message("{why}", {"why": explain(error)}))
        return
    for folder in (root / "reports", root / "data"):
        try:
            _write_in(folder)
            what = Message(N_("{folder} can be written"), {"folder": folder.name})
            yield Finding(True, what)
        except OSError as error:
            fields = {"folder": str(folder), "why": why(error)}
            yield Finding(False, Message(N_("{folder} cannot be written: {why}"), fields))


def _write_in(folder: Path) -> None:
    # A folder that is not there yet will be made in the nearest one that is.
    while not folder.is_dir():
        folder = folder.parent
    with tempfile.TemporaryFile(dir=folder):
        pass

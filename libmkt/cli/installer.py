"""What lies in a bundle beside its wheels: the installer and a page in four languages."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from libmkt import words
from libmkt.cli.wheels import Target
from libmkt.errors import N_
from libmkt.words import _

README = "README.txt"
REQUIREMENTS = "requirements.txt"


@dataclass(frozen=True)
class Contents:
    """What the installer and the page have to say of a bundle."""

    target: Target
    system: str  # as its users name it
    pip: str  # file name of pip's wheel
    files: int
    megabytes: float


def script(contents: Contents) -> tuple[str, bytes]:
    """The installer's file name and its bytes, speaking the language in use."""
    if contents.target.system == "windows":
        text = _command_file(contents)
        return "install.cmd", text.replace("\n", "\r\n").encode("utf-8")
    return "install.sh", _shell_script(contents).encode("utf-8")


def page(contents: Contents) -> bytes:
    """README.txt in the four languages; Notepad takes the byte order mark for UTF-8."""
    parts = []
    for language in words.LANGUAGES:
        with words.speaking(language):
            parts.append(_page(contents))
    rule = "\n" + "-" * 72 + "\n\n"
    text = rule.join(parts)
    if contents.target.system == "windows":
        return text.replace("\n", "\r\n").encode("utf-8-sig")
    return text.encode("utf-8")


def _page(contents: Contents) -> str:
    windows = contents.target.system == "windows"
    run = "install.cmd" if windows else "sh install.sh"
    folder = "%USERPROFILE%\\libmkt" if windows else "~/libmkt"
    python = contents.target.python
    lines = [
        _(N_("libmkt for machines without a network")),
        "",
        words.fill(_(N_("For: {system}, Python {python}")), system=contents.system, python=python),
        words.fill(
            _(N_("Inside: {n:n0} packages, {size:n0} MB")),
            n=contents.files,
            size=contents.megabytes,
        ),
        "",
        words.fill(_(N_("1. Python {python} must be installed first.")), python=python),
        words.fill(_(N_("2. In this folder, run: {command}")), command=run),
        words.fill(_(N_("   It installs into {folder}")), folder=folder),
        words.fill(_(N_("   To install elsewhere: {command}")), command=f"{run} {_(N_('FOLDER'))}"),
        words.fill(
            _(N_("3. In the folder that was made, run: {command}")), command=_first(windows)
        ),
        "",
        _(N_("Each file is checked before it is installed: a damaged copy is refused.")),
    ]
    return "\n".join(lines) + "\n"


def _first(windows: bool) -> str:
    return ".venv\\Scripts\\libmkt demo" if windows else ".venv/bin/libmkt demo"


def _is_right(python: str) -> str:
    """An expression in Python that ends with 0 under the Python which the wheels are for."""
    minor = python.partition(".")[2]
    return (
        f"import sys; v = sys.version_info; sys.exit(v[:2] != (3, {minor}) or sys.maxsize < 2**32)"
    )


def _said(contents: Contents) -> dict[str, str]:
    python = contents.target.python
    return {
        "no_python": words.fill(
            _(N_("Python {python} (64-bit) was not found; install it first.")), python=python
        ),
        "installing": _(N_("Installing; this takes some minutes")),
        "failed": _(N_("It was not installed; the reason stands above.")),
        "done": _(N_("Installed. The next command, in {folder}:")),
    }


_PIP = (
    "install --isolated --no-index --require-hashes --no-cache-dir --no-compile --quiet "
    "--disable-pip-version-check --no-warn-script-location"
)


def _shell_script(contents: Contents) -> str:
    python = contents.target.python
    said = {name: shlex.quote(text) for name, text in _said(contents).items()}
    done = _said(contents)["done"].replace("%", "%%").replace("{folder}", "%s")
    return f"""#!/bin/sh
# Installs libmkt from the wheels beside this file into FOLDER (or ~/libmkt): sh install.sh [FOLDER]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "${{1:-$HOME/libmkt}}"
folder=$(CDPATH='' cd -- "${{1:-$HOME/libmkt}}" && pwd)
right='{_is_right(python)}'
python=
for tried in python{python} python3 python; do
    if "$tried" -c "$right" 2>/dev/null; then
        python=$tried
        break
    fi
done
if [ -z "$python" ]; then
    echo {said["no_python"]} >&2
    exit 3
fi
echo {said["installing"]}
if ! {{
    "$python" -I -m venv --without-pip "$folder/.venv" &&
        "$folder/.venv/bin/python" -I "$here/wheels/{contents.pip}/pip" {_PIP} \\
            --find-links "$here/wheels" -r "$here/{REQUIREMENTS}"
}}; then
    echo {said["failed"]} >&2
    exit 1
fi
printf {shlex.quote(done + chr(92) + "n")} "$folder"
echo '  {_first(windows=False)}'
"""


def _command_file(contents: Contents) -> str:
    python = contents.target.python
    said = {name: _batch(text) for name, text in _said(contents).items()}
    return f"""@echo off
chcp 65001 >nul
rem Installs libmkt from the wheels beside this file: install.cmd [FOLDER]
setlocal DisableDelayedExpansion
set "FOLDER=%~f1"
if "%~1"=="" set "FOLDER=%USERPROFILE%\\libmkt"
set "RIGHT={_is_right(python).replace("%", "%%")}"
set "PYTHON=py -{python}"
%PYTHON% -c "%RIGHT%" >nul 2>nul
if not errorlevel 1 goto found
set "PYTHON=python"
%PYTHON% -c "%RIGHT%" >nul 2>nul
if not errorlevel 1 goto found
echo {said["no_python"]}
pause
exit /b 3
:found
echo {said["installing"]}
%PYTHON% -I -m venv --without-pip "%FOLDER%\\.venv"
if errorlevel 1 goto failed
"%FOLDER%\\.venv\\Scripts\\python.exe" -I "%~dp0wheels\\{contents.pip}\\pip" {_PIP} ^
  --find-links "%~dp0wheels" -r "%~dp0{REQUIREMENTS}"
if errorlevel 1 goto failed
echo {said["done"].replace("{folder}", '"%FOLDER%"')}
echo   {_first(windows=True)}
pause
exit /b 0
:failed
echo {said["failed"]}
pause
exit /b 1
"""


def _batch(text: str) -> str:
    """Text for `echo` of the Windows command processor, its own signs made harmless.

    >>> _batch("A & B (50%)")
    'A ^& B ^(50%%^)'
    """
    for sign in "^&|<>()":
        text = text.replace(sign, "^" + sign)
    return text.replace("%", "%%")

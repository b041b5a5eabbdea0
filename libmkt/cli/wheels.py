"""Which wheels another machine needs, by uv.lock: chosen and named before anything is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from libmkt.cli import lockfile
from libmkt.errors import N_, Message, MissingError, Problem

SYSTEMS = {"windows": "win32", "macos": "darwin", "linux": "linux"}
PYTHONS = ("3.11", "3.12", "3.13")
CPUS = ("x86_64", "arm64")
USUAL_CPU = {"windows": "x86_64", "macos": "arm64", "linux": "x86_64"}
# How Python calls these processors, system by system.
_CPU_NAMES = {
    ("windows", "x86_64"): "AMD64",
    ("windows", "arm64"): "ARM64",
    ("linux", "arm64"): "aarch64",
}
_RELEASES = 20  # of one Python: 3.11.4 needs other versions than 3.11.5, so each is asked for
_GLIBC = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}
Version = tuple[int, ...]


@dataclass(frozen=True)
class Target:
    """The kind of machine a bundle is for."""

    system: str  # windows, macos, linux
    python: str  # 3.11, 3.12, 3.13
    cpu: str  # x86_64, arm64

    @property
    def machine(self) -> lockfile.Machine:
        """The same, with a late release of its Python, as uv.lock's markers say it."""
        return self.machines[-1]

    @property
    def machines(self) -> list[lockfile.Machine]:
        """One machine a release of its Python."""
        cpu = _CPU_NAMES.get((self.system, self.cpu), self.cpu)
        minor = int(self.python.partition(".")[2])
        system = SYSTEMS[self.system]
        return [lockfile.Machine(system, cpu, (3, minor, micro)) for micro in range(_RELEASES)]


@dataclass(frozen=True)
class Wheel:
    """One file of a bundle: a distribution, its version, and how the file is known again."""

    name: str
    version: str
    file: str
    size: int  # bytes
    sha256: str
    marker: str = ""  # the releases of Python that need it, where not all do

    @property
    def platforms(self) -> list[str]:
        """The platform tags in the file's name."""
        return self.file.removesuffix(".whl").rpartition("-")[2].split(".")


def planned(lock: Path, target: Target) -> list[Wheel]:
    """The wheels that `target` needs, libmkt's own left out, in order of name.

    Where a package has several that fit, the one that the oldest system can install is taken.

    Raises
    ------
    MissingError
        Packages have no wheel for that machine; all are named.
    """
    machine = target.machine
    packages = _needed(lockfile.read(lock), target)
    choices = [lockfile.wheels(package, machine) for package, _marker in packages]
    lacking = [p["name"] for (p, _m), found in zip(packages, choices, strict=True) if not found]
    if lacking:
        fields = {"system": target.system, "cpu": target.cpu, "python": target.python}
        what = N_("Not every package has a wheel for {system} on {cpu} with Python {python}")
        none = Message(N_("has no wheel"))
        raise MissingError(Message(what, fields), [Problem(name, none) for name in lacking])
    return [
        _wheel(package, min(found, key=lambda w: _oldest_first(w, target)), marker)
        for (package, marker), found in zip(packages, choices, strict=True)
    ]


def _needed(packages: list[lockfile.Package], target: Target) -> list[tuple[lockfile.Package, str]]:
    """The packages that any release of the target's Python needs, and the marker of each."""
    asked = [lockfile.required(packages, machine) for machine in target.machines]
    releases: dict[tuple[str, str], list[int]] = {}
    found: dict[tuple[str, str], lockfile.Package] = {}
    for micro, some in enumerate(asked):
        for package in some:
            known = package["name"], package["version"]
            found[known] = package
            releases.setdefault(known, []).append(micro)
    return [(found[known], _marker(releases[known], target)) for known in sorted(found)]


def _marker(micros: Sequence[int], target: Target) -> str:
    """The marker of what the releases `micros` of a Python need; empty for all of them."""
    first, last = micros[0], micros[-1]
    parts = [f"python_full_version >= '{target.python}.{first}'"] if first else []
    parts += [f"python_full_version < '{target.python}.{last + 1}'"] * (last + 1 < _RELEASES)
    return " and ".join(parts)


def _wheel(package: lockfile.Package, found: dict[str, Any], marker: str) -> Wheel:
    kind, _colon, digest = found["hash"].partition(":")
    if kind != "sha256":
        raise ValueError(f"{package['name']}: uv.lock has no sha256 but {kind}")
    size = found.get("size", 0)
    return Wheel(package["name"], package["version"], _file(found), size, digest, marker)


def _file(found: dict[str, Any]) -> str:
    return unquote(found["url"].rsplit("/", 1)[-1])


def _oldest_first(found: dict[str, Any], target: Target) -> tuple[Version, int]:
    tags = _file(found).removesuffix(".whl").rpartition("-")[2].split(".")
    return _least(tags, target), -found.get("size", 0)


def _least(tags: Iterable[str], target: Target) -> Version:
    """The oldest system (macOS, or glibc on Linux) that one of these tags allows; () for any."""
    cpu = target.machine.cpu.lower()
    found = []
    for tag in tags:
        named = re.fullmatch(r"(?:macosx|manylinux)_(\d+)_(\d+)_(\w+)", tag)
        old = re.fullmatch(r"(manylinux\d+)_(\w+)", tag)
        if named and named[3] in (cpu, "universal2"):
            found.append((int(named[1]), int(named[2])))
        elif old and old[2] == cpu:
            found.append(_GLIBC[old[1]])
    return min(found, default=())


def needs(wheels: Sequence[Wheel], target: Target) -> str:
    """The system that these wheels need, as its users name it.

    >>> wheel = Wheel("a", "1", "a-1-cp312-cp312-manylinux_2_28_x86_64.whl", 1, "")
    >>> needs([wheel], Target("linux", "3.12", "x86_64"))
    'Linux (glibc 2.28), x86_64'
    """
    least = max((_least(wheel.platforms, target) for wheel in wheels), default=())
    version = ".".join(map(str, least))
    names = {
        "windows": "Windows 10",
        "macos": f"macOS {max(least, default=11) if least[1:] == (0,) else version}",
        "linux": f"Linux (glibc {version})",
    }
    return f"{names[target.system]}, {target.cpu}"


def megabytes(wheels: Iterable[Wheel]) -> float:
    """Size of the wheels together, in MB (10**6 bytes)."""
    return sum(wheel.size for wheel in wheels) / 1e6


def requirements(wheels: Iterable[Wheel], *, markers: bool = True) -> str:
    """A requirements file that names each wheel by version and hash.

    >>> print(requirements([Wheel("six", "1.17.0", "six-1.17.0-py2.py3-none-any.whl", 1, "4721")]))
    six==1.17.0 --hash=sha256:4721
    <BLANKLINE>
    """
    return "".join(
        f"{w.name}=={w.version}{f' ; {w.marker}' if markers and w.marker else ''}"
        f" --hash=sha256:{w.sha256}\n"
        for w in wheels
    )


def batches(
    wheels: Sequence[Wheel], *, most: int = 12, size: int = 20_000_000
) -> list[list[Wheel]]:
    """The wheels in lots of at most `most` files or `size` bytes, one larger alone.

    What was fetched of a lot that breaks off is lost, so lots are small; asking for each
    wheel alone would start pip a hundred times.  Two versions of one package part.
    """
    lots: list[list[Wheel]] = []
    for wheel in wheels:
        last = lots[-1] if lots else []
        full = len(last) >= most or sum(w.size for w in last) + wheel.size > size
        if not last or full or last[-1].name == wheel.name:
            lots.append(last := [])
        last.append(wheel)
    return lots

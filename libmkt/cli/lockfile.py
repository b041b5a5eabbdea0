"""What uv.lock would bring to a machine: which packages, in which wheels, how many bytes.

The standard library alone: the set-up asks before anything is installed.
"""

from __future__ import annotations

import ast
import operator
import platform
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Package = dict[str, Any]  # a [[package]] of uv.lock: name, version, dependencies, wheels


@dataclass(frozen=True)
class Machine:
    """What wheels and markers depend on: `sys.platform`, the processor, Python's version."""

    system: str  # win32, darwin, linux
    cpu: str  # x86_64, arm64 or aarch64, AMD64 ...
    python: tuple[int, int, int]


def this_machine() -> Machine:
    """The machine this runs on."""
    return Machine(sys.platform, platform.machine(), sys.version_info[:3])


def read(path: Path | str) -> list[Package]:
    """The packages that a uv.lock names."""
    return list(tomllib.loads(Path(path).read_text(encoding="utf-8"))["package"])


def required(
    packages: Iterable[Package], machine: Machine, *, groups: Iterable[str] = ()
) -> list[Package]:
    """The packages that `machine` needs, libmkt itself left out, in order of name.

    Parameters
    ----------
    packages
        As `read` gives them.
    groups
        Dependency groups wanted besides the requirements, such as ``dev``.
    """
    named: dict[str, list[Package]] = {}
    for package in packages:
        named.setdefault(package["name"], []).append(package)
    own = named["libmkt"][0]
    waiting = [("libmkt", d) for d in own["dependencies"]]
    for group in groups:
        waiting += [("libmkt", d) for d in own["dev-dependencies"][group]]
    found: dict[str, Package] = {}
    followed: set[tuple[str, str]] = set()
    while waiting:
        _by, wanted = waiting.pop()
        if not holds(wanted.get("marker"), machine):
            continue
        package = _version(named[wanted["name"]], wanted.get("version"))
        found[package["name"]] = package
        for extra in ("", *wanted.get("extra", ())):
            if (package["name"], extra) in followed:
                continue
            followed.add((package["name"], extra))
            more = (
                package.get("optional-dependencies", {}).get(extra, ())
                if extra
                else package.get("dependencies", ())
            )
            waiting += [(package["name"], d) for d in more]
    return [found[name] for name in sorted(found)]


def _version(candidates: list[Package], version: str | None) -> Package:
    # uv names the version wherever the lock holds more than one of a package
    return next(p for p in candidates if version is None or p["version"] == version)


def wheel(package: Package, machine: Machine) -> dict[str, Any] | None:
    """The wheel of `package` that `machine` can install (the largest, if several), or None."""
    return max(wheels(package, machine), key=lambda w: w.get("size", 0), default=None)


def wheels(package: Package, machine: Machine) -> list[dict[str, Any]]:
    """Every wheel of `package` that `machine` can install: url, hash, size."""
    return [w for w in package.get("wheels", ()) if _fits(w["url"].rsplit("/", 1)[-1], machine)]


def megabytes(packages: Iterable[Package], machine: Machine) -> float:
    """Size of the wheels that `machine` downloads for `packages`, in MB (10**6 bytes)."""
    found = [wheel(package, machine) for package in packages]
    return float(sum(w.get("size", 0) for w in found if w)) / 1e6


def _fits(file: str, machine: Machine) -> bool:
    pythons, abis, platforms = file.removesuffix(".whl").rsplit("-", 3)[-3:]
    return any(_platform_fits(p, machine) for p in platforms.split(".")) and any(
        _python_fits(p, abis.split("."), machine.python) for p in pythons.split(".")
    )


def _platform_fits(tag: str, machine: Machine) -> bool:
    cpu = machine.cpu.lower()
    if tag == "any":
        return True
    if machine.system == "win32":
        return tag == ("win_arm64" if cpu == "arm64" else "win_amd64")
    if machine.system == "darwin":
        return tag.startswith("macosx") and tag.endswith((cpu, "universal2"))
    return tag.startswith("manylinux") and tag.endswith(cpu)


def _python_fits(tag: str, abis: list[str], python: tuple[int, ...]) -> bool:
    if tag.startswith("py"):
        return tag in ("py3", f"py3{python[1]}")
    minor = int(tag.removeprefix("cp3") or 0) if tag.startswith("cp3") else -1
    if "abi3" in abis:
        return 0 <= minor <= python[1]
    return minor == python[1] and any(abi in (tag, "none") for abi in abis)


_OPERATORS = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def holds(marker: str | None, machine: Machine) -> bool:
    """Whether an environment marker (PEP 508, as uv writes them) is true on `machine`.

    >>> windows = Machine("win32", "AMD64", (3, 12, 4))
    >>> holds("python_full_version >= '3.11.5' and sys_platform == 'win32'", windows)
    True
    >>> holds("python_full_version == '3.11.*' or os_name != 'nt'", windows)
    False
    """
    return marker is None or _true(ast.parse(marker, mode="eval").body, machine)


def _true(node: ast.expr, machine: Machine) -> bool:
    if isinstance(node, ast.BoolOp):
        each = [_true(value, machine) for value in node.values]
        return all(each) if isinstance(node.op, ast.And) else any(each)
    if not (isinstance(node, ast.Compare) and isinstance(node.left, ast.Name)):
        raise ValueError(f"marker not understood: {ast.unparse(node)}")
    name, wanted = node.left.id, ast.literal_eval(node.comparators[0])
    compare = _OPERATORS[type(node.ops[0])]
    if name in ("python_version", "python_full_version"):
        parts = tuple(int(part) for part in wanted.removesuffix(".*").split("."))
        return bool(compare(machine.python[: len(parts)], parts))
    return bool(compare(_facts(machine)[name], wanted))


def _facts(machine: Machine) -> dict[str, str]:
    systems = {"win32": "Windows", "darwin": "Darwin", "linux": "Linux"}
    return {
        "sys_platform": machine.system,
        "os_name": "nt" if machine.system == "win32" else "posix",
        "platform_system": systems.get(machine.system, ""),
        "platform_machine": machine.cpu,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }

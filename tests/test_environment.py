"""What an installation brings: equal by both doors, on three systems, freely licensed."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from libmkt import __main__ as door
from libmkt.cli import lockfile
from libmkt.cli.lockfile import Machine

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CARD = ["jupyterlab", "pandas", "statsmodels", "seaborn", "papermill", "nbconvert"]
MACHINES = {
    "Windows": Machine("win32", "AMD64", (3, 12, 4)),
    "macOS": Machine("darwin", "arm64", (3, 12, 4)),
    "Linux": Machine("linux", "x86_64", (3, 12, 4)),
}
LARGEST = 350  # MB that one system may download, design section 2


def names_of(requirements: list[str]) -> list[str]:
    """Distribution names of requirements that hold on every system."""
    return [re.split(r"[^\w.-]", r)[0] for r in requirements if ";" not in r]


def test_conda_and_pyproject_name_the_same_six_packages_and_versions() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    of_pyproject = {r.replace(" ", "") for r in PROJECT["dependencies"]}
    plain = [entry for entry in conda if isinstance(entry, str)]
    assert [entry.split()[0] for entry in plain] == ["python", "pip", *CARD]
    assert plain[0].split()[1] == PROJECT["requires-python"]
    assert {entry.replace(" ", "") for entry in plain[2:]} <= of_pyproject
    assert conda[-1] == {"pip": ["-e ."]}


def test_the_conda_file_says_that_it_was_not_tried() -> None:
    assert "Not tried" in (ROOT / "environment.yml").read_text(encoding="utf-8")


def test_the_door_looks_for_every_requirement_and_for_what_tests_need() -> None:
    found = door.needed(checkout=True, with_tests=False)
    assert found == names_of(PROJECT["dependencies"]) and set(CARD) <= set(found)
    assert {"pytest", "mypy", "ruff"} <= set(door.needed(checkout=True, with_tests=True))
    assert all(door.is_here(name) for name in found)


def test_an_installed_wheel_knows_its_own_requirements(monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["pandas>=3.0", "tzdata; sys_platform == 'win32'", "duckdb>=1; extra == 'duckdb'"]
    monkeypatch.setattr(door.metadata, "requires", lambda name: said)
    assert door.needed(checkout=False, with_tests=False) == ["pandas"]


def test_the_lock_file_is_of_this_pyproject() -> None:
    own = next(p for p in lockfile.read(ROOT / "uv.lock") if p["name"] == "libmkt")
    locked = {d["name"] for d in own["metadata"]["requires-dist"] if "extra" not in str(d)}
    assert locked == {re.split(r"[^\w.-]", r)[0] for r in PROJECT["dependencies"]}
    assert own["version"] == PROJECT["version"]


@pytest.mark.parametrize("system", MACHINES)
@pytest.mark.parametrize("minor", [11, 12, 13])
def test_every_required_package_has_a_wheel(system: str, minor: int) -> None:
    machine = Machine(MACHINES[system].system, MACHINES[system].cpu, (3, minor, 7))
    packages = lockfile.required(lockfile.read(ROOT / "uv.lock"), machine)
    assert len(packages) > 80
    assert [p["name"] for p in packages if lockfile.wheel(p, machine) is None] == []


@pytest.mark.parametrize("system", MACHINES)
def test_no_system_downloads_more_than_its_share(
    system: str, record_property: pytest.RecordProperty
) -> None:
    machine = MACHINES[system]
    packages = lockfile.required(lockfile.read(ROOT / "uv.lock"), machine)
    size = lockfile.megabytes(packages, machine)
    record_property("megabytes", round(size))
    print(f"{system}: {len(packages)} packages, {size:.0f} MB")
    assert 50 < size < LARGEST


def test_a_package_without_a_wheel_for_a_system_is_noticed() -> None:
    linux_only = {"wheels": [{"url": "https://x/a-1-cp312-cp312-manylinux_2_28_x86_64.whl"}]}
    assert lockfile.wheel(linux_only, MACHINES["Linux"])
    assert lockfile.wheel(linux_only, MACHINES["Windows"]) is None


@pytest.mark.parametrize(
    "file, fits",
    [
        ("a-1-py2.py3-none-any.whl", ["Windows", "macOS", "Linux"]),
        ("a-1-cp312-cp312-win_amd64.whl", ["Windows"]),
        ("a-1-cp38-abi3-win_amd64.whl", ["Windows"]),
        ("a-1-cp313-cp313-win_amd64.whl", []),
        ("a-1-cp312-cp312t-win_amd64.whl", []),
        ("a-1-cp312-cp312-macosx_11_0_arm64.whl", ["macOS"]),
        ("a-1-cp312-cp312-macosx_10_9_universal2.whl", ["macOS"]),
        ("a-1-cp312-cp312-macosx_10_9_x86_64.whl", []),
        ("a-1-1-cp312-cp312-manylinux1_x86_64.manylinux_2_5_x86_64.whl", ["Linux"]),
        ("a-1-cp312-cp312-musllinux_1_1_x86_64.whl", []),
    ],
)
def test_a_wheels_name_says_where_it_fits(file: str, fits: list[str]) -> None:
    package = {"wheels": [{"url": f"https://x/{file}"}]}
    assert [name for name, machine in MACHINES.items() if lockfile.wheel(package, machine)] == fits


def test_no_required_package_is_under_gpl() -> None:
    """Licences by the metadata of what is installed; LGPL may be used, GPL would bind us."""
    machine = lockfile.this_machine()
    bound = []
    for package in lockfile.required(lockfile.read(ROOT / "uv.lock"), machine):
        try:
            about = importlib.metadata.metadata(package["name"])
        except importlib.metadata.PackageNotFoundError:
            pytest.fail(f"{package['name']} of uv.lock is not installed: run uv sync")
        if binds(about):
            bound.append(package["name"])
    assert bound == []


def binds(about: importlib.metadata.PackageMetadata) -> bool:
    """Whether metadata name the GPL or AGPL and no other licence to choose instead."""
    named = [v for v in about.get_all("Classifier") or [] if v.startswith("License ::")]
    expression = about.get("License-Expression") or ""
    short = [line for line in (about.get("License") or "").splitlines()[:1] if len(line) < 80]
    text = " ; ".join([*named, expression, *short])
    gpl = re.search(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License", text)
    return bool(gpl) and not re.search(r"\bOR\b|BSD|MIT|Apache", text)


def test_a_gpl_licence_is_recognised() -> None:
    def metadata(text: str) -> importlib.metadata.PackageMetadata:
        from email import message_from_string

        return message_from_string(text)  # type: ignore[return-value]

    assert binds(metadata("License-Expression: GPL-3.0-or-later\n\n"))
    assert binds(
        metadata("Classifier: License :: OSI Approved :: GNU General Public License v3\n\n")
    )
    assert not binds(metadata("License: LGPL with exceptions\n\n"))
    assert not binds(metadata("License: BSD-3-Clause\n\n"))

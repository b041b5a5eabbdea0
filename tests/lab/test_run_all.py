"""*Run All* works in every notebook, in its own folder, as JupyterLab runs it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from libmkt import cli

from .conftest import ROOT

NOTEBOOKS = sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("notebooks/**/*.ipynb"))
# The quickest of each folder always; the others with `libmkt test --all`.
OFTEN = {"notebooks/start.ipynb", "notebooks/reports/peers.ipynb"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workbench with all notebooks and the demo data, as a checkout is."""
    root = tmp_path_factory.mktemp("run") / "kitap xana Нөкис"
    for folder in ("parameters", "notebooks", "data/demo", "data/published", "data/places"):
        shutil.copytree(ROOT / folder, root / folder)
    yield root


def run_all(path: Path, root: Path, real: Path | None) -> Any:
    """Run a notebook's cells in a kernel that stands in its folder, and give it executed."""
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    from libmkt.lab.kernelspec import WorkbenchKernels
    from libmkt.reporting import execute

    notebook = execute.read(path)
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=WorkbenchKernels())
    client = NotebookClient(
        notebook, timeout=120, km=manager, resources={"metadata": {"path": str(path.parent)}}
    )
    own = {**os.environ, "LIBMKT_LANGUAGE": "kaa", "LIBMKT_ROOT": ""}
    if real is not None:
        own["LIBMKT_DATA"] = str(real)
    client.execute(env={name: value for name, value in own.items() if value})
    return notebook


def needs_real_data(path: Path) -> bool:
    """Whether a notebook says that it reads fetched data."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return bool(content["metadata"].get("libmkt", {}).get("needs"))


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n in OFTEN else [pytest.mark.slow]) for n in NOTEBOOKS]
)
def test_every_cell_of_a_notebook_runs_in_its_own_folder(
    name: str, desk: Path, request: pytest.FixtureRequest
) -> None:
    path = desk / name
    real = None
    if "/explore/" in name or needs_real_data(path):
        real = request.getfixturevalue("shared_data")
        beside = Path(os.path.relpath(real, desk)).as_posix()
        library = desk / "parameters/library.yml"
        text = library.read_text(encoding="utf-8")
        library.write_text(text.replace("../shared/data", beside), encoding="utf-8")
    if "/lessons/" in name:
        path = delivered(path, desk)
    notebook = run_all(path, desk, real)
    code = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    assert code and all(cell.execution_count for cell in code)
    assert not [o for c in code for o in c.outputs if o.output_type == "error"]


def delivered(path: Path, desk: Path) -> Path:
    """A lesson as a student gets it: its folder holds the data that its cells read."""
    name, folder = path.stem.split("-")[0], desk / "lessons" / path.stem
    given = ["lesson", name, "--language", "kaa", "--to", str(folder)]
    os.environ["LIBMKT_ROOT"] = str(desk)
    try:
        assert cli.main(given) == 0
    finally:
        os.environ.pop("LIBMKT_ROOT", None)
    return folder / f"{name}.ipynb"


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_the_kernel_of_the_tests_is_that_of_the_lab() -> None:
    from libmkt.lab.kernelspec import WorkbenchKernels

    spec = WorkbenchKernels().get_kernel_spec("python3")
    assert spec.metadata["kernel_provisioner"]["provisioner_name"] == "libmkt-fork"
    assert "libmkt.lab" in spec.argv

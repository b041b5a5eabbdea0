"""A plain Jupyter server of the same Python exports to the formats of libmkt."""

from __future__ import annotations

import os
import sys
import urllib.request
from pathlib import Path

import nbformat.v4 as v4
import pytest
from nbformat import writes

from .browser import started


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the test ends the server by a signal")
def test_a_plain_server_exports_to_our_formats(tmp_path: Path) -> None:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("LIBMKT_", "JUPYTER_"))}
    own |= {"JUPYTER_CONFIG_DIR": str(tmp_path / "jupyter"), "LIBMKT_LANGUAGE": "ru"}
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("# Loans of a year")])
    (tmp_path / "own.ipynb").write_text(writes(notebook), encoding="utf-8")
    serve = ["jupyter_server", "--no-browser", "--port=0", "--allow-root"]
    with started([*serve, f"--ServerApp.root_dir={tmp_path}"], tmp_path, own) as server:
        asked = urllib.request.Request(
            f"{server.url}/nbconvert/libmkt-html/own.ipynb",
            headers={"Authorization": f"token {server.token}"},
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:
            page = answer.read().decode("utf-8")
    assert '<html lang="ru-Cyrl">' in page and "<h1>Loans of a year</h1>" in page

"""JupyterLab as `libmkt lab` starts it, asked through its own interface: kernels, formats."""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from libmkt.cli import lab as command
from tests.reporting.test_exporters import HEADS

from .browser import Server, serving, wait_until
from .conftest import ROOT

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the tests end the server by a signal")
pytestmark = POSIX


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("lab") / "jumıs Нөкис"
    (root / "parameters").mkdir(parents=True)
    (root / "parameters/library.yml").write_text("name: Kitapxana\n", encoding="utf-8")
    with serving(root, "kaa") as running:
        yield running


def ask(server: Server, path: str, method: str = "GET", data: Any = None) -> bytes:
    request = urllib.request.Request(
        f"{server.url}/{path}",
        method=method,
        data=None if data is None else json.dumps(data).encode(),
        headers={"Authorization": f"token {server.token}"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


class Kernel:
    """One kernel of the server, and a line to it."""

    def __init__(self, server: Server) -> None:
        from jupyter_client.blocking.client import BlockingKernelClient
        from jupyter_core.paths import jupyter_runtime_dir

        self.server = server
        self.id = json.loads(ask(server, "api/kernels", "POST", {"name": "python3"}))["id"]
        self.client = BlockingKernelClient()
        file = Path(jupyter_runtime_dir()) / f"kernel-{self.id}.json"
        self.client.load_connection_file(str(file))
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def say(self, code: str) -> str:
        """What a line of code evaluates to."""
        content = self.client.execute_interactive(
            "", user_expressions={"x": code}, timeout=60, silent=True
        )["content"]
        found = content["user_expressions"]["x"]
        assert found["status"] == "ok", found
        return str(found["data"]["text/plain"])

    def do(self, what: str) -> None:
        ask(self.server, f"api/kernels/{self.id}/{what}", "POST")

    def end(self) -> None:
        self.client.stop_channels()
        ask(self.server, f"api/kernels/{self.id}", "DELETE")


@pytest.fixture
def kernel(server: Server) -> Iterator[Kernel]:
    made = Kernel(server)
    yield made
    if any(k["id"] == made.id for k in json.loads(ask(server, "api/kernels"))):
        made.end()


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_a_kernel_is_forked_and_everything_is_imported(kernel: Kernel) -> None:
    parent = int(kernel.say("__import__('os').getppid()"))
    assert "libmkt.reporting.kernel.mother" in command_of(parent)
    assert kernel.say("'statsmodels.api' in __import__('sys').modules") == "True"


def test_a_kernel_speaks_the_language_and_knows_libmkt(kernel: Kernel, server: Server) -> None:
    assert kernel.say("__import__('libmkt.words', fromlist='x').language()") == "'kaa'"
    magics = "'libmkt' in get_ipython().magics_manager.magics['line']"
    assert kernel.say(magics) == "True"
    assert kernel.say("__import__('libmkt.workbench', fromlist='x').find_root().name") == (
        "'jumıs Нөкис'"
    )


def test_a_kernel_can_be_interrupted_and_goes_on(kernel: Kernel) -> None:
    sent = kernel.client.execute("import time; x = 1; time.sleep(60)", stop_on_error=False)
    wait_until(lambda: said_busy(kernel), 20)
    kernel.do("interrupt")
    while True:
        reply = kernel.client.get_shell_msg(timeout=20)
        if reply["parent_header"]["msg_id"] == sent:
            break
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert kernel.say("x") == "1"


def said_busy(kernel: Kernel) -> bool:
    message = kernel.client.get_iopub_msg(timeout=20)
    return message["msg_type"] == "execute_input"


def test_a_kernel_that_is_restarted_has_forgotten_and_works(kernel: Kernel) -> None:
    before = kernel.say("globals().update(x=1) or __import__('os').getpid()")
    kernel.do("restart")
    kernel.client.wait_for_ready(timeout=60)
    assert kernel.say("'x' in globals()") == "False"
    assert kernel.say("__import__('os').getpid()") != before
    assert kernel.say("__import__('libmkt.words', fromlist='x').language()") == "'kaa'"


def test_a_kernel_that_is_shut_down_is_gone(kernel: Kernel) -> None:
    pid = int(kernel.say("__import__('os').getpid()"))
    kernel.end()
    wait_until(lambda: not is_alive(pid))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2][:3]


def test_the_formats_of_libmkt_are_offered_and_export_what_is_open(server: Server) -> None:
    offered = json.loads(ask(server, "api/nbconvert"))
    for form, head in HEADS.items():
        assert offered[f"libmkt-{form}"]["output_mimetype"]
        path = quote("desk/kaa/reports/peers.ipynb")  # as it was opened: nothing in it was run
        made = ask(server, f"nbconvert/libmkt-{form}/{path}?download=true")
        assert made.startswith(head), form
    page = ask(server, "nbconvert/libmkt-html/desk/kaa/reports/peers.ipynb").decode()
    assert '<html lang="kaa-Latn">' in page and "Uqsas kitapxanalar" in page


def test_it_asks_the_network_for_nothing(server: Server) -> None:
    name = "@jupyterlab/apputils-extension:notification"
    found = json.loads(ask(server, f"lab/api/settings/{name}"))
    settings = found["schema"]["properties"]
    assert settings["fetchNews"]["default"] == "false"
    assert settings["checkForUpdates"]["default"] is False


def test_the_command_opens_the_page_and_hands_on_what_it_does_not_know(bench: Path) -> None:
    made = command.command(bench, Path("desk/kaa/start page.ipynb"), ["--ip=0.0.0.0"])
    assert "--LabApp.default_url=/lab/tree/desk/kaa/start%20page.ipynb" in made
    assert made[-1] == "--ip=0.0.0.0"


def test_the_end_of_the_lab_ends_its_kernels(tmp_path: Path) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters/library.yml").write_text("name: Kitapxana\n", encoding="utf-8")
    with serving(tmp_path, "en") as running:
        kernel = Kernel(running)
        pids = [int(kernel.say(f"__import__('os').get{who}()")) for who in ("pid", "ppid")]
        kernel.client.stop_channels()
    assert running.process.wait(5) == 0
    wait_until(lambda: not any(is_alive(pid) for pid in pids))
    assert (tmp_path / "desk/en/start.ipynb").is_file() and ROOT not in tmp_path.parents

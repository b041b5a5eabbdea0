"""The mother of kernels: what she forks ends with her, whatever it is doing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from libmkt.reporting import kernel
from libmkt.reporting.kernel.application import KernelApplication, options
from libmkt.reporting.kernel.mother import ENVIRONMENT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


def test_a_kernel_that_never_rests_ends_when_its_mother_is_killed(tmp_path: Path) -> None:
    ears = tmp_path / "spin.py"  # stands in for a kernel: it ignores everything but SIGKILL
    ears.write_text("print('spinning', flush=True)\nwhile True: pass\n", encoding="utf-8")
    code = (
        "import runpy, sys\n"
        "from libmkt.reporting.kernel import mother\n"
        f"mother.become_kernel = lambda request, parent: runpy.run_path({str(ears)!r})\n"
        "mother.EVERY = mother.SOME = mother.REMEMBERED = ()\n"
        "mother.rehearse = lambda: None\n"
        "sys.exit(mother.main())\n"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    env = {**os.environ, **ENVIRONMENT}
    with subprocess.Popen([sys.executable, "-c", code], text=True, env=env, **pipes) as mother:  # type: ignore[call-overload]
        assert json.loads(mother.stdout.readline()) == {"ready": 1}
        mother.stdin.write(json.dumps({"do": "fork", "env": {}, "cwd": str(tmp_path)}) + "\n")
        mother.stdin.flush()
        kernel = psutil.Process(json.loads(mother.stdout.readline())["pid"])
        assert kernel.is_running()
        os.kill(mother.pid, signal.SIGKILL)
        mother.wait()
        deadline = time.monotonic() + 10
        while kernel.is_running() and kernel.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline, "the kernel outlived its mother"
            time.sleep(0.05)


def test_a_kernel_s_options_are_read_as_ipykernel_reads_them() -> None:
    from ipykernel.kernelapp import IPKernelApp

    argv = [
        *("-f", "7.json", "--IPKernelApp.log_level=CRITICAL", "--HistoryManager.enabled=False"),
        "--IPKernelApp.parent_handle=41",
    ]
    theirs = IPKernelApp()
    theirs.parse_command_line(argv)
    ours = KernelApplication()
    ours.parse_command_line(argv)
    assert {name: set(part) for name, part in ours.cli_config.items()} == {
        name: set(part) for name, part in theirs.cli_config.items()
    }
    assert ours.extra_args == theirs.extra_args == []
    for name in ("connection_file", "log_level", "parent_handle"):
        assert getattr(ours, name) == getattr(theirs, name)


@pytest.mark.parametrize("argv", [["--debug"], ["-f"], ["script.py"], ["-f", "7.json", "--", "x"]])
def test_options_of_another_form_are_left_to_ipykernel(argv: list[str]) -> None:
    assert options(argv) is None


def test_a_forked_kernel_knows_the_files_of_all_modules_and_takes_its_options() -> None:
    asked = """import json, sys
from IPython import get_ipython
shell = get_ipython()
files = {m.__file__ for m in list(sys.modules.values()) if getattr(m, "__file__", None)}
print(json.dumps({
    "unknown": sorted(files - set(shell.kernel._kernel_modules))[:3],
    "history": shell.history_manager.enabled,
    "sys": type(sys.modules["ipykernel.ipkernel"].sys).__name__,
}))"""
    with kernel.kernels(start="fork") as make:
        made = make()
        [_cell, shown] = asyncio.run(_said(made, asked))
    found = json.loads(shown)
    assert found == {"unknown": [], "history": False, "sys": "module"}


async def _said(made: kernel.Kernel, code: str) -> list[str]:
    """Whether a kernel was forked, and what a cell printed in it."""
    manager = made.arguments["kernel_manager_class"](config=made.arguments["config"])  # type: ignore[operator]
    await manager.start_kernel(extra_arguments=made.arguments["extra_arguments"])
    client = manager.client()
    client.start_channels()
    said: list[str] = [type(manager.provisioner.process).__name__]
    try:
        await client.wait_for_ready(timeout=60)
        await client.execute_interactive(
            code, output_hook=lambda message: said.append(message["content"].get("text", ""))
        )
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    assert said[0] == "ForkedProcess"
    return [said[0], "".join(said[1:])]

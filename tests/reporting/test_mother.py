"""The mother of kernels: what she forks ends with her, whatever it is doing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

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

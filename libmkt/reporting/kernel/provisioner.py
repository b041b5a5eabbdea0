"""``libmkt-fork``: kernels that are forked from a process which has imported everything.

A provisioner of jupyter_client, so that papermill, nbclient and JupyterLab can all use it:
set ``JUPYTER_DEFAULT_PROVISIONER_NAME=libmkt-fork``.  Whatever it cannot fork (another
language, another interpreter, a system without fork) it starts cold, as jupyter_client does.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME = "libmkt-fork"
CAN_FORK = sys.platform == "linux"


class Mother:
    """One mother process of this process; started at the first kernel."""

    def __init__(self, folder: Path) -> None:
        from libmkt.reporting.kernel.mother import ENVIRONMENT

        self._lock = threading.Lock()
        hashed = {"PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", "0")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "libmkt.reporting.kernel.mother"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ENVIRONMENT, **hashed},
            cwd=folder,
            text=True,
            encoding="utf-8",
        )
        self.threads = int(self._read().get("ready", 0))

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """One request and its reply; ``{"refused": why}`` when the mother is gone."""
        with self._lock:
            try:
                assert self.process.stdin is not None
                self.process.stdin.write(json.dumps(request) + "\n")
                self.process.stdin.flush()
                return self._read()
            except (OSError, ValueError):
                return {"refused": "the mother process is gone"}

    def close(self) -> None:
        """Let her end her kernels and go."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return dict(json.loads(line)) if line else {"refused": "the mother process is gone"}


mothers: dict[int, Mother] = {}  # by process id: a fork of the owner needs one of its own


_starting = threading.Lock()


def mother() -> Mother:
    """The mother of this process, started if there is none or she has died."""
    with _starting:  # two threads must not start two
        return _mother()


def _mother() -> Mother:
    found = mothers.get(os.getpid())
    if found is None or found.process.poll() is not None:
        found = mothers[os.getpid()] = Mother(Path.home() if Path.home().is_dir() else Path("/"))
        atexit.register(found.close)
    return found


class ForkedProcess:
    """What `LocalProvisioner` needs of a Popen, for a process that is the mother's child."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, owner: Mother) -> None:
        self.pid = pid
        self._owner = owner
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Exit status, or None while it runs."""
        if self.returncode is None:
            reply = self._owner.ask({"do": "poll", "pid": self.pid})
            self.returncode = reply.get("status", -signal.SIGKILL)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Exit status, waited for."""
        import time

        until = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.02)
        return status

    def send_signal(self, number: int) -> None:
        """Signal the kernel alone."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it now."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class ForkProvisioner(LocalProvisioner):
    """Forks Python kernels of this interpreter, starts all others cold."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that `cmd` names and return its connection."""
        forked = _fork(cmd, kwargs) if CAN_FORK else None
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked  # type: ignore[assignment]
        self.pid = self.pgid = forked.pid  # the child has made itself a group of its own
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info


def _fork(cmd: list[str], kwargs: dict[str, Any]) -> ForkedProcess | None:
    """A forked kernel, or None where this command cannot be forked."""
    options = [part for part in cmd[1:] if part != "-Xfrozen_modules=off"]
    if options[:2] != ["-m", "ipykernel_launcher"]:
        return None
    if Path(cmd[0]).resolve() != Path(sys.executable).resolve():
        return None
    env = kwargs.get("env")
    request = {
        "do": "fork",
        "argv": options[1:],
        "env": dict(os.environ if env is None else env),
        "cwd": str(kwargs.get("cwd") or Path.cwd()),  # it may come as a Path
    }
    owner = mother()
    reply = owner.ask(request)
    return ForkedProcess(int(reply["pid"]), owner) if "pid" in reply else None

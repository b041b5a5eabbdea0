"""``libmkt-fork`` and ``libmkt-ahead``: kernels that have imported everything already.

The one forks them from a mother process; the other, for systems without fork, starts the
next kernel while this one works, each to be used once.  Both are provisioners of
jupyter_client, so that papermill, nbclient and JupyterLab can use them: set
``JUPYTER_DEFAULT_PROVISIONER_NAME=libmkt-fork``.  What they cannot start so (another
language, another interpreter) they start cold, as jupyter_client does.
"""

from __future__ import annotations

import asyncio
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

FORK, AHEAD = "libmkt-fork", "libmkt-ahead"
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
        found = mothers[os.getpid()] = Mother(_quiet_folder())
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
        request = _request(cmd, kwargs) if CAN_FORK else None
        forked = await asyncio.to_thread(_forked, request) if request else None
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked  # type: ignore[assignment]
        self.pid = self.pgid = forked.pid  # the child has made itself a group of its own
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info


class AheadProvisioner(LocalProvisioner):
    """Hands out Python kernels started ahead, starts all others cold."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that `cmd` names and return its connection."""
        request = _request(cmd, kwargs)
        if request is None:
            return await super().launch_kernel(cmd, **kwargs)
        process = _next_ahead()
        if sys.platform == "win32":  # how jupyter_client interrupts a kernel there
            from jupyter_client.win_interrupt import create_interrupt_event

            process.win32_interrupt_event = create_interrupt_event()
            request["env"]["JPY_INTERRUPT_EVENT"] = str(process.win32_interrupt_event)
        assert process.stdin is not None
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.close()
        self.process = process
        self.pid = process.pid
        self.pgid = None if sys.platform == "win32" else process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info


def _request(cmd: list[str], kwargs: dict[str, Any]) -> dict[str, Any] | None:
    """What a process that has imported everything must know, or None for another's kernel."""
    options = [part for part in cmd[1:] if part != "-Xfrozen_modules=off"]
    if options[:2] != ["-m", "ipykernel_launcher"]:
        return None
    if Path(cmd[0]).resolve() != Path(sys.executable).resolve():
        return None
    env = kwargs.get("env")
    return {
        "do": "fork",
        "argv": options[1:],
        "env": dict(os.environ if env is None else env),
        "cwd": str(kwargs.get("cwd") or Path.cwd()),  # it may come as a Path
    }


def _forked(request: dict[str, Any]) -> ForkedProcess | None:
    owner = mother()
    reply = owner.ask(request)
    return ForkedProcess(int(reply["pid"]), owner) if "pid" in reply else None


_ahead: list[subprocess.Popen[str]] = []


def _next_ahead() -> subprocess.Popen[str]:
    """A kernel-to-be; the one after it is started at once."""
    with _starting:
        if not _ahead:
            _ahead.append(_start_ahead())
        found = _ahead.pop(0)
        _ahead.append(_start_ahead())
    assert found.stdout is not None
    found.stdout.readline()  # it has imported everything
    return found


def _start_ahead() -> subprocess.Popen[str]:
    from libmkt.reporting.kernel.mother import ENVIRONMENT

    started = subprocess.Popen(
        [sys.executable, "-m", "libmkt.reporting.kernel.mother", "--once"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **ENVIRONMENT},
        cwd=_quiet_folder(),
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    atexit.register(started.kill)
    return started


def _quiet_folder() -> Path:
    """A folder that stays, for a process that belongs to no workbench."""
    home = Path.home()
    return home if home.is_dir() else Path(home.anchor or "/")

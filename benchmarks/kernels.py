"""How long a kernel of the lab takes from its start to the answer of a first cell.

    python benchmarks/kernels.py [--runs 7]

Forked from a mother that is ready (as `libmkt lab` has it on Linux) and started cold (as
elsewhere), in turn, so that a busy moment of the machine strikes both; the first cell imports
what a report does.  Medians of the wall time in seconds, and their ratio, as JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import KernelManager

from libmkt.lab.kernelspec import prepared
from libmkt.reporting.kernel import provisioner

FIRST = "import pandas, statsmodels.api, seaborn; from libmkt import read, monitoring, plots"
WAYS = {"forked": True, "cold": False}


class Kernels(KernelSpecManager):
    """The kernels of the lab, all started in one way."""

    fork = True

    def get_kernel_spec(self, kernel_name: str) -> Any:
        """How a kernel is started."""
        return prepared(super().get_kernel_spec(kernel_name), fork=self.fork)


def seconds(fork: bool) -> tuple[float, float]:
    """Wall time until a kernel is ready, and until its first cell has run."""
    specs = Kernels()
    specs.fork = fork
    manager = KernelManager(kernel_name=NATIVE_KERNEL_NAME, kernel_spec_manager=specs)
    begun = time.perf_counter()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        ready = time.perf_counter() - begun
        client.execute_interactive(FIRST, timeout=120)
        return ready, time.perf_counter() - begun
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=7, help="rounds (default: 7)")
    runs = parser.parse_args().runs
    if not provisioner.CAN_FORK:
        print("Kernels are forked on Linux only")
        return 1
    begun = time.perf_counter()
    provisioner.mother()
    mother = time.perf_counter() - begun
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    for number in range(runs + 1):
        for way, fork in WAYS.items():
            taken = seconds(fork)
            if number:  # the first round fills the machine's caches
                times[way].append(taken)
    ready, first = (
        {way: statistics.median(one[i] for one in taken) for way, taken in times.items()}
        for i in (0, 1)
    )
    result = {
        "benchmark": "kernels",
        "python": platform.python_version(),
        "runs": runs,
        "seconds_of_the_mother_once": round(mother, 2),
        "seconds_to_ready": {way: round(value, 3) for way, value in ready.items()},
        "seconds_to_first_cell": {way: round(value, 3) for way, value in first.items()},
        "cold_over_forked": round(first["cold"] / first["forked"], 1),
    }
    print(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

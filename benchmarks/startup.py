"""How long `import libmkt` and `libmkt --help` take, beside a bare Python and `import pandas`.

    python benchmarks/startup.py [--runs 15]

Each command runs in turn, round after round, so that a busy moment of the machine strikes
all alike; medians of the wall time in seconds, and their ratios to a bare Python, as JSON.
Goals: import under 0.1 s, --help under 0.3 s.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "bare python": ["-c", ""],
    "import libmkt": ["-c", "import libmkt"],
    "libmkt --help": ["-m", "libmkt", "--help"],
    "import pandas": ["-c", "import pandas"],
}
GOALS = {"import libmkt": 0.1, "libmkt --help": 0.3}


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    environment = {**os.environ, "LIBMKT_LANGUAGE": "en"}
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun


def main() -> int:
    """Measure and print; 1 if a goal is missed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=15, help="rounds (default: 15)")
    runs = parser.parse_args().runs
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(runs + 1):
        for name, command in COMMANDS.items():
            taken = seconds(command)
            if number:  # the first round fills the machine's caches
                times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    bare = medians["bare python"]
    result = {
        "benchmark": "startup",
        "python": platform.python_version(),
        "runs": runs,
        "seconds": {name: round(value, 4) for name, value in medians.items()},
        "ratio_to_bare_python": {name: round(v / bare, 2) for name, v in medians.items()},
        "goals": {n: {"under": g, "met": medians[n] < g} for n, g in GOALS.items()},
    }
    print(json.dumps(result, indent=2))
    return 0 if all(medians[name] < goal for name, goal in GOALS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())

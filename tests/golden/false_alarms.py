"""How often the tests of `monitoring` suspect what is not there.

    python tests/golden/false_alarms.py [series]

Writes tests/golden/false_alarms.csv: the share of simulated series without a break in which
`suspected_breaks` finds one at its defaults, and the share of series of season and noise alone in
which `control` marks a signal, per process and length.  Two hundred series a row take ten minutes.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from libmkt.monitoring import control, suspected_breaks
from libmkt.tables import COUNTS

SEASON = 0.25 * np.sin(np.arange(12) * np.pi / 6)

PROCESSES = {"independent": 0.0, "ar 0.4": 0.4, "ar 0.7": 0.7, "random walk": 1.0}  # lag-1 r


def noise(rng: np.random.Generator, n: int, correlation: float, size: float = 0.05) -> np.ndarray:
    """Autoregressive errors; a correlation of 1 is a random walk."""
    steps = rng.normal(0, size, n)
    found = np.cumsum(steps)
    if correlation < 1:
        found = steps.copy()
        found[0] /= np.sqrt(1 - correlation**2)
        for at in range(1, n):
            found[at] += correlation * found[at - 1]
    return found


def table(logs: np.ndarray, unit: str) -> pd.DataFrame:
    """One series as counts."""
    n = len(logs)
    months = [f"{2000 + i // 12}-{i % 12 + 1:02d}" for i in range(n)]
    periods = months if unit == "month" else [str(1990 + i) for i in range(n)]
    rows = [
        ["A", "", p, "loans", v, "loans", "flow", "", "", "x", ""]
        for p, v in zip(periods, 10000 * np.exp(logs), strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COUNTS))


def without_break(rng: np.random.Generator, n: int, unit: str, process: str) -> np.ndarray:
    """Logs of a series with a trend or a season, and no break."""
    regular = np.tile(SEASON, n // 12) if unit == "month" else -0.03 * np.arange(n)
    if process == "random walk and noise":
        return regular + noise(rng, n, 0) + noise(rng, n, 1, 0.01)
    return regular + noise(rng, n, PROCESSES[process])


def alarms(row: tuple[int, str, str, int, str, int]) -> tuple[str, str, int, str, int, float]:
    """The share of series of one kind in which a test finds something."""
    seed, test, unit, n, process, series = row
    rng = np.random.default_rng(20260900 + seed)
    found = 0
    for _ in range(series):
        counts = table(without_break(rng, n, unit, process), unit)
        if test == "suspected_breaks":
            found += len(suspected_breaks(counts, measure="loans", unit=unit)) > 0
        else:
            chart = control(counts, measure="loans", unit=unit, of=test.split()[1])
            found += bool((chart["signal"] != "").any())
    return test, unit, n, process, series, found / series


def main(series: int = 200) -> pd.DataFrame:
    """One row a test, unit, length and process: series, share."""
    wanted = [("suspected_breaks", "year", n, p) for n in (10, 15, 25) for p in PROCESSES]
    months = [*PROCESSES, "random walk and noise"]
    wanted += [("suspected_breaks", "month", n, p) for n in (60, 120) for p in months]
    charts = ("control year_change", "control deseasonalised")
    wanted += [(test, "month", 60, p) for test in charts for p in list(PROCESSES)[:3]]
    rows = [(seed, *row, series) for seed, row in enumerate(wanted)]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(alarms, rows))
    return pd.DataFrame(found, columns=["test", "unit", "n", "process", "series", "share"])


if __name__ == "__main__":
    result = main(*(int(argument) for argument in sys.argv[1:2]))
    result.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")

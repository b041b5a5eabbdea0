"""How often the tests of `monitoring` suspect what is not there.

    python tests/golden/false_alarms.py [series]

Writes tests/golden/false_alarms.csv: the share of simulated series without a break in which
`suspected_breaks` finds one at its defaults, and the share of series of season and noise alone in
which `control` marks a signal, per process and length.  Two hundred series a row take ten minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from libmkt.monitoring import control, suspected_breaks
from libmkt.tables import COUNTS

SEASON = 0.25 * np.sin(np.arange(12) * np.pi / 6)


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


def suspected(counts: pd.DataFrame, unit: str) -> bool:
    return len(suspected_breaks(counts, measure="loans", unit=unit)) > 0


def signalled(of: str) -> Callable[[pd.DataFrame, str], bool]:
    return lambda counts, unit: bool(
        (control(counts, measure="loans", unit=unit, of=of)["signal"] != "").any()
    )


def main(series: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(20260901)
    processes = {"independent": 0.0, "ar 0.4": 0.4, "ar 0.7": 0.7, "random walk": 1.0}
    rows = []

    def count(test: str, find: Callable[[pd.DataFrame, str], bool], unit: str, n: int,
              name: str, make: Callable[[], np.ndarray]) -> None:  # fmt: skip
        found = sum(find(table(make(), unit), unit) for _ in range(series))
        rows.append((test, unit, n, name, series, found / series))
        print(*rows[-1], flush=True)

    for n in (10, 15, 25):
        for name, r in processes.items():
            make = lambda n=n, r=r: -0.03 * np.arange(n) + noise(rng, n, r)  # noqa: E731
            count("suspected_breaks", suspected, "year", n, name, make)
    for n in (60, 120):
        season = np.tile(SEASON, n // 12)
        for name, r in processes.items():
            make = lambda n=n, r=r, s=season: s + noise(rng, n, r)  # noqa: E731
            count("suspected_breaks", suspected, "month", n, name, make)
        drift = lambda n=n, s=season: s + noise(rng, n, 0) + noise(rng, n, 1, 0.01)  # noqa: E731
        count("suspected_breaks", suspected, "month", n, "random walk and noise", drift)
    for of in ("year_change", "deseasonalised"):
        for name, r in list(processes.items())[:3]:
            make = lambda r=r: np.tile(SEASON, 5) + noise(rng, 60, r)  # noqa: E731
            count(f"control {of}", signalled(of), "month", 60, name, make)
    columns = ["test", "unit", "n", "process", "series", "share"]
    return pd.DataFrame(rows, columns=columns)


if __name__ == "__main__":
    result = main(*(int(argument) for argument in sys.argv[1:2]))
    result.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")

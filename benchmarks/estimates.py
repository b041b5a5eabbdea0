"""What a banner of estimates costs: 60 questions by 12 headings over 50,000 respondents.

    python benchmarks/estimates.py [--respondents 50000] [--questions 60] [--headings 12]

`libmkt.surveys.shares` of questions of five answers, by headings of four groups, under a
design with strata and clusters: estimates, errors and intervals of 14,400 cells.  Beside
it, in the same process, the package svy does a part of the same tables (one question by all
headings), and must give the same estimates and errors; its cost for the whole is that of the
part times the number of questions.  Without svy that is left out, with a word.  The goal is
ours: at most 30 CPU seconds.

The result is printed and kept as benchmarks/results/estimates.json; exit status 1 if the goal
is missed or the numbers differ.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from typing import Any

import measure
import numpy as np
import pandas as pd

from libmkt.stats.design import Design
from libmkt.surveys import shares

GOAL = 30.0  # CPU seconds
DESIGN = Design(weights="weight", strata="stratum", clusters="cluster")


def invented(respondents: int, questions: int, headings: int) -> pd.DataFrame:
    """One row a respondent; 2,000 clusters in 50 strata."""
    rng = np.random.default_rng(2026)
    cluster = rng.integers(0, 2000, respondents)
    columns: dict[str, Any] = {
        "weight": rng.uniform(0.5, 2, respondents),
        "stratum": cluster % 50,
        "cluster": cluster,
    }
    for i in range(questions):
        columns[f"q{i}"] = pd.Categorical(rng.integers(1, 6, respondents).astype(str))
    for i in range(headings):
        columns[f"h{i}"] = pd.Categorical(rng.integers(1, 5, respondents).astype(str))
    return pd.DataFrame(columns)


def ours(table: pd.DataFrame, questions: int, headings: int) -> tuple[float, pd.DataFrame]:
    """CPU seconds of the whole banner, and its table."""
    names = [f"q{i}" for i in range(questions)]
    shares(table, names[:1], DESIGN)  # loads what is loaded late
    begun = time.process_time()
    parts = [shares(table, names, DESIGN, by=f"h{i}") for i in range(headings)]
    took = time.process_time() - begun
    return took, pd.concat(parts, keys=[f"h{i}" for i in range(headings)], names=["heading"])


def theirs(table: pd.DataFrame, headings: int) -> tuple[float, dict[Any, tuple[float, float]]]:
    """CPU seconds of one question by all headings in svy: (heading, group, answer) -> numbers."""
    import polars as pl
    import svy

    kept = ["weight", "stratum", "cluster", "q0", *(f"h{i}" for i in range(headings))]
    data: dict[str, Any] = {name: table[name].to_numpy() for name in kept[:3]}
    data |= {name: table[name].astype(str).tolist() for name in kept[3:]}
    drawn = svy.Design(wgt="weight", stratum="stratum", psu="cluster")
    sample = svy.Sample(pl.DataFrame(data), drawn)
    sample.estimation.prop("q0")
    found = {}
    begun = time.process_time()
    for i in range(headings):
        given: Any = sample.estimation.prop("q0", by=f"h{i}")
        for cell in given.estimates:
            group = cell.by_level[0] if isinstance(cell.by_level, tuple) else cell.by_level
            found[f"h{i}", str(group), str(cell.y_level)] = (cell.est, cell.se)
    return time.process_time() - begun, found


def main() -> int:
    """Measure, print and keep; 1 if the goal is missed or numbers differ, else 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--respondents", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--headings", type=int, default=12)
    given = parser.parse_args()
    table = invented(given.respondents, given.questions, given.headings)
    took, banner = ours(table, given.questions, given.headings)
    result: dict[str, Any] = {
        "benchmark": "estimates",
        "machine": measure.machine(),
        "respondents": given.respondents,
        "tables": given.questions * given.headings,
        "cells": len(banner),
        "cpu_seconds": {"libmkt": round(took, 2)},
        "goal_seconds": GOAL,
    }
    apart = 0.0
    if importlib.util.find_spec("svy") is None:
        print("The package svy is not here: it was not compared.")
    else:
        part, found = theirs(table, given.headings)
        result["cpu_seconds"]["svy"] = round(part * given.questions, 1)
        result["svy_extrapolated_from_tables"] = given.headings
        first = banner[banner["question"] == "q0"].reset_index()
        for row in first.to_dict("records"):
            share, error = found[row["heading"], row["group"], row["label"]]
            apart = max(apart, abs(row["estimate"] - share), abs(row["std_error"] - error))
        result["furthest_apart_from_svy"] = apart
    result["goals_met"] = took <= GOAL and apart < 1e-10
    measure.save("estimates", result)
    return 0 if result["goals_met"] else 1


if __name__ == "__main__":
    raise SystemExit(main())

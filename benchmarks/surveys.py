"""What a large survey costs: raking, replicates raked anew, a banner of many questions.

    python benchmarks/surveys.py [--runs 5] [--respondents 1000000] [--replicates 500]

Three measurements, CPU seconds of one process, the first two beside others in one run:

raking      `rake` of 1,000,000 respondents on 10 margins, text categories and columns that
            are categories already, beside a bare NumPy loop (bincount, divide, multiply,
            until no category misses its target by 1e-9 of the total) that is given whole
            numbers and checks nothing.  Goal: at most 3 times the loop.
replicates  `reweighted` of 500 bootstrap replicates of 5,000 respondents on 4 margins, beside
            R's survey (`rake` of a replicate design, the same weights, the same tolerance),
            and the standard error of a mean that both give.  Goal: 50 times less than R.
            Without Rscript and its package survey this is left out, with a word.
banner      60 questions on scales (categories, boxes, mean) by a total and 12 columns of three
            headings, one of them of answers that overlap, over 50,000 weighted respondents:
            cells with errors and intervals, every pair tested; the same with three strata,
            and the workbook of it.  Goal: at most 10 seconds for the tables.

The result is printed and kept as benchmarks/results/surveys.json; exit status 1 if a goal is
missed.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measure
import numpy as np
import pandas as pd

from libmkt.reporting.banner_workbook import banner_workbook
from libmkt.stats.weighting import rake, reweighted
from libmkt.surveys import Design, Question, banner

SIZES = (2, 5, 4, 6, 3, 8, 4, 5, 3, 7)  # categories of the ten margins
TOLERANCE = 1e-9
GOALS = {"raking": 3.0, "replicates": 50.0, "banner": 10.0}
R_SCRIPT = """
suppressMessages(library(survey))
folder <- commandArgs(TRUE)[1]
d <- read.csv(file.path(folder, "sample.csv"), stringsAsFactors = TRUE)
w <- matrix(readBin(file.path(folder, "replicates.bin"), "double", nrow(d) * {replicates}), nrow(d))
targets <- read.csv(file.path(folder, "targets.csv"), stringsAsFactors = FALSE)
names <- paste0("v", 0:3)
population <- lapply(names, function(v) {{
  t <- targets[targets$variable == v, ]
  setNames(data.frame(factor(t$category), t$target * nrow(d)), c(v, "Freq"))
}})
design <- svrepdesign(data = d, repweights = w, weights = rep(1, nrow(d)), type = "bootstrap",
                      combined.weights = TRUE, mse = FALSE)
before <- proc.time()
raked <- rake(design, lapply(names, function(v) as.formula(paste("~", v))), population,
              control = list(maxit = 1000, epsilon = 1e-9))
spent <- proc.time() - before
cat(format(c(spent[["user.self"]] + spent[["sys.self"]], SE(svymean(~y, raked))), digits = 15))
"""


def invented(n: int, sizes: tuple[int, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A sample whose margins hang together, and targets away from them."""
    rng = np.random.default_rng(2026)
    hidden = rng.normal(size=n)
    data = {}
    rows = []
    for at, size in enumerate(sizes):
        score = 0.5 * hidden + rng.normal(size=n)
        cuts = np.quantile(score, np.cumsum(rng.dirichlet(np.full(size, 8)))[:-1])
        data[f"v{at}"] = np.char.add("c", np.searchsorted(cuts, score).astype(str))
        shares = rng.dirichlet(np.full(size, 20))
        rows += [(f"v{at}", f"c{i}", share) for i, share in enumerate(shares)]
    table = pd.DataFrame(data).assign(y=10 + 2 * hidden + rng.normal(size=n))
    return table, pd.DataFrame(rows, columns=["variable", "category", "target"])


def bare(codes: list[np.ndarray], targets: list[np.ndarray]) -> tuple[np.ndarray, int]:
    """Raking as one would write it down, from whole numbers: weights and rounds."""
    n = len(codes[0])
    weights = np.ones(n)
    for number in range(1, 1001):
        worst = 0.0
        for code, target in zip(codes, targets, strict=True):
            sums = np.bincount(code, weights=weights, minlength=len(target))
            worst = max(worst, float(np.abs(sums - target).max()))
            weights *= (target / sums)[code]
        if worst <= TOLERANCE * n:
            return weights, number
    raise SystemExit("the bare loop does not converge")


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of a call, and what it gave."""
    begun = time.process_time()
    given = work()
    return time.process_time() - begun, given


def raking(n: int, runs: int) -> dict[str, Any]:
    """`rake` of texts and of categories beside the bare loop, round after round; medians."""
    data, targets = invented(n, SIZES)
    coded = data.astype({name: "category" for name in data if name != "y"})
    codes = [coded[f"v{at}"].cat.codes.to_numpy().astype(np.intp) for at in range(len(SIZES))]
    goals = [part["target"].to_numpy() * n for _, part in targets.groupby("variable", sort=False)]
    work: dict[str, Callable[[], Any]] = {
        "loop": lambda: bare(codes, goals),
        "text": lambda: rake(data, targets, tolerance=TOLERANCE),
        "category": lambda: rake(coded, targets, tolerance=TOLERANCE),
    }
    spent: dict[str, list[float]] = {name: [] for name in work}
    for number in range(runs + 1):
        for name, call in work.items():
            took, given = seconds(call)
            if number:  # the first round loads what is loaded late
                spent[name].append(took)
            if name == "loop":
                expected, taken = given
            else:
                apart = float(np.abs(given.weights.to_numpy() / expected - 1).max())
                if apart > 1e-6:
                    raise SystemExit(f"the weights of {name} differ from the loop's by {apart}")
    medians = {name: statistics.median(took) for name, took in spent.items()}
    return {
        "respondents": n,
        "margins": len(SIZES),
        "rounds": taken,
        "cpu_seconds": {name: round(took, 3) for name, took in medians.items()},
        "times_the_loop": {k: round(medians[k] / medians["loop"], 2) for k in ("text", "category")},
    }


def replicates(count: int, runs: int) -> dict[str, Any] | None:
    """Replicates re-raked here and in R; None where R or its package is not there."""
    if not _has_survey():
        return None
    n = 5000
    data, targets = invented(n, SIZES[:4])
    held = rake(data, targets, tolerance=TOLERANCE)
    rng = np.random.default_rng(7)
    bases = rng.multinomial(n, np.full(n, 1 / n), size=count).T.astype(float)
    ours = reweighted(held, bases, tolerance=TOLERANCE)  # loads what is loaded late
    took = statistics.median(
        seconds(lambda: reweighted(held, bases, tolerance=TOLERANCE))[0] for _ in range(runs)
    )
    means = data["y"].to_numpy() @ ours / ours.sum(axis=0)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        data.to_csv(place / "sample.csv", index=False, encoding="utf-8")
        targets.to_csv(place / "targets.csv", index=False, encoding="utf-8")
        bases.T.tofile(place / "replicates.bin")
        script = place / "rake.R"
        script.write_text(R_SCRIPT.format(replicates=count), encoding="utf-8")
        ran = subprocess.run(
            ["Rscript", str(script), folder], capture_output=True, text=True, check=True
        )
    r_took, r_error = (float(word) for word in ran.stdout.split())
    return {
        "respondents": n,
        "margins": 4,
        "replicates": count,
        "cpu_seconds": {"libmkt": round(took, 4), "R survey": round(r_took, 3)},
        "times_less": round(r_took / took, 1),
        "std_error": {"libmkt": float(means.std(ddof=1)), "R survey": r_error},
    }


def banners(people: int = 50_000, count: int = 60) -> dict[str, Any]:
    """A banner of many questions, without and with strata, and its workbook; CPU seconds."""
    rng = np.random.default_rng(11)
    marks = {f"q{i}": rng.integers(1, 6, people).astype(float) for i in range(count)}
    table = pd.DataFrame(marks).mask(rng.random((people, count)) < 0.05)
    table["age"], table["sex"] = rng.choice([*"abcd"], people), rng.choice([*"fm"], people)
    table["district"] = rng.choice([*"xyz"], people)
    table["weight"] = rng.uniform(0.5, 2, people)
    uses = {f"u{i}": f"use {i}" for i in range(6)}
    table[list(uses)] = rng.random((people, len(uses))) < 0.3
    marks_told = {n: str(n) for n in range(1, 6)}
    asked = [Question(f"q{i}", "scale", options=marks_told) for i in range(count)]
    by: list[str | Question] = ["age", "sex", Question("uses", "multiple", options=uses)]
    banner(table.head(1000), asked[:1], by, Design())  # loads what is loaded late
    took, made = seconds(lambda: banner(table, asked, by, Design(weights="weight")))
    strata = Design(weights="weight", strata="district")
    took_strata, _made = seconds(lambda: banner(table, asked, by, strata))
    took_book, book = seconds(lambda: banner_workbook(made, title="Benchmark"))
    return {
        "respondents": people,
        "questions": count,
        "columns": len(made.columns),
        "cells": len(made.cells),
        "comparisons": len(made.comparisons),
        "workbook_kib": round(len(book) / 1024),
        "cpu_seconds": {
            "weighted": round(took, 2),
            "strata": round(took_strata, 2),
            "workbook": round(took_book, 2),
        },
    }


def _has_survey() -> bool:
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", 'quit(status = !requireNamespace("survey", quietly = TRUE))']
    return subprocess.run(asked, capture_output=True).returncode == 0


def main() -> int:
    """Measure, print and keep; 1 if a goal is missed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=5, help="rounds of raking (default: 5)")
    parser.add_argument("--respondents", type=int, default=1_000_000)
    parser.add_argument("--replicates", type=int, default=500)
    given = parser.parse_args()
    first = raking(given.respondents, given.runs)
    second = replicates(given.replicates, given.runs)
    met = max(first["times_the_loop"].values()) <= GOALS["raking"]
    if second is None:
        print("Rscript with the package survey is not here: the replicates were not compared.")
    else:
        met &= second["times_less"] >= GOALS["replicates"]
    third = banners()
    met &= max(third["cpu_seconds"][name] for name in ("weighted", "strata")) <= GOALS["banner"]
    result = {
        "benchmark": "surveys",
        "machine": measure.machine(),
        "raking": first,
        "replicates": second or "not compared: Rscript with the package survey is not here",
        "banner": third,
        "goals": GOALS,
        "goals_met": met,
    }
    measure.save("surveys", result)
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())

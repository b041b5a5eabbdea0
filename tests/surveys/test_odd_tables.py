"""Whatever the columns hold: a table of results, or one of our own refusals."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from libmkt import surveys
from libmkt.errors import LibmktError
from libmkt.surveys import Design


def column(random: np.random.Generator, n: int) -> Any:
    """A column of an odd kind: texts with gaps, dates, whole numbers that may miss ..."""
    made: list[Callable[[], Any]] = [
        lambda: random.integers(0, 3, n),
        lambda: random.normal(size=n),
        lambda: pd.Series(random.choice(["a", "b", "-"], n)).replace("-", None),
        lambda: random.choice([1.0, 2.0, np.nan], n),
        lambda: pd.Categorical(random.choice(["x", "y"], n), categories=["x", "y", "z"]),
        lambda: [None] * n,
        lambda: random.choice([True, False], n),
        lambda: pd.Series(random.integers(1, 4, n)).astype("Int64").mask(random.random(n) < 0.3),
        lambda: random.choice(["1", "2", "x"], n),
        lambda: pd.date_range("2026-01-01", periods=n),
        lambda: pd.Series(random.random(n) < 0.5, dtype="boolean").mask(random.random(n) < 0.3),
        lambda: np.full(n, 5.0),
    ]
    return pd.Series(made[random.integers(len(made))]())


DESIGNS = [
    Design(),
    Design(weights="w"),
    Design(weights="w", strata="s", lonely="average"),
    Design(weights="w", strata="s", lonely="certainty"),
    Design(weights="w", clusters="u"),
    Design(weights="w", clusters=("u", "s"), population=("N", "N")),
    Design(weights="w", calibrated=("a",)),
    Design(weights="c"),
    Design(sample="opt-in"),
    Design(sample="census"),
]


def asked(table: pd.DataFrame, design: Design, which: int) -> pd.DataFrame:
    kinds: list[Callable[[], pd.DataFrame]] = [
        lambda: surveys.shares(table, "a", design, by="b", missing="category"),
        lambda: surveys.shares(table, "a", design, by="b", interval="logit"),
        lambda: surveys.shares(table, "a", design, where="c", interval="beta"),
        lambda: surveys.means(table, ["a", "b"], design, by=["b", "c"]),
        lambda: surveys.totals(table, "a", design, where="c"),
        lambda: surveys.ratios(table, "a", "b", design),
        lambda: surveys.quantiles(table, "a", design, by="c"),
        lambda: surveys.differences(table, "a", design, "b", kind="share"),
        lambda: surveys.differences(table, "a", design, "b"),
        lambda: surveys.association(table, "a", "b", design),
        lambda: surveys.association(table, "a", "b", design, method="fisher"),
        lambda: surveys.rank_test(table, "a", design, "b"),
        lambda: surveys.mean_test(table, "a", design, "b"),
        lambda: surveys.regression(table, "a", ["b", "c"], design),
        lambda: surveys.regression(table, "a", ["b", "c"], design, kind="logistic"),
        lambda: surveys.regression(table, "a", ["b", "c"], design, kind="ordinal"),
        lambda: surveys.paired(table, "a", "b", design),
    ]
    return kinds[which % len(kinds)]()


@given(
    seed=st.integers(0, 10**6),
    n=st.integers(0, 25),
    which=st.integers(0, 16),
    design=st.sampled_from(DESIGNS),
    resampled=st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_an_odd_table_is_reported_or_refused(
    seed: int, n: int, which: int, design: Design, resampled: bool
) -> None:
    random = np.random.default_rng(seed)
    columns: dict[str, Any] = {name: column(random, n) for name in "abc"}
    columns |= {"w": random.uniform(0.5, 2, n), "s": random.integers(0, 3, n)}
    table = pd.DataFrame(columns | {"u": random.integers(0, 5, n), "N": 50})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            if resampled:
                table, design = surveys.with_replicates(
                    table, design, kind="bootstrap", replicates=5
                )
            found = asked(table, design, which)
        except LibmktError as refused:
            assert str(refused)
            return
    if "conf_low" in found:
        told = found.dropna(subset=["estimate", "conf_low", "conf_high"])
        assert (told["conf_low"] <= told["estimate"] + 1e-9).all()
        assert (told["estimate"] <= told["conf_high"] + 1e-9).all()
    if "p_value" in found:
        assert found["p_value"].dropna().between(0, 1 + 1e-12).all()

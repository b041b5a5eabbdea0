"""L05 against printed numbers, and its worked example against the truth put into it."""

from __future__ import annotations

import pytest

from libmkt.learn.exercise import Lesson
from libmkt.learn.lessons.l05 import ways
from tests.learn.conftest import SEEDS

# Murmansk region, rural libraries, 2010-2013 (mgounb.ru): base rate of 2013, mean annual growth.
PRINTED = {"loans": (0.8483, 0.946651), "users": (0.8608, 0.951273), "visits": (0.8606, 0.951193)}


def test_the_printed_table_gives_the_published_rates(growth: Lesson) -> None:
    seen = set()
    for seed in range(30):
        data = growth.make(seed)
        measure = data["printed"].columns[1]
        seen.add(measure)
        found = growth.exercise("printed").right(data)
        assert found == pytest.approx(PRINTED[measure], abs=5e-5)
    assert seen == set(PRINTED)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_worked_example_finds_the_growth_that_was_put_in(growth: Lesson, seed: int) -> None:
    visits = [float(one) for one in growth.make(seed)["example"]["visits"]]
    assert ways.mean_growth(visits) == pytest.approx(growth.truth(seed)["growth"], abs=5e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_our_own_functions_agree_with_the_lesson(growth: Lesson, seed: int) -> None:
    import pandas as pd

    from libmkt import monitoring

    stock = growth.make(seed)["stock"]
    counts = pd.DataFrame({"library": "A", "branch": "", "period": stock["year"].astype(str),
                           "measure": "stock", "value": stock["copies"], "unit": "copies",
                           "kind": "stock", "breakdown_name": "", "breakdown_value": "",
                           "source_id": "x", "note": ""})  # fmt: skip
    means = monitoring.averages(monitoring.dynamics(counts, measure="stock")).iloc[0]
    values = [float(one) for one in stock["copies"]]
    assert ways.mean_level(values, "stock") == pytest.approx(means["mean_level"])
    assert ways.mean_growth(values) == pytest.approx(means["mean_rate"])

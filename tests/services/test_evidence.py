"""Three kinds of evidence: which way each points, and no cause is invented where they differ."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

import libmkt.measures  # noqa: F401 (registers the names that codes are shown by)
from libmkt import words
from libmkt.errors import DataError
from libmkt.services import (
    evidence,
    occupancy,
    published_evidence,
    said_told,
    seen_told,
    service_advice,
    service_doubts,
    service_row,
    side_by_side,
    verdict_told,
)
from libmkt.words.service_sentences import SERVICE_SENTENCES

NONE = pd.DataFrame()


def said(low: float, high: float, *, what: str = "said_importance", n: int = 626) -> pd.DataFrame:
    middle = (low + high) / 2
    return pd.DataFrame(
        {"said": [what], "n": n, "count": round(n * middle), "estimate": middle,
         "conf_low": low, "conf_high": high, "method": "linearised, wilson"}
    )  # fmt: skip


def grown(rate: float, **more: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"period": ["2026-09"], "measure": "loans", "value": 880.0, "increment_rate_chain": rate}
        | more
    )


def seats(low: float, high: float, *, hour: str = "16:00", n: int = 12) -> pd.DataFrame:
    return pd.DataFrame(
        {"hour": [hour], "n": n, "estimate": (low + high) / 2, "conf_low": low, "conf_high": high,
         "lowest": low, "highest": high, "method": "ratio over sweeps, linearised"}
    )  # fmt: skip


def found(says: pd.DataFrame, does: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    return evidence(says, does, seen, period="2026-09")


def codes(table: pd.DataFrame) -> list[str]:
    return [code for code, _ in verdict_told(table)]


SAYS = {1: said(0.71, 0.78), -1: said(0.03, 0.08), 0: said(0.43, 0.51), None: NONE}
DOES = {1: grown(0.12), -1: grown(-0.12), 0: grown(0.02), None: NONE}
SEEN = {1: seats(0.79, 0.93), -1: seats(0.25, 0.34), 0: seats(0.52, 0.63), None: NONE}


@pytest.mark.parametrize("way", list(itertools.product((1, -1, 0, None), repeat=3)))
def test_every_verdict_follows_from_the_directions_and_has_a_sentence_in_every_language(
    way: tuple[int | None, int | None, int | None],
) -> None:
    table = found(SAYS[way[0]], DOES[way[1]], SEEN[way[2]])
    ours = [None if pd.isna(one) else int(one) for one in table["direction"]]
    assert ours == list(way)
    told = codes(table)
    sure = [one for one in way if one]
    assert any(code.startswith("contra") for code in told) == ({1, -1} <= set(sure))
    assert ("agree_all" in told) == (len(sure) == 3 and len(set(sure)) == 1)
    assert any(code.startswith("agree") for code in told) == (len(sure) - len(set(sure)) > 0)
    assert any(code.startswith("alone") for code in told) == (len(sure) == 1)
    assert ("held_against_none" in told) == (not sure)
    assert sum(code.startswith("missing") for code in told) == way.count(None)
    assert set(told) <= set(SERVICE_SENTENCES)
    for language in words.LANGUAGES:
        with words.speaking(language):
            shown = [words.sentence(code, **fields) for code, fields in verdict_told(table)]
        assert all(shown) and not re.search(r"\bnan\b|[{]", " ".join(shown))
    advice = service_advice(table, SAYS[way[0]])
    assert len(advice) <= 3
    assert ("advise_ask_why" in set(advice["code"])) == ({1, -1} <= set(sure))


def test_a_contradiction_is_told_by_its_numbers_and_no_cause() -> None:
    table = found(said(0.79, 0.85), grown(-0.12), seats(0.25, 0.37))
    first, second, third = (words.sentence(code, **f) for code, f in verdict_told(table))
    assert first == (
        "What people say and what they do contradict each other: important to 82%; Loans, "
        "\u221212.0% on a year before."
    )
    assert second.endswith("important to 82%; seats taken at the busiest hour (16:00): 31%.")
    assert third.startswith(
        "What people do and what is seen point the same way: Loans, \u221212.0%"
    )


def test_a_month_within_usual_variation_is_no_change_however_large_it_looks() -> None:
    row = {"low": -0.29, "high": 0.28, "signal": ""}
    table = found(NONE, grown(0.13, **row), NONE).set_index("kind")
    assert table.loc["does", "direction"] == 0 and table.loc["does", "reason"] == "usual"
    told = dict(verdict_told(found(NONE, grown(0.13, **row), NONE)))["usual_does"]
    assert (told["low"], told["high"]) == (-0.29, 0.28)
    for signal, way in (("above", 1), ("run_above", 1), ("below", -1), ("run_below", -1)):
        table = found(NONE, grown(0.5 * way, **(row | {"signal": signal})), NONE)
        assert table["direction"].tolist()[1] == way


def test_what_has_no_margin_of_error_is_held_against_nothing() -> None:
    table = found(said(0.9, 0.9).assign(conf_low=np.nan, conf_high=np.nan), DOES[-1], NONE)
    assert codes(table) == ["alone_does", "margin_says", "missing_seen"]
    hidden = said(0.9, 0.9).assign(conf_low=np.nan, conf_high=np.nan, estimate=np.nan, n=pd.NA)
    assert codes(found(hidden, NONE, NONE))[1] == "hidden_says"
    assert said_told(hidden)[0][0] == "said_hidden"


def test_satisfaction_does_not_say_how_much_a_service_is_wanted() -> None:
    table = found(said(0.9, 0.97, what="said_satisfaction"), DOES[-1], NONE)
    assert codes(table) == ["alone_does", "not_asked_says", "missing_seen"]


def test_an_hour_seen_too_rarely_and_a_count_without_a_year_before_are_told() -> None:
    table = found(NONE, grown(np.nan), seats(0.8, 0.9, n=2))
    assert codes(table) == [
        "held_against_none",
        "missing_says",
        "no_change_does",
        "few_sweeps_seen",
    ]
    assert codes(found(NONE, grown(np.nan).assign(value=np.nan), NONE))[2] == "missing_does"


def test_important_and_poorly_done_is_mended_first() -> None:
    both = pd.concat([SAYS[1], said(0.2, 0.3, what="said_performance")], ignore_index=True)
    advice = service_advice(found(both, DOES[-1], SEEN[1]), both)
    assert advice["code"].tolist() == ["advise_service", "advise_ask_why", "advise_seats"]
    unsure = pd.concat([SAYS[1], said(0.4, 0.6, what="said_performance")], ignore_index=True)
    assert "advise_service" not in set(service_advice(found(unsure, NONE, NONE), unsure)["code"])


def test_few_answers_are_told_by_their_count_and_none_as_none() -> None:
    few = said(0.5, 0.9, n=12)
    code, fields = said_told(few)[0]
    assert words.sentence(code, **fields) == "Call it important: 8 of 12 who answered."
    assert said_told(NONE) == [("said_nothing", {})]
    assert seen_told(NONE, NONE, NONE) == [("seen_nothing", {})]


def test_a_sheet_without_times_has_no_busiest_hour_but_a_day() -> None:
    days = [f"2026-09-{day:02d}" for day in range(1, 6)]
    rows = pd.DataFrame(
        {"library": "", "branch": "", "area": "Hall", "date": days, "time": "", "activity": "",
         "seats": 40.0, "occupied": [8.0, 10, 9, 12, 11], "note": ""}
    )  # fmt: skip
    by_hour = occupancy(rows, by="hour")
    table = found(NONE, NONE, by_hour)
    assert [code for code, _ in seen_told(occupancy(rows), by_hour, table)] == ["seen_share"]
    code, fields = verdict_told(table)[0]
    assert "(all day): 25%" in words.sentence(code, **fields)
    told = [one for one, _ in service_doubts(rows, by_hour)]
    assert "sweeps_hours" not in told and "sweeps_busiest" not in told


def test_the_page_shows_each_kind_once_and_publishes_the_shares() -> None:
    whole = seats(0.2, 0.24).drop(columns="hour")
    beside = side_by_side(SAYS[1], DOES[-1], whole, SEEN[-1], period="2026-09")
    assert beside["kind"].tolist() == ["says", "does", "seen", ""]
    assert beside["what"].tolist()[2:] == ["seat_occupancy", "seats_busiest"]
    hidden = side_by_side(SAYS[1].assign(hidden=True), NONE, NONE, NONE, period="2026-09")
    assert hidden["hidden"].tolist() == [True] and not beside["hidden"].any()
    assert side_by_side(NONE, NONE, NONE, NONE, period="2026-09").empty
    rows = published_evidence(SAYS[1], whole, SEEN[-1], period="2026-09")
    assert rows["measure"].tolist() == ["said_importance", "seat_occupancy", "seats_busiest"]
    assert published_evidence(NONE, NONE, NONE, period="2026-09").empty


def test_a_service_that_the_table_does_not_have_is_refused_with_the_nearest() -> None:
    table = pd.DataFrame({"service": ["Lending", "Reading room"], "measures": "loans; visits",
                          "places": "", "areas": "Hall"})  # fmt: skip
    assert service_row(table, "")["service"] == "Lending"
    assert service_row(table, "Reading room")["measures"] == ["loans", "visits"]
    with pytest.raises(DataError, match="did you mean Lending"):
        service_row(table, "Lendin")

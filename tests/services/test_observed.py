"""Seats taken: equal to R's survey with the sweeps as clusters, and what a few sweeps may say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from libmkt.errors import ParameterError
from libmkt.services import activities, busiest, occupancy, seen_in
from libmkt.services.observed import Unit

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def sheet() -> pd.DataFrame:
    """The invented sheet as `read.observations` would give it."""
    wide = pd.read_csv(GOLDEN / "observations_sheet.csv").assign(library="", branch="", note="")
    whole = wide.assign(activity="")
    done = wide.assign(activity="act_reading", occupied=wide["act_reading"])
    return pd.concat([whole, done], ignore_index=True).drop(columns="act_reading")


def seen(shares: list[float], *, seats: int = 40, hour: str = "10:00") -> pd.DataFrame:
    """One area in as many sweeps, a day each."""
    days = [f"2026-09-{day:02d}" for day in range(1, len(shares) + 1)]
    return pd.DataFrame(
        {"library": "", "branch": "", "area": "Hall", "date": days, "time": hour,
         "activity": "", "seats": float(seats), "occupied": [seats * s for s in shares]}
    )  # fmt: skip


@pytest.mark.parametrize("unit", ["sweep", "day"])
def test_shares_of_seats_and_of_people_equal_those_of_r(unit: Unit) -> None:
    theirs = pd.read_csv(GOLDEN / "observations.csv", keep_default_na=False)
    found = {
        "occupancy": occupancy(sheet(), unit=unit).assign(part=""),
        "area": occupancy(sheet(), by="area", unit=unit).assign(part=lambda t: t["area"]),
        "hour": occupancy(sheet(), by="hour", unit=unit).assign(part=lambda t: t["hour"]),
        "activity": activities(sheet(), unit=unit).assign(part=lambda t: t["activity"]),
    }
    compared = 0
    for row in theirs[theirs["unit"] == unit].to_dict("records"):
        table = found[str(row["what"])]
        ours = table.loc[table["part"] == row["part"], str(row["quantity"])].tolist()
        assert ours == pytest.approx([float(str(row["value"]))], rel=1e-10), row
        compared += 1
    assert compared == 40


def test_sweeps_that_are_alike_within_a_day_carry_more_doubt_than_they_seem_to() -> None:
    day, sweep = occupancy(sheet(), unit="day"), occupancy(sheet(), unit="sweep")
    assert day["estimate"].equals(sweep["estimate"]) and (day["df"] < sweep["df"]).all()
    seats = sheet().query("activity == ''")["seats"].sum()
    share = sweep["estimate"].iloc[0]
    as_if_seats = (share * (1 - share) / seats) ** 0.5  # what the seats as units would claim
    assert sweep["std_error"].iloc[0] > 1.5 * as_if_seats


def test_intervals_over_days_hold_what_days_that_differ_make_of_a_share() -> None:
    """A hundred sheets of five sweeps on twelve days, busier or less by up to 18 in 100."""
    random, share = np.random.default_rng(1), 0.4
    held = {"day": 0, "sweep": 0}
    for _sheet in range(100):
        busy = random.uniform(0.82, 1.18, 12).repeat(5)
        rows = pd.DataFrame(
            {"library": "", "branch": "", "area": "Hall", "activity": "", "seats": 48.0,
             "date": np.repeat([f"2026-09-{day:02d}" for day in range(1, 13)], 5),
             "time": ["10:00", "12:00", "14:00", "16:00", "18:00"] * 12,
             "occupied": random.binomial(48, share * busy).astype(float)}
        )  # fmt: skip
        for unit in held:
            found = occupancy(rows, unit=unit).iloc[0]  # type: ignore[arg-type]
            held[unit] += bool(found["conf_low"] <= share <= found["conf_high"])
    assert held == {"day": 92, "sweep": 82}  # of 95 that were promised


def test_one_sweep_has_no_error_and_equal_ones_say_nothing_of_it() -> None:
    one, same = occupancy(seen([0.3])).iloc[0], occupancy(seen([0.3, 0.3])).iloc[0]
    assert (one["note"], same["note"]) == ("too-few", "no-spread")
    for row in (one, same):
        assert row["estimate"] == 0.3 and pd.isna(row["std_error"]) and pd.isna(row["conf_low"])


def test_nobody_seen_in_ten_sweeps_may_still_be_somebody_at_times() -> None:
    row = occupancy(seen([0.0] * 10)).iloc[0]
    assert row["estimate"] == row["conf_low"] == 0 and 0.2 < row["conf_high"] < 0.4


def test_more_people_than_seats_keep_their_share_and_an_interval_from_zero_on() -> None:
    row = occupancy(seen([1.0, 1.2, 1.1])).iloc[0]
    assert row["estimate"] == pytest.approx(1.1) and 0 <= row["conf_low"] < 1.1 < row["conf_high"]


def test_the_whole_is_the_ratio_of_totals_whatever_the_groups() -> None:
    for by in ("area", "hour", "date"):
        parts = occupancy(sheet(), by=by)
        whole = sheet().query("activity == ''")
        assert occupancy(sheet())["estimate"].iloc[0] == pytest.approx(
            whole["occupied"].sum() / whole["seats"].sum()
        )
        assert parts[by].is_monotonic_increasing
        assert parts["estimate"].between(parts["lowest"], parts["highest"]).all()


def test_no_observation_is_a_table_without_rows() -> None:
    none = sheet().iloc[:0]
    assert occupancy(none, by="hour").empty and activities(none).empty
    assert busiest(occupancy(none, by="hour")).empty


def test_an_hour_seen_once_or_twice_is_not_called_the_busiest() -> None:
    rows = pd.concat([seen([0.2] * 3 + [0.3]), seen([0.9, 0.95], hour="17:00")])
    assert busiest(occupancy(rows, by="hour"))["hour"].tolist() == ["10:00"]


def test_five_hours_three_quarters_full_are_called_fuller_no_oftener_than_promised() -> None:
    """A thousand months of five hours on twelve days: the highest is above 75 % by chance alone."""
    random, share, days = np.random.default_rng(1), 0.75, 12
    hours = pd.DataFrame({"hour": ["10:00", "12:00", "14:00", "16:00", "18:00"]})
    fuller = {"one": 0, "all": 0}
    for _month in range(1000):
        taken = random.binomial(40, share, (days, len(hours))) / 40
        error = taken.std(0, ddof=1) / np.sqrt(days)
        table = hours.assign(n=days, df=days - 1, estimate=taken.mean(0), std_error=error)
        fuller["all"] += bool(busiest(table)["conf_low"].iloc[0] > share)
        highest = table[table["estimate"] == table["estimate"].max()].iloc[:1]
        fuller["one"] += bool(
            busiest(highest.assign(**limits(highest)))["conf_low"].iloc[0] > share
        )
    assert fuller == {"one": 98, "all": 11}  # at most 25 were promised


def limits(row: pd.DataFrame) -> dict[str, float]:
    """The interval of one hour that nobody picked: the log odds and their t error, by hand."""
    share, error, df = row.iloc[0][["estimate", "std_error", "df"]]
    middle, width = np.log(share / (1 - share)), error / (share * (1 - share)) * t.ppf(0.975, df)
    low, high = 1 / (1 + np.exp(-middle + width)), 1 / (1 + np.exp(-middle - width))
    return {"conf_low": low, "conf_high": high}


def test_the_limits_at_the_busiest_hour_are_those_of_a_level_that_allows_for_the_hours() -> None:
    rows = sheet().query("activity == ''")
    by_hour, one = occupancy(rows, by="hour"), busiest(occupancy(rows, by="hour"))
    hours = int(one["hours"].iloc[0])
    assert hours == (by_hour["n"] >= 3).sum() > 1
    same = occupancy(rows, by="hour", level=1 - 0.05 / hours).set_index("hour")
    for name in ("estimate", "conf_low", "conf_high"):
        assert one[name].iloc[0] == pytest.approx(same.loc[one["hour"].iloc[0], name])
    alone = by_hour[by_hour["hour"] == one["hour"].iloc[0]]
    assert busiest(alone)["conf_low"].tolist() == alone["conf_low"].tolist()  # picked from none


def test_a_sheet_that_names_no_branch_is_kept_and_one_that_does_is_chosen_from() -> None:
    rows = seen([0.1, 0.2])
    assert len(seen_in(rows, places=["Main"])) == 2
    two = pd.concat([rows.assign(branch="Main"), rows.assign(branch="Other")])
    assert set(seen_in(two, places=["Main"])["branch"]) == {"Main"}
    assert seen_in(two, period="2026-10").empty
    latin = two.assign(branch=["Gúlzar"] * 2 + ["Bulaq"] * 2)
    assert set(seen_in(latin, places=["Гүлзар"], areas=["HALL"])["branch"]) == {"Gúlzar"}
    assert seen_in(latin, places=["Main"]).empty  # rooms of others are none of its own


def test_groups_and_units_that_are_not_known_are_refused_together() -> None:
    with pytest.raises(ParameterError) as caught:
        occupancy(sheet(), by="colour", unit="seat")  # type: ignore[arg-type]
    assert [str(problem.where) for problem in caught.value.problems] == ["by", "unit"]

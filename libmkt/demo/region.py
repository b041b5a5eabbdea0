"""The invented region, month by month.

Each count moves around level x season x weather x holidays, multiplied by a busyness of
the district that carries over from month to month and jumps up further than it falls
down.  The trend is linear and the effects are added up within a month, so that neither
a log-linear trend nor a Gaussian error is true of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from libmkt.demo import facts
from libmkt.demo.chance import Chance
from libmkt.demo.descriptions import remote_share

# January to December; each row has mean 1.  Users re-register in January and September.
SEASON: Final = {
    "users": (2.10, 1.20, 1.00, 0.85, 0.65, 0.45, 0.35, 0.50, 1.95, 1.30, 0.95, 0.70),
    "visits": (0.90, 1.02, 1.10, 1.12, 1.02, 0.78, 0.66, 0.70, 1.12, 1.26, 1.22, 1.10),
    "loans": (0.92, 1.04, 1.10, 1.10, 1.00, 0.84, 0.70, 0.78, 1.08, 1.22, 1.18, 1.04),
    "events": (0.70, 0.95, 1.60, 1.10, 1.10, 0.80, 0.50, 0.55, 1.15, 1.25, 1.10, 1.20),
}
# Share of each month that lies in the month of fasting, which moves through the year.
FASTING: Final = {
    2014: {6: 0.10, 7: 0.87}, 2015: {6: 0.43, 7: 0.52}, 2016: {6: 0.83, 7: 0.16},
    2017: {5: 0.16, 6: 0.80}, 2018: {5: 0.52, 6: 0.47}, 2019: {5: 0.84, 6: 0.10},
    2020: {4: 0.23, 5: 0.74}, 2021: {4: 0.60, 5: 0.39}, 2022: {4: 0.97, 5: 0.03},
    2023: {3: 0.29, 4: 0.67}, 2024: {3: 0.68, 4: 0.30}, 2025: {3: 0.94},
    2026: {2: 0.39, 3: 0.61},
}  # fmt: skip
FASTING_EFFECT: Final = {"users": -0.05, "visits": -0.08, "loans": -0.05, "events": -0.20}
AGES: Final = ("0-14", "15-24", "25+")
PEOPLE_BY_AGE: Final = (0.315, 0.165, 0.520)
USERS_BY_AGE: Final = (0.44, 0.31, 0.25)
LAST_YEAR: Final = 2026  # the districts go on living after the last month of the files


@dataclass(frozen=True)
class Month:
    """One district in one month: what its sheet would say."""

    district: str
    month: str  # 2026-09
    users: int
    users_0_14: int
    users_15_24: int
    users_25: int
    visits: int
    loans: int
    events: int
    attendance: int


@dataclass(frozen=True)
class Year:
    """One district in one year: its libraries, stock and people at the end of it."""

    district: str
    year: int
    libraries: int
    copies: int
    people: tuple[int, int, int]  # by age, as AGES


@lru_cache(maxsize=1)
def months() -> tuple[Month, ...]:
    """All months of all districts, 2014-01 to 2026-12, district by district."""
    weather = _weather()
    return tuple(m for d in facts.DISTRICTS for m in _district_months(d, weather))


@lru_cache(maxsize=1)
def years() -> tuple[Year, ...]:
    """All years of all districts, 2014 to 2025, district by district."""
    return tuple(y for d in facts.DISTRICTS for y in _district_years(d))


def all_months() -> list[str]:
    """``2014-01`` to ``2026-12``.

    >>> all_months()[0], len(all_months())
    ('2014-01', 156)
    """
    return [f"{y}-{m:02d}" for y in range(facts.FIRST_YEAR, LAST_YEAR + 1) for m in range(1, 13)]


def _weather() -> list[float]:
    """How hard the weather is: about -1 to 1.5 a month, one spell leading to the next."""
    chance, now, found = Chance("region", "weather"), 0.0, []
    for _ in all_months():
        now = 0.4 * now + chance.uniform() + chance.uniform() - 1.0
        found.append(now)
    return found


def surroundings(month: str, weather: float, measure: str) -> float:
    """Season, weather and holidays of a month as one factor around 1."""
    year, number = int(month[:4]), int(month[5:])
    hard = {12: -0.06, 1: -0.08, 2: -0.06, 6: -0.03, 7: -0.05, 8: -0.04}.get(number, 0.0)
    fasting = FASTING[year].get(number, 0.0) * FASTING_EFFECT[measure]
    return SEASON[measure][number - 1] * (1.0 + hard * max(0.0, weather) + fasting)


def _busyness(chance: Chance, carried: float, size: float) -> list[float]:
    now, found = 1.0, []
    for _ in all_months():
        now = 1.0 + carried * (now - 1.0) + size * chance.skewed()
        found.append(now)
    return found


def _district_months(district: facts.District, weather: list[float]) -> list[Month]:
    name = district.name
    quiet = name == facts.QUIET
    busy = _busyness(Chance(name, "busy"), 0.0 if quiet else 0.5, 0.025 if quiet else 0.035)
    remote = remote_share(name)
    users = district.people * district.coverage / 12.0
    levels = {
        "users": users,
        "visits": users * district.visits,
        "loans": users * district.loans,
        "events": district.libraries * 1.1,
    }
    chances = {measure: Chance(name, measure) for measure in (*levels, "ages", "attendance")}
    found = []
    for t, month in enumerate(all_months()):
        drawn = {}
        for measure, level in levels.items():
            growth = district.growth * (1.5 if measure == "events" else 1.0)
            mean = level * (1.0 + growth * t / 12.0) * surroundings(month, weather[t], measure)
            mean *= busy[t] * _happened(name, month, measure, remote)
            drawn[measure] = chances[measure].count(mean, 0.03)
        attendance = chances["attendance"].count(drawn["events"] * 23.0, 0.12)
        ages = _ages(drawn["users"], chances["ages"])
        found.append(Month(name, month, drawn["users"], *ages, drawn["visits"], drawn["loans"],
                           drawn["events"], attendance))  # fmt: skip
    return found


def _happened(district: str, month: str, measure: str, remote: float) -> float:
    """What the facts of this district do to a measure in a month, as a factor."""
    factor = 1.0
    if measure == "visits" and month >= facts.REMOTE_FROM and district != facts.QUIET:
        factor *= 1.0 + remote
    renewals = (facts.RENEWALS_DISTRICT, "loans")
    if (district, measure) == renewals and month >= facts.RENEWALS_FROM:
        factor *= facts.RENEWALS_FACTOR
    if district == facts.LIFT_DISTRICT and month >= facts.LIFT_FROM:
        factor *= facts.LIFT.get(measure, 1.0)
    return factor


def _ages(users: int, chance: Chance) -> tuple[int, int, int]:
    children = chance.share_of(users, USERS_BY_AGE[0])
    young = chance.share_of(users - children, USERS_BY_AGE[1] / (1.0 - USERS_BY_AGE[0]))
    return children, young, users - children - young


def _district_years(district: facts.District) -> list[Year]:
    chance = Chance(district.name, "years")
    people = [int(district.people * share) for share in PEOPLE_BY_AGE]
    copies = int(district.people * district.copies)
    found = []
    for year in range(facts.FIRST_YEAR, facts.LAST_FULL_YEAR + 1):
        if year > facts.FIRST_YEAR:
            people = [int(n * (1.0 + chance.between(0.010, 0.019)) + 0.5) for n in people]
            copies += int(copies * chance.between(-0.012, 0.016))
        libraries = district.libraries
        if district.name == facts.MERGED_DISTRICT and year >= facts.MERGED_YEAR:
            libraries -= facts.MERGED
        found.append(
            Year(district.name, year, libraries, copies, (people[0], people[1], people[2]))
        )
    return found

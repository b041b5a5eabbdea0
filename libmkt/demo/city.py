"""The invented city library: twelve branches by month, and its stock by class and year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from libmkt.demo import facts
from libmkt.demo.chance import Chance
from libmkt.demo.region import surroundings


@dataclass(frozen=True)
class BranchMonth:
    """One branch in one month."""

    branch: str
    month: str
    visits: int
    loans: int
    renewals: int
    new_users: int
    events: int
    attendance: int
    acquisitions: int
    hours_open: int


@dataclass(frozen=True)
class ClassYear:
    """One class of stock in one year: copies at its end, what came, what went, loans."""

    year: int
    stock_class: str
    copies: int
    acquisitions: int
    withdrawn: int
    loans: int


def city_months() -> list[str]:
    """``2022-01`` to ``2026-09``."""
    every = [f"{year}-{month:02d}" for year in range(2022, 2027) for month in range(1, 13)]
    return [m for m in every if facts.FIRST_MONTH <= m <= facts.LAST_MONTH]


@lru_cache(maxsize=1)
def branch_months() -> tuple[BranchMonth, ...]:
    """All months of all branches, branch by branch."""
    weather = Chance("city", "weather")
    spells = [weather.uniform() + weather.uniform() - 1.0 for _ in city_months()]
    return tuple(row for b in facts.BRANCHES for row in _branch(b, spells))


def _branch(branch: facts.Branch, spells: list[float]) -> list[BranchMonth]:
    chance, found, busy = Chance("city", branch.name), [], 1.0
    for t, month in enumerate(city_months()):
        busy = 1.0 + 0.4 * (busy - 1.0) + 0.04 * chance.skewed()
        row = _open_month(branch, month, chance, busy, spells[t], t)
        shut = branch.name == facts.CLOSED_BRANCH and (
            facts.CLOSED_FROM <= month <= facts.CLOSED_TO
        )
        found.append(BranchMonth(branch.name, month, *([0] * 8)) if shut else row)
    return found


def _open_month(
    branch: facts.Branch, month: str, chance: Chance, busy: float, spell: float, t: int
) -> BranchMonth:
    def drawn(level: float, season: str, growth: float) -> int:
        mean = level * busy * (1.0 + growth * t / 12.0) * surroundings(month, spell, season)
        return chance.count(mean, branch.spread)

    sensors = facts.SENSORS_FACTOR if month >= facts.SENSORS_FROM else 1.0
    loans = drawn(branch.loans, "loans", -0.010)
    events = drawn(branch.events, "events", 0.030)
    return BranchMonth(
        branch.name,
        month,
        visits=drawn(branch.visits * sensors, "visits", 0.015),
        loans=loans,
        renewals=chance.share_of(loans, 0.17),
        new_users=drawn(branch.loans / 88.0, "users", 0.010),
        events=events,
        attendance=chance.count(events * 19.0, 0.15),
        acquisitions=chance.count(branch.loans / 72.0, 0.45),
        hours_open=branch.hours - (branch.hours // 26 if month.endswith(("-01", "-03")) else 0),
    )


@lru_cache(maxsize=1)
def class_years() -> tuple[ClassYear, ...]:
    """Stock by class for the full years of the monthly file, year by year.

    Loans and acquisitions of a year add up to those of the branches' months, and copies
    to those of the year before and what came less what went.
    """
    chance = Chance("city", "stock")
    copies = [int(facts.CITY_STOCK * share) for _, share, _ in facts.CLASSES]
    copies[0] += facts.CITY_STOCK - sum(copies)
    found = []
    for year in range(2022, facts.LAST_FULL_YEAR + 1):
        rows = [row for row in branch_months() if row.month.startswith(f"{year}-")]
        weights = [use * chance.between(0.95, 1.05) for _, _, use in facts.CLASSES]
        loans = _parts(sum(row.loans for row in rows), weights)
        came = _parts(sum(row.acquisitions for row in rows), weights)
        went = [int(n * chance.between(0.004, 0.022)) for n in copies]
        copies = [n + a - w for n, a, w in zip(copies, came, went, strict=True)]
        for i, (name, _, _) in enumerate(facts.CLASSES):
            found.append(ClassYear(year, name, copies[i], came[i], went[i], loans[i]))
    return tuple(found)


def _parts(total: int, weights: list[float]) -> list[int]:
    """`total` in whole parts that go like `weights`; the first takes the rest."""
    whole = sum(weights)
    parts = [int(total * weight / whole) for weight in weights]
    parts[0] += total - sum(parts)
    return parts

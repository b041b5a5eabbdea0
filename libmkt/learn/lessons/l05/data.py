"""The tables of L05, made from a seed, and the truth that is put into them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from libmkt.demo.chance import Chance
from libmkt.workbench import shipped

YEARS: Final = tuple(range(2018, 2026))
LOAN_YEARS: Final = YEARS[-5:]
BRANCHES: Final = ("Qosterek", "Sarısaz", "Taldıjap", "Úshqum")
TOTAL: Final = "Jámi"  # as sheets of the region name their total row, in every language
PRINTED: Final = "data/published/murmansk-rural-2010-2013.csv"


def make(seed: int) -> dict[str, pd.DataFrame]:
    """The lesson's tables.

    Returns
    -------
    dict
        example: year, visits (one library); loans: branch, year, loans, a row of the total
        each year; stock: year, copies (on 31 December); users: year, users, definition (A
        or B); children: year, users, users_0_14; printed: year and one of users, visits,
        loans, as published.
    """
    return {
        "example": _example(seed),
        "loans": _loans(_chance(seed, "loans")),
        "stock": _stock(_chance(seed, "stock")),
        "users": _users(_chance(seed, "users")),
        "children": _children(_chance(seed, "children")),
        "printed": _printed(_chance(seed, "printed")),
    }


def truth(seed: int) -> dict[str, float]:
    """The mean annual growth rate that was put into the worked example."""
    chance = _chance(seed, "growth")
    step = chance.between(0.02, 0.07)
    return {"growth": round(1 + step if chance.uniform() < 0.5 else 1 - step, 3)}


def _chance(seed: int, series: str) -> Chance:
    return Chance("lesson", "L05", str(seed), series)


def _example(seed: int) -> pd.DataFrame:
    """Visits whose first and last year give the growth of `truth`; those between waver."""
    growth, chance = truth(seed)["growth"], _chance(seed, "example")
    first = int(chance.between(40_000, 60_000))
    smooth = [first * growth**i for i in range(len(YEARS))]
    waver = [0.0, *(chance.between(-0.03, 0.03) for _ in YEARS[2:]), 0.0]
    visits = [round(y * (1 + w)) for y, w in zip(smooth, waver, strict=True)]
    return pd.DataFrame({"year": YEARS, "visits": visits})


def _loans(chance: Chance) -> pd.DataFrame:
    rows: list[tuple[str, int, int]] = []
    for branch in BRANCHES:
        level = chance.between(6_000, 24_000)
        for year in LOAN_YEARS:
            rows.append((branch, year, round(level)))
            # falls and rises alternate, so that no two kinds of mean agree
            level *= chance.between(0.82, 0.93) if year % 2 else chance.between(1.02, 1.15)
    table = pd.DataFrame(rows, columns=["branch", "year", "loans"])
    total = table.groupby("year", as_index=False)["loans"].sum().assign(branch=TOTAL)
    whole: pd.DataFrame = pd.concat([table, total[list(table.columns)]], ignore_index=True)
    return whole


def _stock(chance: Chance) -> pd.DataFrame:
    copies = [chance.between(50_000, 90_000)]
    for _ in YEARS[1:]:
        copies.append(copies[-1] * chance.between(0.9, 0.99))
    return pd.DataFrame({"year": YEARS, "copies": [round(c) for c in copies]})


def _users(chance: Chance) -> pd.DataFrame:
    """Users of eight years; in the fifth other libraries begin to be counted too."""
    level = chance.between(2_500, 4_000)
    rows: list[tuple[int, int, str]] = []
    for i, year in enumerate(YEARS):
        if i == 4:
            level *= chance.between(2.2, 3.0)
        elif i:
            level *= chance.between(0.93, 0.98) if i < 4 else chance.between(1.01, 1.06)
        rows.append((year, round(level), "A" if i < 4 else "B"))
    return pd.DataFrame(rows, columns=["year", "users", "definition"])


def _children(chance: Chance) -> pd.DataFrame:
    users = round(chance.between(8_000, 12_000))
    later = round(users * chance.between(1.05, 1.12))
    share = chance.between(0.22, 0.30)
    young = [round(users * share), round(later * (share + chance.between(0.03, 0.07)))]
    return pd.DataFrame({"year": YEARS[-2:], "users": [users, later], "users_0_14": young})


def _printed(chance: Chance) -> pd.DataFrame:
    measure = ("users", "visits", "loans")[int(3 * chance.uniform())]
    printed: pd.DataFrame = pd.read_csv(shipped() / PRINTED)
    return printed[["year", measure]]

"""The tables of L04, made from a seed, and the truth that is put into them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from libmkt.demo.chance import Chance
from libmkt.workbench import shipped

YEARS: Final = (2022, 2023, 2024, 2025)
# as tables of the region have them, in every language
TOTAL: Final = "Jámi"
NAMED: Final = ("Oqıwshılar", "Studentler", "Xızmetkerler", "Jumısshılar", "Pensionerler")
OTHERS: Final = ("foreign", "online", "children", "groups")  # to be typed, so in plain letters
TVER: Final = "data/published/tver-2021-2023.csv"
SCHOOL: Final = "data/published/school-library-2020-2023.csv"


def make(seed: int) -> dict[str, pd.DataFrame]:
    """The lesson's tables.

    Returns
    -------
    dict
        example and categories: part, new_users, the last row the printed total, which the
        parts do not reach; others: part, new_users (groups that the categories may have left
        out); sums: parts, digits (printed sums and how they were rounded); indicators: year,
        loans_per_user, turnover, stock_per_user, one year of which does not hold; tver and
        school: one year each, as published.
    """
    short = round(_chance(seed, "short").between(15, 60))
    return {
        "example": _parts(_chance(seed, "example"), int(truth(seed)["difference"])),
        "categories": _parts(_chance(seed, "categories"), short),
        "others": _others(_chance(seed, "others"), short),
        "sums": _sums(_chance(seed, "sums")),
        "indicators": _indicators(_chance(seed, "indicators")),
        "tver": _one_year(TVER, _chance(seed, "tver")),
        "school": _one_year(SCHOOL, _chance(seed, "school"))[
            ["year", "users", "loans", "stock_fiction", "printed_stock_per_user"]
        ],
    }


def truth(seed: int) -> dict[str, float]:
    """By how much the parts of the worked example fall short of its total."""
    return {"difference": float(round(_chance(seed, "difference").between(10, 80)))}


def _chance(seed: int, series: str) -> Chance:
    return Chance("lesson", "L04", str(seed), series)


def _parts(chance: Chance, short: int) -> pd.DataFrame:
    parts = [(name, round(chance.between(90, 600))) for name in NAMED]
    total = sum(persons for _name, persons in parts) + short
    return pd.DataFrame([*parts, (TOTAL, total)], columns=["part", "new_users"])


def _others(chance: Chance, short: int) -> pd.DataFrame:
    """One group is what is missing; another is smaller, one is larger, one is twice as large."""
    persons = [short, round(short * chance.between(0.4, 0.8)),
               round(short * chance.between(1.2, 1.6)), 2 * short]  # fmt: skip
    first = int(len(persons) * chance.uniform())
    turned = persons[first:] + persons[:first]
    return pd.DataFrame({"part": OTHERS, "new_users": turned})


def _sums(chance: Chance) -> pd.DataFrame:
    rows = [(int(chance.between(3, 15)), int(chance.between(0, 3))) for _ in range(3)]
    return pd.DataFrame(rows, columns=["parts", "digits"])


def _indicators(chance: Chance) -> pd.DataFrame:
    """Four years: in one readership is highest, in one stock per user, in one it does not hold."""
    turnover = [chance.between(1.40, 1.60) for _ in YEARS]
    stock = [chance.between(14.0, 16.0) for _ in YEARS]
    first = int(len(YEARS) * chance.uniform())
    odd, high, rich, _plain = [(first + i) % len(YEARS) for i in range(len(YEARS))]
    turnover[high], stock[high] = chance.between(2.0, 2.2), chance.between(15.5, 16.5)
    stock[rich] = chance.between(18.0, 19.0)
    rows = []
    for i, year in enumerate(YEARS):
        factor = chance.between(1.10, 1.18) if i == odd else 1.0
        readership = round(turnover[i] * stock[i] * factor, 1)
        rows.append((year, readership, round(turnover[i], 2), round(stock[i], 1)))
    return pd.DataFrame(rows, columns=["year", "loans_per_user", "turnover", "stock_per_user"])


def _one_year(path: str, chance: Chance) -> pd.DataFrame:
    whole: pd.DataFrame = pd.read_csv(shipped() / path)
    return whole.iloc[[int(len(whole) * chance.uniform())]].reset_index(drop=True)

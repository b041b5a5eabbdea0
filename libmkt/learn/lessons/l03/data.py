"""The tables of L03, made from a seed, and the truth that is put into them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from libmkt.demo.chance import Chance
from libmkt.workbench import shipped

YEARS: Final = (2024, 2025)
# as the sheets of the region call them, in every language
CLASSES: Final = ("Sabaqlıqlar", "Kórkem ádebiyat", "Ilimiy ádebiyat", "Basqalar")
PRINTED: Final = "data/published/school-library-2020-2023.csv"
PARTS: Final = ("loans", "loans_newspapers", "loans_journals", "loans_books")


def make(seed: int) -> dict[str, pd.DataFrame]:
    """The lesson's tables.

    Returns
    -------
    dict
        example: copies, loans (one library); years: year, population, users, visits, loans,
        copies (on 31 December), new_copies; classes: class, copies, loans; printed: one year
        of a school library as published, with the printed indicator.
    """
    return {
        "example": _example(seed),
        "years": _years(_chance(seed, "years")),
        "classes": _classes(_chance(seed, "classes")),
        "printed": _printed(_chance(seed, "printed")),
    }


def truth(seed: int) -> dict[str, float]:
    """The turnover that was put into the worked example."""
    return {"turnover": round(_chance(seed, "turnover").between(0.6, 2.4), 2)}


def _chance(seed: int, series: str) -> Chance:
    return Chance("lesson", "L03", str(seed), series)


def _example(seed: int) -> pd.DataFrame:
    copies = round(_chance(seed, "example").between(40_000, 90_000))
    return pd.DataFrame({"copies": [copies], "loans": [round(copies * truth(seed)["turnover"])]})


def _years(chance: Chance) -> pd.DataFrame:
    """Two years in which every denominator differs from the other year's by 2 % or more."""
    population, users = chance.between(50_000, 120_000), chance.between(0.1, 0.2)
    copies = population * chance.between(1.2, 2.2)
    rows = []
    for year in YEARS:
        persons = population * users
        rows.append(
            (
                year,
                population,
                persons,
                persons * chance.between(7, 10),
                persons * chance.between(17, 24),
                copies,
                copies * chance.between(0.03, 0.06),
            )
        )
        population *= chance.between(1.02, 1.03)
        users *= chance.between(1.04, 1.10)
        copies *= chance.between(0.90, 0.95)
    names = ["year", "population", "users", "visits", "loans", "copies", "new_copies"]
    return pd.DataFrame([[round(v) for v in row] for row in rows], columns=names)  # fmt: skip


def _classes(chance: Chance) -> pd.DataFrame:
    copies = [round(chance.between(4_000, 30_000)) for _ in CLASSES]
    use = (chance.between(0.3, 0.6), chance.between(1.6, 2.6), chance.between(0.1, 0.3), 0.8)
    loans = [round(c * u) for c, u in zip(copies, use, strict=True)]
    return pd.DataFrame({"class": CLASSES, "copies": copies, "loans": loans})


def _printed(chance: Chance) -> pd.DataFrame:
    whole: pd.DataFrame = pd.read_csv(shipped() / PRINTED)
    one = whole.iloc[[int(len(whole) * chance.uniform())]]
    columns = ["year", "users", *PARTS, "stock_fiction", "printed_loans_per_user"]
    return one[columns].reset_index(drop=True)

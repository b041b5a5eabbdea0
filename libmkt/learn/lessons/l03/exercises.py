"""The exercises of L03: right and wrong numerators and denominators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from libmkt.errors import N_
from libmkt.learn.exercise import Data, Exercise, Wrong
from libmkt.learn.lessons.l03.data import PARTS


def ratio(
    above: str, below: str, *, above_row: int = -1, below_row: int = -1, table: str = "years"
) -> Callable[[Data], float]:
    """One column of a table over another, each of the row that is told (the last)."""
    return lambda data: float(
        data[table][above].iloc[above_row] / data[table][below].iloc[below_row]
    )


def stock_growth(data: Data) -> float:
    """The change of the stock as a share of the year before."""
    before, after = data["years"]["copies"]
    return float(after / before - 1)


def fund_use(class_loans: float, all_loans: float, class_copies: float, all_copies: float) -> float:
    """Share of a class in loans over its share in stock (F08); 1 is in proportion.

    >>> fund_use(50, 100, 25, 100)
    2.0
    """
    return (class_loans / all_loans) / (class_copies / all_copies)


def calls(data: Data) -> list[tuple[float, float, float, float]]:
    """What `fund_use` is tried on: each class of the table."""
    table = data["classes"]
    loans, copies = float(table["loans"].sum()), float(table["copies"].sum())
    pairs = zip(table["loans"], table["copies"], strict=True)
    return [(float(one), loans, float(other), copies) for one, other in pairs]


EXERCISES: Final = (
    Exercise(
        code="loans_per_user",
        name="loans_per_user",
        title=N_("Loans per user"),
        form="number",
        unit="ratio",
        within=0.006,
        minutes=6,
        right=ratio("loans", "users"),
        wrongs=(
            Wrong("per_inhabitant", ratio("loans", "population"), N_(
                "This was divided by the population: loans per inhabitant. Readership divides by "
                "the users.")),
            Wrong("visits", ratio("visits", "users"), N_(
                "These are visits per user, the attendance rate. The numerator of readership is "
                "the loans.")),
            Wrong("turnover", ratio("loans", "copies"), N_(
                "This was divided by the copies: that is the turnover. Readership divides by the "
                "users.")),
            Wrong("other_year", ratio("loans", "users", below_row=0), N_(
                "Numerator and denominator come from two years. Take both from 2025.")),
        ),
        hints=(
            N_("How many loans come to one user in 2025?"),
            N_("Numerator: loans. Denominator: users. Both from the row of 2025."),
            N_('Take the last row: `last = years.iloc[-1]`, then `last["loans"] / last["users"]`.'),
        ),
    ),
    Exercise(
        code="coverage",
        name="coverage",
        title=N_("Coverage of the population"),
        form="number",
        unit="share",
        within=5e-5,
        minutes=6,
        right=ratio("users", "population"),
        wrongs=(
            Wrong("visits", ratio("visits", "population"), N_(
                "These are visits per inhabitant: one person comes many times. Coverage counts "
                "persons.")),
            Wrong("other_year", ratio("users", "population", below_row=0), N_(
                "The users of 2025 were divided by the population of 2024. Take both from 2025.")),
            Wrong("loans", ratio("loans", "population"), N_(
                "These are loans per inhabitant. Coverage counts persons, not loans.")),
        ),
        hints=(
            N_("Which part of the inhabitants uses the library?"),
            N_("Numerator: users. Denominator: population."),
            N_('`last["users"] / last["population"]`, a share between 0 and 1.'),
        ),
    ),
    Exercise(
        code="renewal",
        name="renewal",
        title=N_("Renewal of the stock"),
        form="number",
        unit="share",
        within=5e-5,
        minutes=8,
        right=ratio("new_copies", "copies"),
        wrongs=(
            Wrong("growth", stock_growth, N_(
                "This is how much the stock changed. Renewal asks for the new copies alone: some "
                "came, others were withdrawn.")),
            Wrong("stock_before", ratio("new_copies", "copies", below_row=0), N_(
                "The new copies were divided by the stock at the end of 2024. The task says: at "
                "the end of 2025.")),
            Wrong("by_loans", ratio("new_copies", "loans"), N_(
                "The new copies were divided by the loans. The denominator is the stock.")),
        ),
        hints=(
            N_("Which part of the stock came in this year?"),
            N_("Numerator: new copies of 2025. Denominator: copies on 31 December 2025."),
            N_('`last["new_copies"] / last["copies"]`, a share.'),
        ),
    ),
    Exercise(
        code="fund_use",
        name="fund_use",
        title=N_("Fund-use coefficient"),
        form="function",
        unit="ratio",
        within=5e-4,
        points=2,
        minutes=14,
        right=fund_use,
        cases=calls,
        wrongs=(
            Wrong("class_turnover", lambda a, b, c, d: a / c, N_(
                "This is the turnover of the class alone. The coefficient compares it with the "
                "turnover of the whole stock.")),
            Wrong("share_of_loans", lambda a, b, c, d: a / b, N_(
                "This is the share of the class in the loans. It still has to be divided by its "
                "share in the stock.")),
            Wrong("difference", lambda a, b, c, d: a / b - c / d, N_(
                "The two shares were subtracted. The coefficient divides them; its norm is 1, "
                "not 0.")),
        ),
        hints=(
            N_("A class may hold a tenth of the stock and make a fifth of the loans."),
            N_("The share in the loans divided by the share in the stock."),
            N_("Write `(class_loans / all_loans) / (class_copies / all_copies)`."),
        ),
    ),
    Exercise(
        code="numerator",
        name="numerator",
        title=N_("Which numerator was it?"),
        form="choice",
        choices=PARTS,
        points=2,
        minutes=12,
        personal=False,
        right=lambda data: "loans_books",
        wrongs=(
            Wrong("all_loans", lambda data: "loans", N_(
                "All loans over the users give a larger number than the printed one. Try the "
                "parts.")),
            Wrong("journals", lambda data: "loans_journals", N_(
                "Journals over the users give a much smaller number than the printed one.")),
            Wrong("newspapers", lambda data: "loans_newspapers", N_(
                "Newspapers over the users give a much smaller number than the printed one.")),
        ),
        hints=(
            N_("Multiply the printed indicator by the users: which column is near that?"),
            N_("Divide each of the four columns by the users and compare with the printed number."),
            N_("Begin with `row['loans'] / row['users']`, and put one column after another."),
        ),
    ),
    Exercise(
        code="recomputed",
        name="recomputed",
        title=N_("The number that the passport asks for"),
        form="number",
        unit="ratio",
        within=0.006,
        minutes=8,
        personal=False,
        right=ratio("loans", "users", table="printed"),
        wrongs=(
            Wrong("as_printed", ratio("loans_books", "users", table="printed"), N_(
                "This is the printed number: books only. The passport of readership asks for all "
                "loans.")),
            Wrong("turnover", ratio("loans", "stock_fiction", table="printed"), N_(
                "This was divided by the stock: that is a turnover. Readership divides by the "
                "users.")),
            Wrong("without_books",
                  lambda data: ratio("loans", "users", table="printed")(data)
                  - ratio("loans_books", "users", table="printed")(data), N_(
                "These are newspapers and journals only: all loans hold the books too.")),
        ),
        hints=(
            N_("Readership counts all loans."),
            N_("Numerator: the column `loans`. Denominator: `users`."),
            N_('Write `row["loans"] / row["users"]`.'),
        ),
    ),
)  # fmt: skip

"""The exercises of L04: does a printed number follow from the others?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from libmkt.errors import N_
from libmkt.learn.exercise import Data, Exercise, Wrong
from libmkt.learn.lessons.l04.data import OTHERS, TOTAL, YEARS


def total(data: Data) -> float:
    """The printed total of the categories."""
    table = data["categories"]
    return float(table.loc[table["part"] == TOTAL, "new_users"].iloc[0])


def parts(data: Data) -> float:
    """The sum of the named categories."""
    return float(data["categories"]["new_users"].sum()) - total(data)


def other(size: Callable[[float, float], bool]) -> Callable[[Data], str]:
    """Which of the other groups is of a size, told by its persons and by what is missing."""

    def found(data: Data) -> str:
        table, missing = data["others"], total(data) - parts(data)
        fits = [size(float(persons), missing) for persons in table["new_users"]]
        return str(table["part"].iloc[fits.index(True)])

    return found


def rounding_room(n: float, digits: float) -> float:
    """How far n rounded parts and a rounded total may be apart, at most.

    >>> rounding_room(3, 1)
    0.2
    """
    return float((n + 1) * 0.5 * 10**-digits)


def off_year(data: Data) -> str:
    """The year in which readership is not turnover times stock per user."""
    table = data["indicators"]
    gap = (table["loans_per_user"] - table["turnover"] * table["stock_per_user"]).abs()
    return str(table["year"].iloc[int(gap.to_numpy().argmax())])


def year_of_most(column: str) -> Callable[[Data], str]:
    """The year in which a column is largest."""

    def found(data: Data) -> str:
        table = data["indicators"]
        return str(table["year"].iloc[int(table[column].to_numpy().argmax())])

    return found


def year_left(data: Data) -> str:
    """The year that stands out in nothing."""
    known = {off_year(data), year_of_most("loans_per_user")(data),
             year_of_most("stock_per_user")(data)}  # fmt: skip
    return next(str(year) for year in YEARS if str(year) not in known)


def of(table: str, way: Callable[..., float]) -> Callable[[Data], float]:
    """A figure made from the one row of a printed table."""
    return lambda data: float(way(data[table].iloc[0]))


EXERCISES: Final = (
    Exercise(
        code="difference",
        name="difference",
        title=N_("Parts and total"),
        form="number",
        unit="count",
        minutes=6,
        right=lambda data: total(data) - parts(data),
        wrongs=(
            Wrong("sign", lambda data: parts(data) - total(data), N_(
                "The size is right, the sign is not: the printed total less the sum of the "
                "parts.")),
            Wrong("total_row", lambda data: -parts(data), N_(
                "The row Jámi was added to the parts. Leave it out of the sum.")),
            Wrong("sum", parts, N_(
                "This is the sum of the parts. Subtract it from the printed total.")),
            Wrong("total", total, N_(
                "This is the printed total itself. Subtract the sum of the parts.")),
        ),
        hints=(
            N_("Add up the parts, and compare with the total that was printed."),
            N_("The last row is the printed total, it is no part."),
            N_('`total - parts`, where parts is the sum without the row `"Jámi"`.'),
        ),
    ),
    Exercise(
        code="missing_part",
        name="missing_part",
        title=N_("Who is missing?"),
        form="choice",
        choices=OTHERS,
        minutes=6,
        personal=False,
        right=other(lambda persons, missing: persons == missing),
        wrongs=(
            Wrong("too_few", other(lambda persons, missing: persons < missing), N_(
                "That group is smaller than the difference: something would still be missing.")),
            Wrong("too_many", other(lambda persons, missing: missing < persons < 2 * missing), N_(
                "That group is larger than the difference: it would be too much.")),
            Wrong("twice", other(lambda persons, missing: persons == 2 * missing), N_(
                "That group is just twice the difference. A multiple explains nothing: look for "
                "the number itself.")),
        ),
        hints=(
            N_("Which group of the second table is as large as the difference?"),
            N_("Compare each row of `others` with your number `difference`."),
            N_('`others[others["new_users"] == difference]`'
               ' shows the row; write its name in quotes.'),
        ),
    ),
    Exercise(
        code="rounding_room",
        name="rounding_room",
        title=N_("What rounding explains"),
        form="function",
        unit="count",
        within=1e-6,
        points=2,
        minutes=12,
        right=rounding_room,
        cases=lambda data: [
            (int(n), int(digits))
            for n, digits in zip(data["sums"]["parts"], data["sums"]["digits"], strict=True)
        ],
        wrongs=(
            Wrong("one_figure", lambda n, digits: 0.5 * 10**-digits, N_(
                "This is the room of one figure. Each part and the total bring their own.")),
            Wrong("without_total", lambda n, digits: n * 0.5 * 10**-digits, N_(
                "The parts are there, the total is not: it was rounded too.")),
            Wrong("whole_unit", lambda n, digits: (n + 1) * 10**-digits, N_(
                "Rounding moves a figure by half a unit of its last place at most, not by a whole "
                "one.")),
        ),
        hints=(
            N_("By how much can rounding move one figure? And how many figures were rounded?"),
            N_("Half a unit of the last place, once for each part and once for the total."),
            N_("Return `(n + 1) * 0.5 * 10 ** -digits`."),
        ),
    ),
    Exercise(
        code="stock_per_user",
        name="stock_per_user",
        title=N_("One indicator from two others"),
        form="number",
        unit="ratio",
        within=0.006,
        minutes=6,
        personal=False,
        right=of("tver", lambda row: row["loans_per_user"] / row["turnover"]),
        wrongs=(
            Wrong("product", of("tver", lambda row: row["loans_per_user"] * row["turnover"]), N_(
                "The two were multiplied. Readership is turnover times stock per user, so divide "
                "readership by turnover.")),
            Wrong("exchanged", of("tver", lambda row: row["turnover"] / row["loans_per_user"]), N_(
                "This is turnover over readership. Divide the other way round.")),
            Wrong("as_printed", of("tver", lambda row: row["stock_per_user"]), N_(
                "This is the number that was printed. It is to be computed from the two others, "
                "so that the two can be compared.")),
        ),
        hints=(
            N_("Readership is turnover times stock per user."),
            N_("Solve it for stock per user: divide."),
            N_('`row["loans_per_user"] / row["turnover"]`, with all decimals.'),
        ),
    ),
    Exercise(
        code="odd_year",
        name="odd_year",
        title=N_("The year that does not hold"),
        form="choice",
        choices=tuple(str(year) for year in YEARS),
        points=2,
        minutes=10,
        personal=False,
        right=off_year,
        wrongs=(
            Wrong("highest", year_of_most("loans_per_user"), N_(
                "Readership is highest in that year, but the product of the two others is as "
                "high: it holds.")),
            Wrong("most_stock", year_of_most("stock_per_user"), N_(
                "Stock per user is largest in that year, but the product gives the printed "
                "readership: it holds.")),
            Wrong("within_rounding", year_left, N_(
                "In that year the product differs by less than rounding explains: it holds.")),
        ),
        hints=(
            N_("A large number is not a wrong one: compare with the product."),
            N_("Compute turnover times stock per user for each year, and look at the difference."),
            N_('`indicators["loans_per_user"] - indicators["turnover"] * '
               'indicators["stock_per_user"]`: which year is far from 0?'),
        ),
    ),
    Exercise(
        code="needed_stock",
        name="needed_stock",
        title=N_("What the printed number would need"),
        form="number",
        unit="count",
        within=1.0,
        minutes=6,
        personal=False,
        right=of("school", lambda row: row["printed_stock_per_user"] * row["users"]),
        wrongs=(
            Wrong("stock", of("school", lambda row: row["stock_fiction"]), N_(
                "This is the stock that stands in the table. Asked for is the stock that the "
                "printed indicator would need.")),
            Wrong("indicator", of("school", lambda row: row["stock_fiction"] / row["users"]), N_(
                "This is stock per user from the columns. Go the other way: from the printed "
                "indicator to the copies.")),
            Wrong("loans", of("school", lambda row: row["printed_stock_per_user"] * row["loans"]),
                  N_("The indicator was multiplied by the loans. Its denominator is the users.")),
        ),
        hints=(
            N_("How many copies must there be, so that each user has as many as was printed?"),
            N_("Multiply the printed indicator by its denominator."),
            N_('`row["printed_stock_per_user"] * row["users"]`, in copies.'),
        ),
    ),
)  # fmt: skip

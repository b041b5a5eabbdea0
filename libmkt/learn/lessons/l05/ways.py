"""Right and wrong ways to the figures of L05: what students do, as functions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from libmkt.learn.exercise import Data
from libmkt.learn.lessons.l05.data import BRANCHES, TOTAL


def yearly(data: Data) -> list[float]:
    """Loans of all branches together by year, the total row left out."""
    loans = data["loans"]
    summed = loans[loans["branch"] != TOTAL].groupby("year")["loans"].sum()
    return [float(one) for one in summed]


def one_branch(data: Data) -> list[float]:
    loans = data["loans"]
    return [float(one) for one in loans.loc[loans["branch"] == BRANCHES[0], "loans"]]


def chain(values: Sequence[float]) -> list[float]:
    return [b / a for a, b in itertools.pairwise(values)]


def base(values: Sequence[float]) -> list[float]:
    return [one / values[0] for one in values[1:]]


def increments(values: Sequence[float]) -> list[float]:
    return [b - a for a, b in itertools.pairwise(values)]


def branch_mean_rates(data: Data) -> list[float]:
    loans = data["loans"]
    wide = loans[loans["branch"] != TOTAL].pivot(index="year", columns="branch", values="loans")
    return [float(one) for one in (wide / wide.shift()).mean(axis=1).dropna()]


def mean_growth(values: Sequence[float]) -> float:
    """Mean annual growth rate (F14): the root of last over first, of the steps between.

    >>> mean_growth([100, 150, 144])
    1.2
    """
    return float((values[-1] / values[0]) ** (1 / (len(values) - 1)))


def mean_of_rates(values: Sequence[float]) -> float:
    rates = chain(values)
    return sum(rates) / len(rates)


def root_of_years(values: Sequence[float]) -> float:
    return float((values[-1] / values[0]) ** (1 / len(values)))


def spread_evenly(values: Sequence[float]) -> float:
    return 1 + (values[-1] / values[0] - 1) / (len(values) - 1)


def arithmetic(values: Sequence[float], kind: str = "flow") -> float:
    """The mean of a flow."""
    return sum(values) / len(values)


def chronological(values: Sequence[float], kind: str = "stock") -> float:
    """The mean of a stock: the first and the last value count half.

    >>> chronological([100, 200, 400])
    225.0
    """
    return (values[0] / 2 + sum(values[1:-1]) + values[-1] / 2) / (len(values) - 1)


def mean_level(values: Sequence[float], kind: str) -> float:
    """Mean level (F14) of a flow or a stock."""
    return chronological(values) if kind == "stock" else arithmetic(values)


def too_many_parts(values: Sequence[float], kind: str) -> float:
    if kind == "flow":
        return arithmetic(values)
    return chronological(values) * (len(values) - 1) / len(values)


def stretch(data: Data, definition: str) -> list[float]:
    users = data["users"]
    return [float(one) for one in users.loc[users["definition"] == definition, "users"]]


def all_users(data: Data) -> list[float]:
    return [float(one) for one in data["users"]["users"]]


def with_jump(data: Data) -> float:
    return mean_growth([stretch(data, "A")[-1], *stretch(data, "B")])


def shares(data: Data) -> tuple[float, float]:
    before, after = data["children"]["users_0_14"] / data["children"]["users"]
    return float(before), float(after)


def points(data: Data) -> float:
    before, after = shares(data)
    return 100 * (after - before)


def relative(data: Data) -> float:
    before, after = shares(data)
    return 100 * (after / before - 1)


def growth_of_number(data: Data) -> float:
    before, after = data["children"]["users_0_14"]
    return float(100 * (after / before - 1))


def share_of_last(data: Data) -> float:
    return 100 * shares(data)[1]


def figures(data: Data) -> list[float]:
    return [float(one) for one in data["printed"].iloc[:, 1]]


Mean = Callable[[Sequence[float]], float]
Rates = Callable[[Sequence[float]], list[float]]


def printed_answer(mean: Mean, first: Rates = base) -> Callable[[Data], list[float]]:
    """Base rate of the last year and the mean rate, each by the way that is given."""
    return lambda data: [first(figures(data))[-1], mean(figures(data))]

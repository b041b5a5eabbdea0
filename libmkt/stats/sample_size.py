"""How many to ask: sample size and margin of error (F30, F31)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem

Sample = Literal["probability", "opt-in", "census"]
_ROOM = 1e-9  # a size that is whole but for rounding is not pushed to the next number


def sample_size(
    population: float | Mapping[str, float] | None = None,
    *,
    margin: float = 0.05,
    share: float = 0.5,
    level: float = 0.95,
    response: float = 1.0,
    deff: float = 1.0,
) -> pd.DataFrame:
    """How many answers, and how many invitations, a wanted margin of error takes (F30).

    Parameters
    ----------
    population
        How many there are; None for a population without bounds.  A mapping of groups to
        their sizes gives each group the margin of its own.
    margin
        Half the width of the interval of a share: 0.05 is 5 percentage points.
    share
        The share expected; 0.5 asks for the most.
    level
        Confidence level.
    response
        Share of those invited who will answer, above 0 to 1.
    deff
        Design effect expected of weights and clusters, 1 or more.

    Returns
    -------
    DataFrame
        One row a group, in the order given: group ("" without groups), population (missing
        if without bounds), n_infinite (without correction), n_exact, n (whole answers),
        invite (invitations), expected_margin (with the answers these bring), note
        ("invite_all" where even inviting all brings too few answers, else "").

    Raises
    ------
    ParameterError
        A margin, share, level, response or design effect outside its range.

    Notes
    -----
    n0 = deff z^2 p (1 - p) / e^2, n = n0 / (1 + (n0 - 1) / N).  Cochran (1977), Sampling
    Techniques, 3rd edition, formulas 4.1 and 4.2.  Books that take z = 1.96 print n0 = 384.16.

    Examples
    --------
    >>> sample_size(5000)[["n_infinite", "n_exact", "n"]].round(1)
       n_infinite  n_exact    n
    0       384.1    356.8  357
    >>> sample_size({"children": 120, "adults": 4000}, response=0.3)[["group", "n", "invite"]]
          group    n  invite
    0  children   92     120
    1    adults  351    1170
    """
    check(margin=margin, share=share, level=level, response=response, deff=deff)
    groups = dict(population) if isinstance(population, Mapping) else {"": population}
    n0 = deff * _z(level) ** 2 * share * (1 - share) / margin**2
    rows = []
    for group, size in groups.items():
        if size is not None and not size >= 1:
            raise refused("population", N_("a number from 1 was expected"), size)
        exact = n0 if size is None else n0 / (1 + (n0 - 1) / size)
        exact = exact if size is None else min(exact, float(size))
        n = int(np.ceil(exact - _ROOM))
        invite = int(np.ceil(n / response - _ROOM))
        short = size is not None and invite > size
        invite = int(size) if short and size is not None else invite
        expected = max(1, int(invite * response))
        rows.append(
            {
                "group": str(group),
                "population": np.nan if size is None else size,
                "n_infinite": n0,
                "n_exact": exact,
                "n": n,
                "invite": invite,
                "expected_margin": _margin(expected, share, level, deff, size),
                "note": "invite_all" if short else "",
            }
        )
    return pd.DataFrame(rows)


def margin_of_error(
    n: int | Sequence[int],
    *,
    population: float | None = None,
    share: float = 0.5,
    level: float = 0.95,
    deff: float = 1.0,
    sample: Sample = "probability",
) -> pd.DataFrame:
    """Margin of error of a share by number of answers: `sample_size` read backwards (F31).

    Parameters
    ----------
    n
        Answers: one number or several.
    sample
        "probability"; "opt-in" (whoever came: no margin of error, missing); "census"
        (all were asked and answered: 0).

    Returns
    -------
    DataFrame
        One row a number: n, population, estimate (the share), margin (0 to 1), method.

    Notes
    -----
    e = z sqrt(deff p (1 - p) / n (N - n) / (N - 1)).

    Examples
    --------
    >>> margin_of_error([100, 357, 1000], population=5000)[["n", "margin"]].round(4)
          n  margin
    0   100  0.0970
    1   357  0.0500
    2  1000  0.0277
    >>> margin_of_error(357, sample="opt-in")["margin"].isna().all()
    np.True_
    """
    check(share=share, level=level, deff=deff)
    numbers = [n] if isinstance(n, int) else list(n)
    if sample not in ("probability", "opt-in", "census"):
        raise refused("sample", N_("probability, opt-in or census was expected"), sample)
    for number in numbers:
        if number < 1 or (population is not None and number > population):
            raise refused("n", N_("a number from 1 to the population was expected"), number)
    known = {"opt-in": np.nan, "census": 0.0}
    margins = [
        known[sample] if sample in known else _margin(number, share, level, deff, population)
        for number in numbers
    ]
    return pd.DataFrame(
        {
            "n": numbers,
            "population": np.nan if population is None else population,
            "estimate": share,
            "margin": margins,
            "method": sample,
        }
    )


def _margin(n: int, share: float, level: float, deff: float, population: float | None) -> float:
    left = 1.0
    if population is not None:
        left = max(0.0, (population - n) / (population - 1)) if population > 1 else 0.0
    return _z(level) * float(np.sqrt(deff * share * (1 - share) / n * left))


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def check(**given: float) -> None:
    """Each value lies within the range of its name."""
    problems = []
    for name, value in given.items():
        if name == "deff":
            fine, what = value >= 1, N_("a number from 1 was expected")
        elif name == "response":
            fine, what = 0 < value <= 1, N_("a number above 0 to 1 was expected")
        else:
            fine, what = 0 < value < 1, N_("a number between 0 and 1 was expected")
        if not fine:
            problems.append(Problem(name, Message(what), Message("{value}", {"value": value})))
    if problems:
        raise ParameterError(Message(N_("a sample size cannot be computed")), problems)


def refused(where: str, what: str, value: Any) -> ParameterError:
    """The refusal of one value."""
    return ParameterError(
        Message(N_("a sample size cannot be computed")),
        [Problem(where, Message(what), Message("{value}", {"value": str(value)}))],
    )

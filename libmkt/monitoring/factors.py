"""Why a figure changed: chain substitution and the logarithmic mean Divisia index."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.measures import INDICATORS
from libmkt.monitoring.totals import totals
from libmkt.period import Period

Method = Literal["substitution", "lmdi"]
_COLUMNS = [
    "measure", "period", "base_period", "base_value", "value", "change", "order", "factor",
    "numerator", "denominator", "factor_base", "factor_value", "effect", "share", "method",
    "note",
]  # fmt: skip


def factors(
    counts: pd.DataFrame,
    *,
    chain: Sequence[str] = ("users", "visits", "loans"),
    period: str | int | Period,
    base: str | int | Period | None = None,
    method: Method = "substitution",
    order: Sequence[int] | None = None,
    by: str | Sequence[str] = (),
    breaks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Split the change of a figure into the effects of its factors (F17, F18).

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    chain
        Measures from the first factor to the figure explained: ("users", "visits",
        "loans") is loans = users x visits/users x loans/visits.
    period, base
        The period explained and the one it is compared with; None takes the same
        period a year before.
    method
        "substitution" replaces one factor after the other, so the order matters and is
        returned; "lmdi" does not depend on an order.
    order
        For substitution, the places in `chain` in the order of replacing; None is the
        chain's own: (0, 1, 2).
    by
        "library" or "branch"; () takes all together.
    breaks
        Declared breaks (`libmkt.tables`): across one in any measure of `chain` nothing is
        computed, unless it is declared comparable.

    Returns
    -------
    DataFrame
        One row a group and factor, in order of `chain`: the columns of `by`, measure (the
        figure explained), period, base_period, base_value, value, change (its unit), order
        (of replacing, from 1; 0 under lmdi), factor (code: users, visits_per_user ...),
        numerator, denominator ("" for the first), factor_base, factor_value, effect (unit
        of the measure; the effects add up to the change), share (of the change, may be
        negative or above 1; missing where nothing changed), method, note ("undefined" where
        a factor has a zero below the line and its effect is taken as none; "incomplete"
        where a figure lacks parts, "break_between" where a break lies between the two
        periods: nothing is computed).

    Raises
    ------
    ParameterError
        Fewer than two measures in `chain`, or an `order` that is not a permutation.
    DataError
        The table holds no figure of `chain` for the period.

    Notes
    -----
    Substitution: factor k has the effect (x_k1 - x_k0) times the factors already
    replaced at their new value and the others at their old one.  LMDI: Lm(L1, L0)
    ln(x_k1 / x_k0), Lm(a, b) = (a - b) / ln(a / b).  Where L0 or L1 is zero, the limit of
    Ang and Liu (2007), Energy Policy 35, 238-246: the factor that goes to or comes from
    zero takes the whole change (the first of several), the others nothing.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": ["2012", "2013"] * 2,
    ...     "measure": ["users"] * 2 + ["loans"] * 2, "value": [32380, 31891, 851013, 822981],
    ...     "unit": "x", "kind": "flow", "breakdown_name": "", "breakdown_value": "",
    ...     "source_id": "x", "note": ""})
    >>> split = factors(counts, chain=["users", "loans"], period=2013)
    >>> split[["factor", "effect", "share"]].round(2)
               factor    effect  share
    0           users -12851.93   0.46
    1  loans_per_user -15180.07   0.54
    """
    now = Period.parse(period)
    then = now.year_before() if base is None else Period.parse(base)
    replaced = _checked(chain, order, method)
    levels = totals(counts, measures=list(chain), by=by, unit=now.unit)
    keys = list(levels.columns[: levels.columns.get_loc("period")])
    both = levels[levels["period"].isin([str(now), str(then)])]
    groups = both.groupby(keys, sort=False) if keys else [((), both)]
    rows: list[dict[Any, Any]] = []
    for key, group in groups:
        values = group.set_index(["period", "measure"])["value"]
        old = [float(values.get((str(then), code), np.nan)) for code in chain]
        new = [float(values.get((str(now), code), np.nan)) for code in chain]
        head = dict(zip(keys, key, strict=True))
        broken = _broken(breaks, head, chain, then, now)
        front = {"measure": chain[-1], "period": str(now), "base_period": str(then)}
        split = _split(chain, old, new, method, replaced, broken)
        rows += [head | front | row for row in split]
    found = pd.DataFrame(rows, columns=[*keys, *_COLUMNS])
    if str(now) not in set(levels["period"]):
        there = ", ".join(sorted(set(levels["period"]))[-6:])
        raise DataError(
            Message(
                N_("the factors of {measure} cannot be computed for {period} against {base}"),
                {"measure": chain[-1], "period": str(now), "base": str(then)},
            ),
            [Problem("period", Message(N_("found {found}"), {"found": there}))],
        )
    return found


def _checked(chain: Sequence[str], order: Sequence[int] | None, method: str) -> list[int]:
    places = list(range(len(chain)))
    replaced = places if order is None else list(order)
    if len(chain) < 2 or len(set(chain)) < len(chain):
        what = Message(N_("expected at least two different measures"))
        raise ParameterError(
            Message(N_("the chain of factors cannot be used")), [Problem("chain", what)]
        )
    if sorted(replaced) != places:
        what = Message(N_("expected each of {places} once"), {"places": str(places)})
        raise ParameterError(
            Message(N_("the chain of factors cannot be used")), [Problem("order", what)]
        )
    if method not in ("substitution", "lmdi"):
        what = Message(N_("expected one of {known}"), {"known": "substitution, lmdi"})
        raise ParameterError(
            Message(N_("the chain of factors cannot be used")), [Problem("method", what)]
        )
    return replaced


def _broken(
    breaks: pd.DataFrame | None,
    place: dict[Any, Any],
    chain: Sequence[str],
    then: Period,
    now: Period,
) -> bool:
    """Whether a break that forbids comparison lies between two periods, or inside one."""
    if breaks is None:
        return False
    early, late = min(then, now), max(then, now)
    for one in breaks.to_dict("records"):
        mine = all(one[name] in ("", place.get(name, one[name])) for name in ("library", "branch"))
        at = Period.parse(str(one["period"])).start
        between = early.start < at < late.end
        if mine and one["measure"] in ("", *chain) and between and not one["comparable"]:
            return True
    return False


def _split(
    chain: Sequence[str],
    old: list[float],
    new: list[float],
    method: str,
    replaced: list[int],
    broken: bool,
) -> list[dict[str, object]]:
    """The rows of one group."""
    x0, x1, undefined = _factors(old, new)
    if broken or np.isnan([*old, *new]).any():
        effects = [np.nan] * len(chain)
    elif method == "lmdi":
        effects = _lmdi(x0, x1, old[-1], new[-1])
    else:
        effects = _substituted(x0, x1, replaced)
    change = new[-1] - old[-1]
    rows = []
    for place, code in enumerate(chain):
        below = chain[place - 1] if place else ""
        rows.append(
            {
                "base_value": old[-1],
                "value": new[-1],
                "change": change,
                "order": replaced.index(place) + 1 if method == "substitution" else 0,
                "factor": factor_code(code, below),
                "numerator": code,
                "denominator": below,
                "factor_base": x0[place],
                "factor_value": x1[place],
                "effect": effects[place],
                "share": effects[place] / change if change else np.nan,
                "method": method,
                "note": _note(broken, effects[place], undefined[place]),
            }
        )
    return rows


def _note(broken: bool, effect: float, undefined: bool) -> str:
    if broken:
        return "break_between"
    return "incomplete" if np.isnan(effect) else "undefined" if undefined else ""


def factor_code(numerator: str, denominator: str) -> str:
    """Code of the indicator that divides one measure by another, else "a / b".

    >>> factor_code("loans", "visits"), factor_code("users", ""), factor_code("visits", "seats")
    ('loans_per_visit', 'users', 'visits / seats')
    """
    if not denominator:
        return numerator
    for one in INDICATORS.values():
        if (one.numerator, one.scale) == (numerator, 1.0) and denominator in one.denominators:
            return (
                one.code if denominator == one.denominators[0] else f"{numerator} / {denominator}"
            )
    return f"{numerator} / {denominator}"


def _factors(old: list[float], new: list[float]) -> tuple[list[float], list[float], list[bool]]:
    """The factors of both periods; one that is undefined in a period is taken as unchanged."""
    x0, x1, undefined = [old[0]], [new[0]], [False]
    for place in range(1, len(old)):
        before = old[place] / old[place - 1] if old[place - 1] else np.nan
        after = new[place] / new[place - 1] if new[place - 1] else np.nan
        unknown = old[place - 1] == 0 or new[place - 1] == 0
        if unknown:
            before, after = (after, after) if np.isnan(before) else (before, before)
            before, after = (0.0, 0.0) if np.isnan(before) else (before, after)
        x0.append(before)
        x1.append(after)
        undefined.append(unknown)
    return x0, x1, undefined


def _substituted(x0: list[float], x1: list[float], replaced: list[int]) -> list[float]:
    effects = [0.0] * len(x0)
    current = list(x0)
    for place in replaced:
        before = float(np.prod(current))
        current[place] = x1[place]
        effects[place] = float(np.prod(current)) - before
    return effects


def _lmdi(x0: list[float], x1: list[float], total0: float, total1: float) -> list[float]:
    change = total1 - total0
    if total0 > 0 and total1 > 0:
        mean = total0 if change == 0 else change / log(total1 / total0)
        return [mean * log(b / a) if a != b else 0.0 for a, b in zip(x0, x1, strict=True)]
    effects = [0.0] * len(x0)
    turned = [
        place for place, (a, b) in enumerate(zip(x0, x1, strict=True)) if (a == 0) != (b == 0)
    ]
    if turned:
        effects[turned[0]] = change
    return effects


def factor_sentence(split: pd.DataFrame) -> tuple[str, dict[str, Any]]:
    """Code and fields of the sentence that tells one group's factors.

    Parameters
    ----------
    split
        The rows of one group of `factors`.

    Returns
    -------
    tuple
        Code ("factors_fell", "factors_rose", "factors_same"; "factors_broken" across a
        break, "factors_unknown" where figures are missing) and the fields for
        ``words.sentence(code, **fields)``: measure, size, period, base_period, parts.

    Examples
    --------
    >>> from libmkt import words
    >>> split = pd.DataFrame({"measure": "loans", "period": "2013", "base_period": "2012",
    ...     "change": -28032.0, "factor": ["users", "loans_per_user"],
    ...     "effect": [-12851.93, -15180.07]})
    >>> code, fields = factor_sentence(split)
    >>> code, fields["size"]
    ('factors_fell', 28032.0)
    """
    one = split.iloc[0]
    change = float(one["change"])
    spans = {name: Period.parse(str(one[name])) for name in ("period", "base_period")}
    if split["effect"].isna().all():
        code = "factors_broken" if one["note"] == "break_between" else "factors_unknown"
        return code, {"measure": str(one["measure"]), **spans}
    code = "factors_fell" if change < 0 else "factors_rose" if change > 0 else "factors_same"
    told = [
        Message(N_("{factor:m}: {effect:+n0}"), {"factor": factor, "effect": float(effect)})
        for factor, effect in zip(split["factor"], split["effect"], strict=True)
    ]
    parts = told[-1]
    for each in reversed(told[:-1]):
        parts = Message(N_("{first}; {rest}"), {"first": each, "rest": parts})
    return code, {
        "measure": str(one["measure"]),
        "size": abs(change),
        **spans,
        "parts": parts,
    }

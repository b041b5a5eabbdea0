"""Gaps between what people would accept, wish for and get: zones of tolerance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import Rows, groups
from libmkt.stats.jointly import Joint, columns_of, joint_means
from libmkt.stats.margins import share_interval
from libmkt.stats.notes import design_code, joined_codes
from libmkt.stats.prepared import Prepared, prepared

NARROW: Final = 0.5  # width of a zone below which a position in it says nothing
OVERALL: Final = "overall"  # name of the row of all items together
_MINIMUM, _DESIRED, _PERCEIVED, _BELOW, _WITHIN, _ABOVE = range(6)


@dataclass(frozen=True)
class Cleaning:
    """Which answers are left out as a whole; None for a rule that is not applied.

    The defaults are those told of libraries that ask 22 items three times over.
    """

    incomplete: int | None = 0  # more items than this with one or two of the three answers
    not_applicable: int | None = 11  # more items than this without any answer
    inversions: int | None = 9  # more items than this with minimum above desired


@dataclass(frozen=True, eq=False)
class Zones:
    """Zones of tolerance, and who was left out of them."""

    items: pd.DataFrame  # one row an item, see `zones`
    dimensions: pd.DataFrame  # one row a dimension, and "overall": means of a person's items
    dropped: pd.DataFrame  # one row a rule: rule, limit, n (left out by it, each once)
    n: int  # people kept

    def __str__(self) -> str:
        below = int((self.items["standing"] == "below").sum())
        return f"{len(self.items)} items asked of {self.n} people, {below} below the minimum"


def zones(
    responses: pd.DataFrame,
    items: Mapping[str, tuple[str, str, str]],
    design: Design | None = None,
    *,
    dimensions: Mapping[str, str] | None = None,
    ends: tuple[float, float] = (1, 9),
    cleaning: Cleaning | None = None,
    where: str | pd.Series | None = None,
    level: float = 0.95,
) -> Zones:
    """What people would accept, wish for and get, item by item and dimension by dimension.

    Parameters
    ----------
    responses
        One row a respondent, all of the sample.
    items
        Name of each item: its columns of the minimum, the desired and the perceived level,
        higher is better.
    design
        How the sample was drawn; None is a simple random sample.
    dimensions
        The dimension of each item; None reports all items together only.
    ends
        Lowest and highest answer of the scale.
    cleaning
        Which people are left out; None is `Cleaning()`.
    where
        Part of the table to report at all.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Zones
        `items` in the order given, over those who gave all three answers: item, n,
        missing, n_eff, minimum, desired; perceived, adequacy (perceived less minimum) and
        superiority (perceived less desired), each with _error, _low, _high; zone_width
        (desired less minimum), zone_position (of perceived in the zone: 0 at the minimum,
        1 at the desired; of the means; missing where the zone is narrower than .5); below,
        within, above (shares of people whose perceived lies below their own minimum,
        within their zone, above their desired), below_low, below_high; standing ("below",
        "within", "above", of the means), undecided (the interval of the gap that it rests
        on holds 0), df, method, note.  `dimensions`: the same, with `dimension` for item.

    Raises
    ------
    DataError
        A column is missing, empty or has answers beyond the ends; an item without a
        dimension; nobody is left.
    ParameterError
        No items.

    Notes
    -----
    Parasuraman, Zeithaml and Berry (1994), Journal of Retailing 70, 201-230; Cook, Heath
    and Thompson (2003), Library Quarterly 73, 113-123.  A "D-M score" may mean the width
    or the position: both are given by their names.  A person whose minimum lies above the
    desired is "below" when perceived lies below the minimum.

    Examples
    --------
    >>> responses = pd.DataFrame({"m": [5, 6, 4, 5], "d": [8, 9, 7, 8], "p": [6, 5, 6, 7]})
    >>> found = zones(responses, {"quiet": ("m", "d", "p")}).items
    >>> found[["minimum", "desired", "perceived", "adequacy", "zone_position", "below"]].round(2)
       minimum  desired  perceived  adequacy  zone_position  below
    0      5.0      8.0        6.0       1.0           0.33   0.25
    """
    named = _dimension_of(items, dimensions)
    asked = [column for columns in items.values() for column in columns]
    summary = Message(N_("zones of tolerance cannot be computed"))
    answers = columns_of(responses, asked, ends, summary=summary).reshape(len(responses), -1, 3)
    sample = prepared(responses, design or Design())
    inside = groups(responses, where=where)[0].rows
    kept, dropped = cleaned(answers, inside, cleaning or Cleaning())
    if not len(kept):
        raise DataError(summary, [Problem("cleaning", Message(N_("nobody is left")))])
    gone = np.isnan(answers).any(axis=2, keepdims=True)
    answers = np.where(gone, np.nan, answers)
    parts = {name: answers[:, i] for i, name in enumerate(items)}
    places = {name: [i for i, own in enumerate(named) if own == name] for name in named if name}
    whole = {name: _mean_of(answers[:, own]) for name, own in places.items()}
    whole[OVERALL] = _mean_of(answers)
    return Zones(
        _table(sample, parts, kept, "item", level),
        _table(sample, whole, kept, "dimension", level),
        dropped,
        len(kept),
    )


def cleaned(answers: Floats, inside: Rows, rules: Cleaning) -> tuple[Rows, pd.DataFrame]:
    """Rows that stay, and how many people each rule left out, the first that applies.

    `answers` is (people, items, 3): minimum, desired and perceived, missing as NaN; `inside`
    are the rows looked at.
    """
    given = (~np.isnan(answers[inside])).sum(axis=2)
    minimum, desired = answers[inside, :, 0], answers[inside, :, 1]
    counts = {
        "incomplete": ((given > 0) & (given < 3)).sum(axis=1),
        "not_applicable": (given == 0).sum(axis=1),
        "inversions": (minimum > desired).sum(axis=1),
    }
    left = np.ones(len(inside), dtype=bool)
    rows = []
    for name, count in counts.items():
        limit = getattr(rules, name)
        broken = left & (count > limit) if limit is not None else np.zeros(len(left), dtype=bool)
        left &= ~broken
        rows.append({"rule": name, "limit": limit, "n": int(broken.sum())})
    # nothing at all was answered, whatever the rules
    silent = left & (given == 0).all(axis=1)
    rows.append({"rule": "no_answers", "limit": None, "n": int(silent.sum())})
    found = pd.DataFrame(rows).astype({"limit": "Int64"})
    return inside[left & ~silent], found


def _mean_of(answers: Floats) -> Floats:
    """A person's means over the items answered, (people, 3)."""
    known = (~np.isnan(answers)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.nansum(answers, axis=1) / np.where(known > 0, known, np.nan))


def _table(
    sample: Prepared, parts: Mapping[str, Floats], rows: Rows, key: str, level: float
) -> pd.DataFrame:
    found = [{key: name, **_row(sample, own, rows, level)} for name, own in parts.items()]
    return pd.DataFrame(found)


def _row(sample: Prepared, answers: Floats, rows: Rows, level: float) -> dict[str, Any]:
    """One item or dimension, (people, 3): means, gaps, zone and shares."""
    minimum, desired, perceived = answers.T
    known = ~np.isnan(answers).any(axis=1)
    below = perceived < minimum
    above = (perceived > desired) & ~below
    where = [np.where(known, part, np.nan) for part in (below, ~below & ~above, above)]
    found = joint_means(sample, np.column_stack([answers, *where]), rows)
    n = int(found.n[_PERCEIVED])
    row: dict[str, Any] = {"n": n, "missing": len(rows) - n, "n_eff": found.n_eff[_PERCEIVED]}
    row |= {
        "minimum": found.estimate[_MINIMUM],
        "desired": found.estimate[_DESIRED],
    }
    ends = ("", "_error", "_low", "_high")
    measured = found.interval([(_PERCEIVED, 1.0)], level)
    row |= {f"perceived{end}": v for end, v in zip(ends, measured, strict=True)}
    for name, other in (("adequacy", _MINIMUM), ("superiority", _DESIRED)):
        measured = found.interval([(_PERCEIVED, 1.0), (other, -1.0)], level)
        row |= {f"{name}{end}": v for end, v in zip(ends, measured, strict=True)}
    width = row["desired"] - row["minimum"]
    row["zone_width"] = width
    row["zone_position"] = row["adequacy"] / width if width >= NARROW else np.nan
    row |= _shares(found, level)
    row |= _standing(row)
    few = "too-few" if n < 2 else ""
    row |= {"df": int(found.df[_PERCEIVED]), "method": "means of those who gave all three answers"}
    return row | {"note": joined_codes([design_code(sample.design), few])}


def _shares(found: Joint, level: float) -> dict[str, float]:
    low, high, _ = share_interval(
        float(found.estimate[_BELOW]),
        found.combined([(_BELOW, 1.0)])[1],
        n=int(found.n[_BELOW]),
        n_eff=float(found.n_eff[_BELOW]),
        df=int(found.df[_BELOW]),
        level=level,
    )
    return {
        "below": found.estimate[_BELOW],
        "within": found.estimate[_WITHIN],
        "above": found.estimate[_ABOVE],
        "below_low": low,
        "below_high": high,
    }


def _standing(row: Mapping[str, Any]) -> dict[str, Any]:
    """Where the mean perceived lies, and whether one can tell."""
    code = "below" if row["adequacy"] < 0 else "above" if row["superiority"] > 0 else "within"
    rests = {"below": ["adequacy"], "above": ["superiority"]}.get(code, ["adequacy", "superiority"])
    sure = all(row[f"{gap}_low"] > 0 or row[f"{gap}_high"] < 0 for gap in rests)
    return {"standing": code, "undecided": not sure}


def _dimension_of(
    items: Mapping[str, tuple[str, str, str]], dimensions: Mapping[str, str] | None
) -> list[str]:
    """The dimension of each item, "" where none were named."""
    summary = Message(N_("zones of tolerance cannot be computed"))
    if not items:
        what = Message(N_("at least one item was expected"))
        raise ParameterError(summary, [Problem("items", what)])
    if dimensions is None:
        return [""] * len(items)
    lost = [name for name in items if name not in dimensions]
    if lost:
        what = Message(N_("the item has no dimension"))
        raise DataError(summary, [Problem(name, what) for name in lost])
    return [dimensions[name] for name in items]

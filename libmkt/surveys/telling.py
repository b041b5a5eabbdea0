"""What a survey found: codes for a report's sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from libmkt import words
from libmkt.errors import Told

SMALL = 30  # answers below which a share is told by its count
_Z = 1.959963984540054  # 97.5 % point of the normal distribution


def choice_told(found: pd.DataFrame) -> list[Told]:
    """The most frequent answer of a question, and whether it is clearly ahead.

    Parameters
    ----------
    found
        Rows of one question, of `libmkt.surveys.overview`.

    Returns
    -------
    list of (code, fields)
        "nobody_answered" (asked); of a question of numbers "on_average" (asked, n,
        estimate: the mean); else "most_chose" or, below 30 answers, "most_chose_few" (asked,
        label, count, n, estimate: the share, 0 to 1), and then "ahead_clear" or
        "ahead_unclear" (label, second) where two answers were given; "nobody_chose" (asked, n)
        where all ticked none.  Nothing of a table without rows.

    Notes
    -----
    Two answers of one question: z = (p1 - p2) / sqrt((p1 + p2 - (p1 - p2)^2) / n_eff), beyond
    1.96; the same for answers of which several could be chosen would need who chose both, so
    there it is not said.

    Examples
    --------
    >>> found = pd.DataFrame({"asked": "Again?", "label": ["Yes", "No"], "kind": "choice",
    ...     "count": [75, 25], "n": 100, "n_eff": 100.0, "estimate": [0.75, 0.25]})
    >>> [code for code, _fields in choice_told(found)]
    ['most_chose', 'ahead_clear']
    """
    ranked = found[found["n"] > 0].sort_values("estimate", ascending=False, kind="stable")
    if ranked.empty:
        return [("nobody_answered", {"asked": one}) for one in found["asked"].head(1)]
    best = ranked.iloc[0]
    fields = {name: best[name] for name in ("asked", "label", "count", "n", "estimate")}
    if best["kind"] == "number":
        return [("on_average", {name: best[name] for name in ("asked", "n", "estimate")})]
    if not best["estimate"]:
        return [("nobody_chose", {"asked": best["asked"], "n": best["n"]})]
    few = "_few" if best["n"] < SMALL else ""
    told: list[Told] = [(f"most_chose{few}", fields)]
    second = ranked.iloc[min(1, len(ranked) - 1)]
    if best["kind"] == "choice" and 0 < second["estimate"] < 1:
        both = {"label": best["label"], "second": second["label"]}
        clear = _ahead(best["estimate"], second["estimate"], best["n_eff"]) > _Z
        told.append(("ahead_clear" if clear else "ahead_unclear", both))
    return told


def _ahead(first: float, second: float, n: float) -> float:
    spread = first + second - (first - second) ** 2
    return float((first - second) / np.sqrt(spread / n)) if spread > 0 else np.inf


def bars_told(found: pd.DataFrame) -> str:
    """The answers of one question and their shares, in a sentence: a figure's alternative text.

    Parameters
    ----------
    found
        Rows of one question, of `libmkt.surveys.overview`: asked, label, estimate, unit
        ("share": 0 to 1, told per cent; "": a mean).

    Returns
    -------
    str
        In the language in use; the rows in their order.

    Examples
    --------
    >>> found = pd.DataFrame({"asked": "Again?", "label": ["Yes", "No"], "estimate": [0.75, 0.25],
    ...                       "unit": "share"})
    >>> bars_told(found)
    'Again? Yes: 75%; No: 25%'
    >>> bars_told(found.assign(asked="Would come again"))
    'Would come again – Yes: 75%; No: 25%'
    """
    write = words.percent if found["unit"].iloc[0] == "share" else words.number
    digits = 0 if found["unit"].iloc[0] == "share" else 1
    parts = [
        f"{label}: {write(value, digits)}" if label else write(value, digits)
        for label, value in zip(found["label"], found["estimate"], strict=True)
    ]
    asked = str(found["asked"].iloc[0])
    between = " " if asked.endswith(("?", ".", ":", "!")) else " – "  # a short label has no stop
    return f"{asked}{between}{'; '.join(parts)}"


def scores_told(nps: pd.DataFrame | None, satisfied: pd.DataFrame | None) -> list[Told]:
    """Recommendation and satisfaction as one sentence each, with their interval if they have one.

    Parameters
    ----------
    nps, satisfied
        One-row results of `net_promoter` and `top_box`; None, or no rows, where it was not
        asked.

    Returns
    -------
    list of (code, fields)
        "recommend_told" (fields: the row, in points of -100 to 100), "satisfied_told" (the
        row, a share of 0 to 1), each with "_bare" where it has no interval.

    Examples
    --------
    >>> nps = pd.DataFrame({"estimate": [45.0], "conf_low": [30.5], "conf_high": [59.5]})
    >>> [(code, fields["estimate"]) for code, fields in scores_told(nps, None)]
    [('recommend_told', 45.0)]
    """
    told: list[Told] = []
    for code, found in (("recommend_told", nps), ("satisfied_told", satisfied)):
        if found is not None and len(found):
            row = {str(name): value for name, value in found.iloc[0].items()}
            told.append((code if pd.notna(row["conf_low"]) else f"{code}_bare", row))
    return told

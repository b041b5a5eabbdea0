"""Joining of categories: by a declared map, or by a declared least number of respondents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, Problem
from libmkt.stats.weighting.targets import Margin

MISSING = "(missing)"  # the category of those who did not say
COLUMNS = ("variable", "category", "into", "n", "rule")
Joined = tuple[tuple[str, ...], np.ndarray, np.ndarray, list[dict[str, Any]]]


Coded = tuple[str, tuple[str, ...], np.ndarray, np.ndarray]


def coded_margins(
    margins: list[Margin],
    stated: dict[str, tuple[np.ndarray, list[str]]],
    scaled: dict[str, np.ndarray],
    base: np.ndarray,
    *,
    joins: Mapping[str, Mapping[str, str]],
    least: int,
    own: bool,
    problems: list[Problem],
) -> tuple[list[Coded], pd.DataFrame]:
    """Each margin after joining: name, categories, codes, targets; and what was joined.

    Parameters
    ----------
    stated
        Codes of the respondents, beyond the targets' those of categories without target.
    scaled
        What each category shall add up to.
    own
        Whether those who did not say become a category of their own.
    """
    coded: list[Coded] = []
    log: list[dict[str, Any]] = []
    for margin in margins:
        name, names = margin.variable, margin.categories
        codes, untargeted = stated[name]
        values = scaled[name]
        if untargeted:
            problems += _untargeted(name, untargeted, codes, len(names))
            codes = np.where(codes >= len(names), -1, codes)
        elif own and (codes < 0).any():
            names, codes, values = _own(names, codes, values, base)
        names, codes, values, lines = joined_by_map(name, names, codes, values, joins[name])
        log += lines
        names, codes, values, lines = joined_by_size(name, names, codes, values, least)
        log += lines
        coded.append((name, names, codes, values))
    return coded, pd.DataFrame(log, columns=list(COLUMNS))


def _untargeted(
    variable: str, untargeted: list[str], codes: np.ndarray, first: int
) -> list[Problem]:
    counts = np.bincount(codes[codes >= 0], minlength=first + len(untargeted))[first:]
    return [
        Problem(
            f"{variable}: {name}",
            Message(N_("the category has no target")),
            Message(N_("{n} respondent"), {"n": int(n)}, plural=N_("{n} respondents")),
        )
        for name, n in zip(untargeted, counts, strict=True)
        if n
    ]


def _own(
    names: tuple[str, ...], codes: np.ndarray, values: np.ndarray, base: np.ndarray
) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Those who did not say keep their share of the weights; the others share what is left."""
    gap = codes < 0
    share = float(base[gap].sum() / base.sum())
    values = np.append(values * (1 - share), values.sum() * share)
    return (*names, MISSING), np.where(gap, len(names), codes), values


def empty(
    variable: str, names: tuple[str, ...], held: np.ndarray, values: np.ndarray
) -> list[Problem]:
    """Targets without a respondent (`held`: weights before), respondents whose target is 0."""
    found = []
    for name, weight, value in zip(names, held, values, strict=True):
        if value > 0 and weight == 0:
            what = Message(N_("the target has no respondent"))
        elif value == 0:
            what = Message(N_("the target is 0: leave the category out, or join it with another"))
        else:
            continue
        found.append(Problem(f"{variable}: {name}", what))
    return found


def joined_by_map(
    variable: str,
    names: tuple[str, ...],
    codes: np.ndarray,
    values: np.ndarray,
    joins: Mapping[str, str],
) -> Joined:
    """Categories renamed by a map; those that get one name are one, in order of the first."""
    if not joins:
        return names, codes, values, []
    renamed = [joins.get(name, name) for name in names]
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    lines = [
        _line(variable, old, new, int(n), "map")
        for old, new, n in zip(names, renamed, counts, strict=True)
        if old != new
    ]
    return (*_merged(renamed, codes, values), lines)


def joined_by_size(
    variable: str, names: tuple[str, ...], codes: np.ndarray, values: np.ndarray, least: int
) -> Joined:
    """Join each category of fewer than `least` respondents with a neighbour.

    The smallest goes first, to the neighbour in the order of the targets that has fewer
    respondents (the earlier one where both have as many), until none is too small.
    """
    if least <= 0:
        return names, codes, values, []
    now = list(names)
    groups = [[name] for name in names]
    counts = np.bincount(codes[codes >= 0], minlength=len(names)).tolist()
    before = dict(zip(names, counts, strict=True))
    while len(groups) > 1 and min(counts) < least:
        at = int(np.argmin(counts))
        sides = [side for side in (at - 1, at + 1) if 0 <= side < len(groups)]
        near = min(sides, key=lambda side: counts[side])
        first, second = sorted((at, near))
        groups[first] += groups.pop(second)
        counts[first] += counts.pop(second)
    for group in groups:
        for name in group:
            now[names.index(name)] = " + ".join(group)
    lines = [
        _line(variable, old, new, int(before[old]), f"fewer than {least}")
        for old, new in zip(names, now, strict=True)
        if old != new
    ]
    return (*_merged(now, codes, values), lines) if lines else (names, codes, values, [])


def _line(variable: str, old: str, new: str, n: int, rule: str) -> dict[str, Any]:
    return {"variable": variable, "category": old, "into": new, "n": n, "rule": rule}


def _merged(
    renamed: list[str], codes: np.ndarray, values: np.ndarray
) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    unique = tuple(dict.fromkeys(renamed))
    place = np.array([*(unique.index(name) for name in renamed), -1])  # -1 stays -1
    return unique, place[codes], np.bincount(place[:-1], weights=values, minlength=len(unique))

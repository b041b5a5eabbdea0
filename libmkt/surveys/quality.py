"""Flags on doubtful answers, each by a declared rule; nobody is deleted.

A flag says what was seen, not that somebody cheated.  `without_flagged` shows what the
main estimates would be without those flagged: where nothing moves, keep them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.surveys.duplicates import nearest_earlier


@dataclass(frozen=True)
class Rules:
    """What is flagged; a rule whose argument is empty flags nothing."""

    questions: tuple[str, ...] = ()  # for duplicates and missing answers
    duration: str | None = None  # column of the seconds that an answer took
    fast: float = 1 / 3  # "fast": below this part of the median duration
    batteries: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of one scale each
    least_items: int = 4  # "straight": so many items of a battery answered, all alike
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # "outside"
    least_alike: int = 1  # duplicates are looked for among so many questions or more
    near: float = 0.95  # "near_duplicate": so many answers as of somebody before; above 1 none
    most_missing: float = 0.5  # "missing": more than this share of the questions


@dataclass(frozen=True, eq=False)
class Quality:
    """Which answers are doubtful, and by which rule."""

    flags: pd.DataFrame  # one row an answer: fast, straight: NAME, ..., any (true or false)
    # One row a flag: flag, label (the battery), n (flagged), base, estimate (n / base),
    # threshold, rule (code of a sentence: flag_fast, flag_straight ...).
    rules: pd.DataFrame

    def __str__(self) -> str:
        total = int(self.flags["any"].sum())
        return f"{total} of {len(self.flags)} answers flagged by {len(self.rules) - 1} rules"


def flagged(responses: pd.DataFrame, rules: Rules) -> Quality:
    """Flag doubtful answers.

    Parameters
    ----------
    responses
        One row a respondent.
    rules
        What to look for; see `Rules`.

    Returns
    -------
    Quality
        `flags` has the index of the responses and a column a rule that was asked for:
        fast, "straight: NAME", outside, missing, duplicate, near_duplicate, any.  A
        respondent whose duration is missing is not flagged as fast.

    Raises
    ------
    DataError
        A column is missing, or a duration or a limited answer is not a number.
    ParameterError
        A threshold outside its range.

    Notes
    -----
    fast: time < part x median of all times (Greszki, Meyer and Schoen 2015, Public Opinion
    Quarterly 79, 471-503, try parts from 0.3 to 0.5).  near_duplicate: Kuriakose and Robbins
    (2016), Statistical Journal of the IAOS 32, 283-291, over answers of those who are not
    flagged as missing too many; long batteries and small codes make honest pairs alike, and so
    do few questions (`least_alike`).  No address or device is looked at.

    Examples
    --------
    >>> responses = pd.DataFrame({"seconds": [300, 280, 40], "a": [1, 4, 2], "b": [2, 4, 5]})
    >>> responses = responses.assign(c=[3, 4, 1], d=[5, 4, 2])
    >>> found = flagged(responses, Rules(duration="seconds", batteries={"views": list("abcd")}))
    >>> found.flags.any(axis=1).tolist()
    [False, True, True]
    >>> found.rules[["flag", "n", "base"]]
                  flag  n  base
    0             fast  1     3
    1  straight: views  1     3
    2              any  2     3
    >>> print(found)
    2 of 3 answers flagged by 2 rules
    """
    _check(responses, rules)
    flags: dict[str, np.ndarray] = {}
    told: list[tuple[str, str, float]] = []  # flag, kind, threshold
    if rules.duration:
        times = pd.to_numeric(responses[rules.duration])
        limit = rules.fast * times.median()
        flags["fast"] = (times < limit).to_numpy()
        told.append(("fast", "fast", float(limit)))
    for name, items in rules.batteries.items():
        flags[f"straight: {name}"] = _straight(responses[list(items)], rules.least_items)
        told.append((f"straight: {name}", "straight", rules.least_items))
    if rules.limits:
        flags["outside"] = _outside(responses, rules.limits)
        told.append(("outside", "outside", np.nan))
    if rules.questions:
        answers = responses[list(rules.questions)]
        empty = (answers.isna().mean(axis=1) > rules.most_missing).to_numpy()
        flags["missing"] = empty
        told.append(("missing", "missing", rules.most_missing))
    if rules.questions and len(rules.questions) >= rules.least_alike:
        alike = nearest_earlier(answers, ~empty, least=min(1.0, rules.near))
        flags["duplicate"] = alike >= 1
        told.append(("duplicate", "duplicate", 1.0))
        if rules.near < 1:
            flags["near_duplicate"] = (alike >= rules.near) & (alike < 1)
            told.append(("near_duplicate", "near_duplicate", rules.near))
    flags["any"] = np.any([*flags.values(), np.zeros(len(responses), bool)], axis=0)
    told.append(("any", "any", np.nan))
    table = pd.DataFrame(flags, index=responses.index)
    return Quality(table, _told(table, told))


def without_flagged(
    responses: pd.DataFrame,
    found: Quality,
    questions: Sequence[str],
    *,
    weights: str | None = None,
) -> pd.DataFrame:
    """Main estimates with everybody, and without those whom a flag marks.

    Parameters
    ----------
    responses
        One row a respondent.
    found
        What `flagged` made of the same responses.
    questions
        Columns of numbers (their mean) or of categories (the share of each).
    weights
        Column of weights; None counts everybody alike.

    Returns
    -------
    DataFrame
        One row a question, category and flag: question, category ("" for a mean), flag, n
        (with everybody), n_kept, estimate (with everybody), std_error (of a simple sample
        with these weights), kept (without those flagged; missing when nobody is left),
        difference (kept less estimate), effect_size (difference / std_error).

    Raises
    ------
    DataError
        A column is missing.

    Examples
    --------
    >>> responses = pd.DataFrame({"seconds": [300, 280, 260, 40], "score": [4.0, 5.0, 3.0, 1.0]})
    >>> found = flagged(responses, Rules(duration="seconds"))
    >>> shown = without_flagged(responses, found, ["score"])
    >>> shown[["question", "flag", "n", "n_kept", "estimate", "kept"]]
      question  flag  n  n_kept  estimate  kept
    0    score  fast  4       3      3.25   4.0
    1    score   any  4       3      3.25   4.0
    """
    _columns(responses, [*questions, *([weights] if weights else [])])
    w = responses[weights].to_numpy(float) if weights else np.ones(len(responses))
    rows = []
    for question in questions:
        for category, y in _values(responses[question]):
            known = ~np.isnan(y)
            estimate, error = _mean(y[known], w[known])
            for flag in found.flags.columns:
                kept = known & ~found.flags[flag].to_numpy()
                now, _error = _mean(y[kept], w[kept])
                moved = now - estimate
                rows.append(
                    {
                        "question": question,
                        "category": category,
                        "flag": flag,
                        "n": int(known.sum()),
                        "n_kept": int(kept.sum()),
                        "estimate": estimate,
                        "std_error": error,
                        "kept": now,
                        "difference": moved,
                        "effect_size": moved / error if error > 0 else np.nan,
                    }
                )
    return pd.DataFrame(rows)


def _values(column: pd.Series) -> list[tuple[str, np.ndarray]]:
    """A question as numbers: itself, or one column of 0 and 1 a category."""
    if pd.api.types.is_numeric_dtype(column):
        return [("", column.to_numpy(float, na_value=np.nan))]
    missing = column.isna().to_numpy()
    kinds = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else None
    names = kinds if kinds is not None else column.dropna().unique()
    return [
        (str(name), np.where(missing, np.nan, (column == name).fillna(False).to_numpy(float)))
        for name in names
    ]


def _mean(y: np.ndarray, w: np.ndarray) -> tuple[float, float]:
    if not w.sum() > 0:
        return np.nan, np.nan
    mean = float(w @ y / w.sum())
    n = len(y)
    error = np.sqrt(n / (n - 1) * ((w * (y - mean)) ** 2).sum()) / w.sum() if n > 1 else np.nan
    return mean, float(error)


def _straight(items: pd.DataFrame, least: int) -> np.ndarray:
    flat = pd.concat([items[name] for name in items], ignore_index=True)
    codes = pd.factorize(flat)[0].reshape(items.shape[1], len(items))
    answered = codes >= 0
    high = codes.max(axis=0)
    low = np.where(answered, codes, codes.max(initial=0) + 1).min(axis=0)
    found: np.ndarray = (answered.sum(axis=0) >= least) & (high == low)
    return found


def _outside(responses: pd.DataFrame, limits: Mapping[str, tuple[float, float]]) -> np.ndarray:
    outside = np.zeros(len(responses), dtype=bool)
    for name, (low, high) in limits.items():
        values = pd.to_numeric(responses[name]).to_numpy(float, na_value=np.nan)
        outside |= (values < low) | (values > high)
    return outside


def _told(flags: pd.DataFrame, told: list[tuple[str, str, float]]) -> pd.DataFrame:
    rows = [
        {
            "flag": flag,
            "label": flag.partition(": ")[2],
            "n": int(flags[flag].sum()),
            "base": len(flags),
            "estimate": flags[flag].mean() if len(flags) else np.nan,
            "threshold": threshold,
            "rule": f"flag_{kind}",
        }
        for flag, kind, threshold in told
    ]
    return pd.DataFrame(rows)


def _check(responses: pd.DataFrame, rules: Rules) -> None:
    items = [item for battery in rules.batteries.values() for item in battery]
    durations = [rules.duration] if rules.duration else []
    _columns(responses, [*rules.questions, *durations, *items, *rules.limits])
    problems = []
    for name in [*durations, *rules.limits]:
        numbers = pd.to_numeric(responses[name], errors="coerce")
        wrong = numbers.isna() & responses[name].notna()
        if wrong.any():
            first = responses[name][wrong].iloc[0]
            problems.append(
                Problem(
                    name,
                    Message(
                        N_("{n} value is not a number"),
                        {"n": int(wrong.sum())},
                        plural=N_("{n} values are not numbers"),
                    ),
                    Message("{value}", {"value": str(first)}),
                )
            )
    if problems:
        raise _refused(problems)
    ranges = {
        "fast": (rules.fast, 0 < rules.fast < 1),
        "least_items": (rules.least_items, rules.least_items >= 2),
        "near": (rules.near, rules.near >= 0.5),
        "most_missing": (rules.most_missing, 0 <= rules.most_missing <= 1),
    }
    wrong_ranges = [
        Problem(
            name,
            Message(N_("the threshold lies outside its range")),
            Message("{value}", {"value": value}),
        )
        for name, (value, fine) in ranges.items()
        if not fine
    ]
    if wrong_ranges:
        raise ParameterError(Message(N_("the answers cannot be checked")), wrong_ranges)


def _columns(responses: pd.DataFrame, names: Sequence[str]) -> None:
    if lost := [name for name in dict.fromkeys(names) if name not in responses.columns]:
        raise _refused([Problem(name, Message(N_("column is missing"))) for name in lost])


def _refused(problems: list[Problem]) -> DataError:
    return DataError(Message(N_("the answers cannot be checked")), problems)

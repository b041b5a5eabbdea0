"""Indicators from counts, each with its numerator, its denominator and what was missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.measures import INDICATORS, Passport, passport
from libmkt.monitoring.numbering import noted
from libmkt.monitoring.spans import days, parsed
from libmkt.monitoring.totals import totals
from libmkt.period import Period

StockAt = Literal["end", "mean"]
_FRONT = ["period", "measure", "value", "unit", "kind"]
_BACK = [
    "numerator", "denominator", "numerator_value", "denominator_value", "denominator_period",
    "scale", "formula", "direction", "method", "complete", "note",
]  # fmt: skip


def indicators(
    counts: pd.DataFrame,
    *,
    period: str | int | Period | None = None,
    indicators: str | Sequence[str] | None = None,
    by: str | Sequence[str] = (),
    unit: str = "year",
    denominators: Mapping[str, str] | None = None,
    stock_at: StockAt = "end",
) -> pd.DataFrame:
    """Indicators of one period, or of all periods of one length.

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    period
        The period wanted; None gives every period of `unit`.
    indicators
        Codes of the indicators, in the order wanted; None gives all that the table allows.
    by
        "library" or "branch"; () takes all together.
    unit
        Length of the periods where `period` is None.
    denominators
        Indicator -> measure to divide by, where the passport allows a choice:
        ``{"loans_per_user": "active_users"}``; the rest take their default.
    stock_at
        Copies as divisor: at the "end" of the period, or the "mean" of this and the level
        at the end of the period before.

    Returns
    -------
    DataFrame
        One row a group, indicator and period: the columns of `by`, period, measure (the
        indicator's code), value (missing where a part is), unit, kind ("ratio"),
        numerator, denominator (codes of measures), numerator_value, denominator_value,
        denominator_period (whose level was taken), scale (the value is numerator /
        denominator x scale), formula (F01 ...), direction (up, down, none), method
        ("period", "stock_end", "stock_mean", "latest_level"), complete (bool), note (codes
        parted by ";": numerator_incomplete, denominator_incomplete, denominator_missing,
        zero_denominator, numerator_missing).

    Raises
    ------
    ParameterError
        An unknown indicator, or a denominator its passport does not list.
    DataError
        Nothing can be computed: no indicator has its two measures in the table.

    Notes
    -----
    For periods shorter than a year, a level (population, copies) that is given by the
    year only is taken from the latest year that had ended, at most two years back:
    method "latest_level".  A year never borrows from another year.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": "2013",
    ...     "measure": ["loans", "users"], "value": [822981, 31891],
    ...     "unit": ["loans", "persons"], "kind": "flow",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> found = indicators(counts, period="2013")
    >>> found[["measure", "value", "numerator", "denominator"]].round(2)
              measure  value numerator denominator
    0  loans_per_user  25.81     loans       users
    """
    wanted = None if period is None else Period.parse(period)
    length = unit if wanted is None else wanted.unit
    chosen = _chosen(counts, indicators, dict(denominators or {}))
    codes = list(dict.fromkeys(code for p, below in chosen for code in (p.numerator, below)))
    known = [code for code in codes if (counts["measure"] == code).any()]
    if wanted is not None:  # a period needs at most the levels of the two years before
        late = [p for p in counts["period"].unique() if parsed(p).end.year >= wanted.start.year - 3]
        counts = counts[counts["period"].isin(late)]
        known = [code for code in known if (counts["measure"] == code).any()]
    if not known:
        raise _nothing(wanted, length, known)
    levels = totals(counts, measures=known, by=by, unit=length, incomplete="missing")
    if wanted is not None:  # the mean of a stock needs the level before, and nothing else does
        levels = levels[levels["period"].isin([str(wanted), str(wanted - 1)])]
    levels = _with_latest(levels, counts, known, by, length)
    keys = list(levels.columns[: levels.columns.get_loc("period")])
    found = _divided(levels, keys, chosen, stock_at)
    if wanted is not None:
        found = found[found["period"] == str(wanted)]
    if found.empty:
        raise _nothing(wanted, length, known)
    order = {p.code: rank for rank, (p, _below) in enumerate(chosen)}
    found["_rank"] = found["measure"].map(order)
    found["_start"] = found["period"].map(lambda name: days(name)[0])
    found = found.sort_values([*keys, "_rank", "_start"], kind="stable")
    return found[[*keys, *_FRONT, *_BACK]].reset_index(drop=True)


def _nothing(wanted: Period | None, length: str, known: list[str]) -> DataError:
    asked = length if wanted is None else str(wanted)
    return DataError(
        Message(N_("no indicator can be computed for {period}"), {"period": asked}),
        [Problem("measure", Message(N_("found {found}"), {"found": ", ".join(known) or "-"}))],
    )


def _chosen(
    counts: pd.DataFrame, codes: str | Sequence[str] | None, choice: dict[str, str]
) -> list[tuple[Passport, str]]:
    """The passports wanted, each with the measure it is divided by."""
    there = set(counts["measure"])
    problems = []
    for code, below in choice.items():
        allowed = passport(code).denominators
        if below not in allowed:
            what = Message(N_("expected one of {known}"), {"known": ", ".join(allowed)})
            problems.append(Problem(code, what, Message("{below}", {"below": below})))
    if problems:
        raise ParameterError(Message(N_("a denominator is not in the passport")), problems)
    if codes is not None:
        asked = [passport(code) for code in ([codes] if isinstance(codes, str) else codes)]
        return [(p, choice.get(p.code, p.denominators[0])) for p in asked]
    pairs = [
        (p, choice.get(p.code, p.denominators[0])) for p in INDICATORS.values() if not p.by_class
    ]
    return [(p, below) for p, below in pairs if {p.numerator, below} <= there]


def _with_latest(
    levels: pd.DataFrame,
    counts: pd.DataFrame,
    known: list[str],
    by: str | Sequence[str],
    unit: str,
) -> pd.DataFrame:
    """Give months and quarters the level of the latest year that had ended."""
    levels = levels.assign(level_of=levels["period"])
    stocks = [c for c in known if (counts.loc[counts["measure"] == c, "kind"] == "stock").all()]
    if unit == "year" or not stocks:
        return levels
    yearly = totals(counts, measures=stocks, by=by, unit="year").dropna(subset="value")
    keys = list(levels.columns[: levels.columns.get_loc("period")])
    targets = levels[[*keys, "period"]].drop_duplicates()
    has = pd.MultiIndex.from_frame(levels.dropna(subset="value")[[*keys, "measure", "period"]])
    borrowed = []
    for row in targets.to_dict("records"):
        start, _end = days(row["period"])
        past = yearly
        for key in keys:
            past = past[past[key] == row[key]]
        for code in stocks:
            if (*(row[key] for key in keys), code, row["period"]) in has:
                continue
            ended = past[past["measure"] == code]
            ended = ended[[0 <= start - days(p)[1] <= 731 for p in ended["period"]]]
            if len(ended):
                last = ended.iloc[-1].to_dict()
                borrowed.append(last | {"level_of": last["period"], "period": row["period"]})
    if not borrowed:
        return levels
    together = pd.concat([levels, pd.DataFrame(borrowed)], ignore_index=True)
    return together.drop_duplicates([*keys, "measure", "period"], keep="last")


def _divided(
    levels: pd.DataFrame, keys: list[str], chosen: Sequence[tuple[Passport, str]], stock_at: StockAt
) -> pd.DataFrame:
    """Each indicator of every group and period that has its numerator or denominator."""
    on = ["which", *keys, "period"]

    def of(codes: list[str]) -> pd.DataFrame:
        asked = pd.DataFrame({"which": range(len(codes)), "measure": codes})
        rows = levels[["measure", *keys, "period", "value", "complete", "level_of"]]
        return asked.merge(rows, on="measure").drop(columns="measure")

    both = of([one.numerator for one, _below in chosen]).merge(
        of([below for _one, below in chosen]), on=on, how="outer", suffixes=("_above", "_below")
    )
    about = pd.DataFrame([_about(one, below) for one, below in chosen]).take(
        both["which"].to_numpy()
    )
    about.index = both.index
    is_mean = (about["denominator"] == "stock") & (stock_at == "mean")
    if is_mean.any():
        mean = _mean_level(both, ["which", *keys])
        both["value_below"] = mean.where(is_mean, both["value_below"])
    at_end = about["denominator"] == "stock"
    latest = (both["level_of_below"] != both["period"]) & both["level_of_below"].notna()
    kinds = ["latest_level", "stock_mean", "stock_end"]
    divisor = both["value_below"].where(both["value_below"] != 0)
    value = both["value_above"] / divisor * about["scale"]
    flags = {
        "numerator_missing": both["complete_above"].isna(),
        "numerator_incomplete": both["complete_above"].eq(False),
        "denominator_missing": both["complete_below"].isna(),
        "denominator_incomplete": both["complete_below"].eq(False),
        "zero_denominator": both["value_below"] == 0,
    }
    return pd.concat([both[[*keys, "period"]], about], axis=1).assign(
        value=value,
        numerator_value=both["value_above"],
        denominator_value=both["value_below"],
        denominator_period=both["level_of_below"].fillna(""),
        method=np.select([latest, is_mean, at_end], kinds, "period"),
        complete=value.notna(),
        note=noted(flags),
    )


def _about(one: Passport, below: str) -> dict[str, object]:
    """What an indicator's passport says of each of its rows."""
    names = ("unit", "kind", "numerator", "scale", "formula", "direction")
    return {"measure": one.code, "denominator": below, **{n: getattr(one, n) for n in names}}


def _mean_level(both: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Mean of the level at the end of a period and at the end of the one before."""
    on = [*keys, "period"]
    before = both[[*on, "value_below"]].copy()
    before["period"] = [str(Period.parse(name) + 1) for name in before["period"]]
    joined = both[on].merge(before, on=on, how="left")
    earlier = pd.Series(joined["value_below"].to_numpy(), index=both.index)
    return (both["value_below"] + earlier) / 2


def fund_use(
    counts: pd.DataFrame,
    *,
    breakdown: str,
    period: str | int | Period,
    by: str | Sequence[str] = (),
) -> pd.DataFrame:
    """Use of each class against its share of the stock (F08); 1 is in proportion.

    Parameters
    ----------
    counts
        The canonical table with loans and stock by the same breakdown.
    breakdown
        Name of the breakdown (class, genre ...).
    period
        The period of the loans; the stock is its level at the end.
    by
        "library" or "branch"; () takes all together.

    Returns
    -------
    DataFrame
        One row a group and class, in order of class: the columns of `by`, group (the
        class), period, measure ("fund_use"), value, unit, loans, stock, share_loans,
        share_stock (0 to 1 of the classes that have both), note ("no_stock", "no_loans"
        where a class lacks one and is left out of the shares).

    Raises
    ------
    ParameterError
        The table has no such breakdown, loans or stock.

    Notes
    -----
    K = (L_i / L) / (S_i / S).

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": "2025",
    ...     "measure": ["loans", "loans", "stock", "stock"], "value": [750, 250, 500, 500],
    ...     "unit": "x", "kind": ["flow", "flow", "stock", "stock"], "breakdown_name": "class",
    ...     "breakdown_value": ["8", "9"] * 2, "source_id": "x", "note": ""})
    >>> fund_use(counts, breakdown="class", period="2025")[["group", "value"]]
      group  value
    0     8    1.5
    1     9    0.5
    """
    wanted = Period.parse(period)
    rows = totals(counts, measures=["loans", "stock"], by=by, unit=wanted.unit, breakdown=breakdown)
    rows = rows[rows["period"] == str(wanted)]
    keys = list(rows.columns[: rows.columns.get_loc("breakdown_value")])
    wide = rows.pivot(index=[*keys, "breakdown_value"], columns="measure", values="value")
    wide = wide.reindex(columns=["loans", "stock"]).reset_index()
    both = wide["loans"].notna() & wide["stock"].notna()
    for name in ("loans", "stock"):
        kept = wide[name].where(both)
        whole = kept.groupby([wide[k] for k in keys]).transform("sum") if keys else kept.sum()
        wide[f"share_{name}"] = kept / whole
    share_stock = wide["share_stock"]
    wide["value"] = wide["share_loans"] / share_stock.where(share_stock != 0)
    wide["note"] = ""
    wide.loc[wide["stock"].isna() | (wide["stock"] == 0), "note"] = "no_stock"
    wide.loc[wide["loans"].isna(), "note"] = "no_loans"
    wide = wide.rename(columns={"breakdown_value": "group"}).rename_axis(columns=None)
    wide = wide.assign(period=str(wanted), measure="fund_use", unit=passport("fund_use").unit)
    order = [*keys, "group", "period", "measure", "value", "unit", "loans", "stock"]
    return wide[[*order, "share_loans", "share_stock", "note"]]

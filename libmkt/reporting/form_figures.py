"""The figures of a form: worked out of counts, tested, and compared with the year before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal

from libmkt.errors import N_, Message, Problem
from libmkt.measures import label, passport
from libmkt.period import Period
from libmkt.reporting.forms import Check, Form, Place

if TYPE_CHECKING:
    import pandas as pd

PARTS = ("half", "quarter", "month", "week", "day")
SHOWN = 5  # names of a list that a message prints


@dataclass(frozen=True)
class Figure:
    """One cell with its figure, as printed: scaled and rounded half up; None is missing."""

    place: Place
    period: str
    value: Decimal | None
    before: Decimal | None  # the same figure of the year before
    lacks: Message | None = None  # why the value is missing


@dataclass(frozen=True)
class Deviation:
    """A figure beside that of the year before; `share` is None where that was 0 or is missing."""

    figure: Figure
    share: Decimal | None
    kind: Literal["change", "from_zero", "not_compared"]


def figures(form: Form, counts: pd.DataFrame, *, period: Period | str) -> tuple[Figure, ...]:
    """The figure of each cell, worked out of `counts`, and that of the year before.

    Parameters
    ----------
    form
        The mapping.
    counts
        Canonical counts (`libmkt.tables`); one row a measure of a library or branch in a period.
    period
        The reporting period.

    Returns
    -------
    tuple of Figure
        One a cell that holds a figure, in the file's order.  A cell without a library is
        the sum over all libraries that report in the period; a library is its own figure,
        or else the sum of its branches.  A period that the source does not hold whole is
        the sum of its halves, quarters, months, weeks or days (a flow) or its last one (a
        stock).  A figure of which a library, branch or month is missing is missing, never
        a smaller sum, and `lacks` says what.  `per` divides one sum by another,
        and an indicator does so by its passport.

    Examples
    --------
    >>> import pandas as pd
    >>> from libmkt import tables
    >>> counts = pd.DataFrame(
    ...     [["A", "", "2025", "loans", 1200.0, "loans", "flow", "", "", "x", ""],
    ...      ["B", "", "2025", "loans", 305.0, "loans", "flow", "", "", "x", ""]],
    ...     columns=list(tables.COUNTS))
    >>> place = Place(id="loans", cell="B2", measure="loans", times=0.001, digits=1)
    >>> form = Form(title="Form", template="form.xlsx", cells=[place])
    >>> [f.value for f in figures(form, counts, period="2025")]
    [Decimal('1.5')]
    """
    now = Period.parse(period)
    return tuple(_figure(place, counts, now) for place in form.cells if place.text is None)


def _figure(place: Place, counts: pd.DataFrame, now: Period) -> Figure:
    here = {"this": now, "year-before": now.year_before()}.get(str(place.period))
    span = here or Period.parse(place.period)
    value, lacks = _printed(place, counts, span)
    before, _ = _printed(place, counts, span.year_before())
    return Figure(place, str(span), value, before, lacks)


def _printed(
    place: Place, counts: pd.DataFrame, span: Period
) -> tuple[Decimal | None, Message | None]:
    """The figure as the form prints it, or what it lacks."""
    measure, below, scale = _formula(place)
    value, lacks = _amount(place, measure, counts, span, place.breakdown)
    if value is not None and below is not None:
        per, lacks = _amount(place, below, counts, span, {})
        if per == 0:
            lacks = Message(N_("{measure} is 0 in {period}"), _fields(below, span))
        value = value / per if per else None
    if value is None:
        return None, lacks
    scaled = value * Decimal(repr(scale)) * Decimal(repr(place.times))
    return scaled.quantize(Decimal(1).scaleb(-place.digits), ROUND_HALF_UP), None


def _formula(place: Place) -> tuple[str, str | None, float]:
    """Numerator, denominator and scale: an indicator's by its passport, or as the mapping says."""
    if place.indicator is None:
        return str(place.measure), place.per, 1.0
    known = passport(place.indicator)
    return known.numerator, place.per or known.denominators[0], known.scale


def _fields(measure: str, span: Period) -> dict[str, Any]:
    name = label(measure).replace("{", "{{").replace("}", "}}")  # a source may name it anyhow
    return {"measure": Message(name), "period": str(span)}


def _amount(
    place: Place,
    measure: str,
    counts: pd.DataFrame,
    span: Period,
    breakdown: dict[str, str | int],
) -> tuple[Decimal | None, Message | None]:
    """A measure over all libraries (or the one named) in `span`, or what it lacks."""
    scope = counts
    for column, wanted in (("library", place.library), ("branch", place.branch)):
        if wanted is not None:
            scope = scope[scope[column] == wanted]
    inside = {p for p in scope["period"].unique() if span.contains(Period.parse(p))}
    scope = scope[scope["period"].isin(inside)]
    group, part = next(iter(breakdown.items()), ("", ""))
    rows = scope[
        (scope["measure"] == measure)
        & (scope["breakdown_name"] == group)
        & (scope["breakdown_value"] == str(part))
    ]
    if rows.empty:
        what = N_("the source has no {measure} for {period}")
        return None, Message(what, _fields(measure, span))
    total, gaps = Decimal(0), []
    for library, branch in _units(scope, rows):
        own = rows[(rows["library"] == library) & (rows["branch"] == branch)]
        amount = _over_time(own, span)
        if isinstance(amount, str):
            gaps.append(" ".join(t for t in (library, branch, amount) if t))
        else:
            total += amount
    if gaps:
        shown = "; ".join(gaps[:SHOWN]) + (" ..." if len(gaps) > SHOWN else "")
        what = N_("{measure} for {period} is not whole: {n} missing ({where})")
        return None, Message(what, {**_fields(measure, span), "n": len(gaps), "where": shown})
    return total, None


def _units(scope: pd.DataFrame, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Whose figures are added: each library's own figure, or else those of all its branches."""
    own = set(rows.loc[rows["branch"] == "", "library"])
    units = []
    for library, branches in scope.groupby("library", sort=False)["branch"]:
        if library in own:
            units.append((str(library), ""))
        else:
            known = [b for b in dict.fromkeys(branches) if b] or [""]
            units += [(str(library), str(branch)) for branch in known]
    return units


def _over_time(rows: pd.DataFrame, span: Period) -> Decimal | str:
    """The figure of one library or branch in `span`, or the periods that are missing."""
    if rows["period"].duplicated().any():
        return str(rows.loc[rows["period"].duplicated(), "period"].iloc[0]) + " x 2"
    values = {Period.parse(p): v for p, v in zip(rows["period"], rows["value"], strict=True)}
    if span in values:
        return Decimal(repr(float(values[span])))
    units = [unit for unit in PARTS if any(p.unit == unit for p in values)]
    if not units:
        return str(span)
    needed = span.parts(units[0])
    if (rows["kind"] == "stock").all():
        needed = needed[-1:]
    missing = [str(p) for p in needed if p not in values]
    if missing:
        return ", ".join(missing)
    return sum((Decimal(repr(float(values[p]))) for p in needed), Decimal(0))


def problems(form: Form, found: tuple[Figure, ...]) -> list[Problem]:
    """All that keeps the form from being handed in: missing figures and checks that fail.

    Sums and products are tested on the printed figures, as a reader of the form would add
    them up.  A check of which a figure is missing is left out: that is told already.
    """
    wrong = [Problem(f.place.id, f.lacks) for f in found if f.lacks and not f.place.optional]
    values = {f.place.id: f.value for f in found}
    for check in form.checks:
        wrong += _check(check, values)
    return wrong


def _check(check: Check, values: dict[str, Decimal | None]) -> list[Problem]:
    whole = values[check.whole]
    named = check.parts or check.among or check.factors
    given = [values[name] for name in named]
    if whole is None or None in given:
        return []
    amounts = [v for v in given if v is not None]
    slack = Decimal(repr(check.tolerance))
    if check.among:
        what = N_("{part} is {value}, more than {whole}: {total}")
        return [
            Problem(
                check.whole,
                Message(what, {"part": name, "value": value, "whole": check.whole, "total": whole}),
            )
            for name, value in zip(named, amounts, strict=True)
            if value > whole + slack
        ]
    if check.parts:
        made, sign = sum(amounts, Decimal(0)), " + "
    else:
        made, sign = Decimal(1), " x "
        for amount in amounts:
            made *= amount
    if abs(whole - made) <= slack:
        return []
    shown = sign.join(f"{n} {v}" for n, v in zip(named, amounts, strict=True))
    what = N_("is {total}, but {made} by its parts: {parts}")
    fields = {"total": whole, "made": made.normalize() if check.factors else made, "parts": shown}
    return [Problem(check.whole, Message(what, fields))]


def deviations(form: Form, found: tuple[Figure, ...]) -> list[Deviation]:
    """The figures whose reason must be told, and those that cannot be compared.

    A change counts when it is *more* than `form.deviation` of the figure of the year
    before (exactly 10 % is not), reckoned on the printed figures without binary
    rounding.  From 0 to anything always counts; from 0 to 0 never does.

    Examples
    --------
    >>> place = Place(id="loans", cell="B2", measure="loans")
    >>> form = Form(title="Form", template="form.xlsx", cells=[place])
    >>> at_limit = Figure(place, "2025", Decimal(110), Decimal(100))
    >>> above = Figure(place, "2025", Decimal(111), Decimal(100))
    >>> [(d.kind, str(d.share)) for d in deviations(form, (at_limit, above))]
    [('change', '0.11')]
    """
    limit = Decimal(repr(form.deviation))
    told: list[Deviation] = []
    for figure in found:
        now, before = figure.value, figure.before
        if now is None or not figure.place.compare or figure.place.period != "this":
            continue
        if before is None:
            told.append(Deviation(figure, None, "not_compared"))
        elif before == 0:
            if now != 0:
                told.append(Deviation(figure, None, "from_zero"))
        elif abs(now - before) > limit * abs(before):
            told.append(Deviation(figure, (now - before) / abs(before), "change"))
    return told

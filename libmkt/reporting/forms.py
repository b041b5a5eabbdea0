"""A ministry's form: which figure stands in which cell, and whether the figures hold together.

The mapping file ``parameters/forms/NAME.yml`` names a template, its cells and the checks
that must hold.  It is read here; `form_figures` works the figures out and tests them,
`form_sheets` writes the workbook and the explanatory note.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from libmkt import yamlfile
from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.library import Language, PerLanguage
from libmkt.measures import INDICATORS
from libmkt.period import Period


def _a_period(value: Any) -> str:
    text = str(value)
    if text not in ("this", "year-before"):
        Period.parse(text)
    return text


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Strict):
    """One cell of the form and the figure, or the text, that belongs in it."""

    id: str
    cell: str | None = Field(default=None, pattern=r"^[A-Z]{1,3}[1-9][0-9]{0,6}$")
    name: str | None = None  # a name defined in the workbook, instead of a cell
    sheet: str | None = None
    text: Literal["library", "period", "year"] | None = None  # written instead of a figure
    measure: str | None = None
    indicator: str | None = None  # a code of `libmkt explain`, instead of a measure
    per: str | None = None  # a second measure: the cell holds measure / per
    times: float = 1  # 100 for per cent, 0.001 for thousands
    digits: int = Field(default=0, ge=0, le=6)
    breakdown: dict[str, str | int] = Field(default={}, max_length=1)
    period: Annotated[str | int, AfterValidator(_a_period)] = "this"
    library: str | None = None  # one library or district; all of them together otherwise
    branch: str | None = None
    label: PerLanguage = {}
    compare: bool = True  # ask for a reason when it differs from the year before
    optional: bool = False  # leave the cell empty when the source has no such figure


class Check(_Strict):
    """What must hold between figures: a sum, parts within a whole, or a product."""

    whole: str
    parts: list[str] = []  # add up to the whole
    among: list[str] = []  # each at most the whole
    factors: list[str] = []  # multiply to the whole
    tolerance: float = Field(default=0, ge=0)  # what rounding may add, in the unit of the whole


class Form(_Strict):
    """What a mapping file says."""

    title: PerLanguage
    about: PerLanguage = {}
    template: str  # beside the mapping file, or from the workbench root
    sheet: str | None = None  # where a cell names none; otherwise the first sheet
    language: Language | None = None  # of the form itself; the note has its own
    note_sheet: str | None = None  # adds the explanatory note as a sheet of this name
    source: str | None = None
    period: str | int = "last-year"
    deviation: float = Field(default=0.10, gt=0)  # share of the figure of the year before
    cells: list[Place] = Field(min_length=1)
    checks: list[Check] = []


class Reasons(_Strict):
    """A reasons file: for each figure a text, or a text a language."""

    reasons: dict[str, PerLanguage | None] = {}


def read_form(path: Path | str) -> Form:
    """The mapping in `path`.

    Raises
    ------
    DataError
        It does not fit; everything that is wrong, with its line.
    """
    found = yamlfile.read(path)
    form = yamlfile.checked(found, Form)
    problems = [Problem(yamlfile.line_of(found.line(*key)), what) for key, what in _faults(form)]
    if problems:
        raise DataError(Message(N_("{file} cannot be used"), {"file": str(path)}), problems)
    return form


def _faults(form: Form) -> list[tuple[tuple[str | int, ...], Message]]:
    """What the types cannot see: where it stands in the file, and what it is."""
    ids = Counter(place.id for place in form.cells)
    spots = Counter(_spot(place, form) for place in form.cells)
    faults: list[tuple[tuple[str | int, ...], Message]] = []
    for i, place in enumerate(form.cells):
        rules = [
            (ids[place.id] > 1, N_("{id} stands here twice")),
            (spots[_spot(place, form)] > 1, N_("{id}: another entry fills the same cell")),
            ((place.cell is None) == (place.name is None), N_("{id}: give a cell or a name")),
            (
                sum(map(bool, (place.measure, place.indicator, place.text))) != 1,
                N_("{id}: give one of measure, indicator and text"),
            ),
            (
                place.indicator is not None and not _is_ratio(place.indicator),
                N_("{id}: {indicator} is no indicator that counts alone give"),
            ),
        ]
        faults += [
            (("cells", i), Message(what, {"id": place.id, "indicator": place.indicator}))
            for wrong, what in rules
            if wrong
        ]
    figures = {place.id for place in form.cells if place.text is None}
    for i, check in enumerate(form.checks):
        named = [check.whole, *check.parts, *check.among, *check.factors]
        if sum(map(bool, (check.parts, check.among, check.factors))) != 1:
            what = N_("{id}: give one of parts, among and factors")
            faults.append((("checks", i), Message(what, {"id": check.whole})))
        for name in named:
            if name not in figures:
                meant = yamlfile.nearest(name, figures)
                fields = {"id": name, "meant": meant}
                what = N_("there is no figure {id} among the cells: did you mean {meant}?")
                if meant is None:
                    what = N_("there is no figure {id} among the cells")
                faults.append((("checks", i), Message(what, fields)))
    return faults


def _is_ratio(indicator: str) -> bool:
    """Whether an indicator is one measure by another, over the whole library."""
    known = INDICATORS.get(indicator)
    return known is not None and known.kind == "ratio" and not known.by_class


def _spot(place: Place, form: Form) -> tuple[str, str]:
    if place.name is not None:
        return ("", place.name)
    return (place.sheet or form.sheet or "", place.cell or place.id)


def unknown_form(name: str, known: list[str]) -> ParameterError:
    """There is no mapping of this name."""
    meant = yamlfile.nearest(name, known)
    hints = [Message(N_("did you mean {meant}?"), {"meant": meant})] if meant else []
    what = Message(N_("known: {known}"), {"known": ", ".join(known) or "-"})
    return ParameterError(
        Message(N_("There is no form {name}"), {"name": name}), [Problem("form", what)], hints
    )


def refuse(form_name: str, wrong: list[Problem]) -> DataError:
    """One error for all that is wrong with a form's figures."""
    what = N_("The form {name} cannot be filled")
    return DataError(Message(what, {"name": form_name}), wrong)

"""The source text as the contents page of the workbench: each line with what serves it here.

All is made from what exists: the table of rows, the metadata of notebook cells, the
passports.  What does not exist yet is said so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from libmkt import words, workbench
from libmkt.errors import N_, Message, ParameterError
from libmkt.lab.rows import LEVELS, Place, Row, places, read_rows, read_sentences
from libmkt.measures import INDICATORS
from libmkt.reporting.notebooks import title
from libmkt.words import _

# Parts of the text: name -> first and last sentence of its table.
PARTS: dict[str, tuple[int, int]] = {
    "marketing": (2, 9),
    "aims": (10, 18),
    "organisation": (20, 25),
    "advertising": (27, 31),
    "message": (33, 39),
    "directions": (41, 51),
    "campaign": (53, 63),
    "image": (65, 79),
    "librarian": (81, 86),
    "bestseller": (87, 91),
}
# Lines that stand under another one: a list within the list.
UNDER = (range(7, 10), range(55, 64), range(68, 75), range(77, 80), range(82, 87))
# Indicators of a row, by the formulas that the catalogue of capabilities names for it.
INDICATORS_OF: dict[str, tuple[str, ...]] = {
    "R10": ("coverage",),
    "R15": ("attendance_per_event", "events_per_1000"),
    "R20": ("loans_per_user", "visits_per_user"),
    "R22": ("loans_per_capita", "visits_per_capita", "attendance_per_capita"),
    "R23": ("loans_per_user", "turnover", "coverage", "requests_satisfied"),
    "R25": ("loans_per_user", "visits_per_user", "loans_per_visit"),
    "R39": ("visits_per_hour",),
    "R40": ("fund_use",),
    "R59": ("stock_per_user", "requests_satisfied"),
    "R60": ("staff_per_1000", "users_per_staff"),
    "R63": ("seats_per_1000",),
}
MEANING = {0: N_("not here yet"), **{n: text for n, text in LEVELS.items() if n}}
INDENT = "&emsp;"
DESK = "desk"  # copies of the notebooks in a user's language: see `libmkt.lab.desk`


@dataclass(frozen=True)
class Page:
    """A piece of Markdown that shows itself in a notebook, and as text elsewhere."""

    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        return {"text/markdown": self.text, "text/plain": self.text}


def contents(part: str) -> Page:
    """One part of the source text, a line a row of a table, with what serves each line.

    Parameters
    ----------
    part
        marketing, aims, organisation, advertising, message, directions, campaign, image,
        librarian or bestseller.

    Returns
    -------
    Page
        A table in Markdown, in the language in use.

    Raises
    ------
    ParameterError
        The text has no such part.

    Examples
    --------
    >>> print(contents("bestseller").text.splitlines()[0])
    | The text | Report | Lesson | Indicator | How far |
    """
    if part not in PARTS:
        what = Message(N_("The text has no part {part}"), {"part": part})
        raise ParameterError(
            what, hints=[Message(N_("known: {known}"), {"known": ", ".join(PARTS)})]
        )
    first, last = PARTS[part]
    lines = read_sentences(workbench.shipped() / "docs/sentences.csv")
    served, found = _rows(), _places(workbench.find_root())
    head = [_(N_("The text")), _(N_("Report")), _(N_("Lesson")), _(N_("Indicator")),
            _(N_("How far"))]  # fmt: skip
    table = [_line(head), "| :--- " * len(head) + "|"]
    for n in range(first, last + 1):
        rows = [row for row in served if f"T{n}" in row.sentences]
        indent = INDENT if any(n in span for span in UNDER) else ""
        table.append(_line([indent + _(lines[f"T{n}"]), *_served(rows, found)]))
    return Page("\n".join(table))


def state() -> Page:
    """How many capabilities are how far: the sentence above the contents.

    >>> print(state().text[:13])
    The text asks
    """
    counts = [sum(row.level == level for row in _rows()) for level in LEVELS]
    n = sum(counts)
    template = N_(
        "The text asks for {n:n0} capabilities. {ready:n0} of them are in a report, {lesson:n0} "
        "of these in an exercise too; of {part:n0} there is a part; {none:n0} are not here yet."
    )
    return Page(
        words.fill(_(template), n=n, ready=counts[3] + counts[4], lesson=counts[4],
                   part=counts[1] + counts[2], none=counts[0])
    )  # fmt: skip


def indicators() -> Page:
    """All indicators as a table in Markdown: name, code, formula and unit, a line each.

    >>> print(indicators().text.splitlines()[0])
    | Indicator | Code | Formula | Unit |
    """
    from libmkt.measures import label

    head = [_(N_("Indicator")), _(N_("Code")), _(N_("Formula")), _(N_("Unit"))]
    table = [_line(head), "| :--- " * len(head) + "|"]
    for one in INDICATORS.values():
        scale = "" if one.scale == 1 else f" × {words.number(one.scale)}"
        formula = f"{_(label(one.numerator))} / {_(label(one.denominators[0]))}{scale}"
        unit = _(N_("share")) if one.unit == "share" else _(one.unit)
        table.append(_line([_(one.name), f"`{one.code}`", formula, unit]))
    return Page("\n".join(table))


def _served(rows: Sequence[Row], found: Mapping[str, Sequence[Place]]) -> list[str]:
    """The other columns of a line: its reports, lessons, indicators, and how far it is."""
    if not rows:  # a sentence that explains and asks for nothing
        return ["", "", "", ""]
    here = list(dict.fromkeys(place for row in rows for place in found.get(row.row, ())))
    codes = dict.fromkeys(code for row in rows for code in INDICATORS_OF.get(row.row, ()))
    levels = sorted({row.level for row in rows}, reverse=True)
    return [
        _links([place for place in here if not place.is_lesson]),
        _lessons([place for place in here if place.is_lesson]),
        "<br>".join(_(INDICATORS[code].name) for code in codes),
        "<br>".join(_(MEANING[level]) for level in levels),
    ]


def _links(found: Sequence[Place]) -> str:
    """A link a notebook, to its first section that serves the line."""
    first: dict[str, Place] = {}
    for place in found:
        first.setdefault(place.notebook, place)
    return "<br>".join(f"[{_title(name)}]({_target(place)})" for name, place in first.items())


def _lessons(found: Sequence[Place]) -> str:
    """The lessons by name and title; a link where the lesson has been opened already."""
    shown = []
    for notebook in dict.fromkeys(place.notebook for place in found):
        name = Path(notebook).stem.split("-")[0]
        told = f"{name} {_title(notebook)}"
        opened = lesson_copy(workbench.find_root(), name)
        link = quote(f"lessons/{name}/{opened.name}")
        shown.append(f"[{told}]({link})" if opened.is_file() else told)
    return "<br>".join(shown)


def lesson_copy(root: Path, name: str) -> Path:
    """Where the desk has a lesson in the language in use, once it has been opened."""
    return root / DESK / words.language() / "lessons" / name / f"{name}.ipynb"


def _target(place: Place) -> str:
    """A link's address: contents and notebooks lie in one folder, in each language."""
    name = place.notebook.removeprefix("notebooks/")
    anchor = words.markdown(place.heading).strip().replace(" ", "-")
    return f"{quote(name)}#{quote(anchor)}" if anchor else quote(name)


def _title(name: str) -> str:
    path = workbench.find_root() / name
    found = title(path if path.is_file() else workbench.shipped() / name)
    return found or Path(name).stem


def _rows() -> list[Row]:
    return read_rows(workbench.shipped() / "docs/coverage.csv")


def _places(root: Path) -> dict[str, list[Place]]:
    """Cells that serve a row, of the shipped notebooks and of one's own."""
    notebooks = [p for place in {root, workbench.shipped()} for p in place.glob("notebooks/*/*")]
    stamp = max((p.stat().st_mtime_ns for p in notebooks), default=0)
    return _found(root, workbench.shipped(), stamp)


@lru_cache(maxsize=2)
def _found(root: Path, shipped: Path, _changed: int) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in dict.fromkeys((shipped, root)):
        for row, cells in places(place).items():
            found.setdefault(row, []).extend(c for c in cells if c not in found[row])
    return found


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def outputs_of(source: str) -> list[dict[str, Any]]:
    """What a cell that only shows a part of the contents gives, without running it.

    Parameters
    ----------
    source
        The cell's code: ``lab.contents("aims")``, ``lab.state()`` or ``lab.indicators()``;
        any other gives nothing.

    >>> [out["output_type"] for out in outputs_of('lab.contents("aims")')], outputs_of("1 + 1")
    (['display_data'], [])
    """
    shown: dict[str, Callable[[], Page]] = {"lab.state()": state, "lab.indicators()": indicators}
    shown |= {f'lab.contents("{part}")': partial(contents, part) for part in PARTS}
    if source.strip() not in shown:
        return []
    made = shown[source.strip()]()
    return [{"output_type": "display_data", "metadata": {}, "data": made._repr_mimebundle_()}]

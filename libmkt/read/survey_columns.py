"""Headings of a survey's export to columns of answers: which question, row and option each is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from libmkt.codebook.draft import Asked
from libmkt.codebook.records import Category
from libmkt.errors import N_, Message, Problem
from libmkt.read.survey_cells import Sheet
from libmkt.read.survey_format import Format, fits
from libmkt.read.survey_paths import options, parted
from libmkt.text.fold import plain

BETWEEN = " / "  # levels of a heading in several rows


@dataclass
class Columns:
    """The columns of one sheet, where its rows begin, and what became of some headings."""

    asked: list[Asked] = field(default_factory=list)
    first: int = 1  # row of the file (from 0) in which the first respondent stands
    rows: list[int] = field(default_factory=list)  # row of the file (from 1) of each cell
    left: list[tuple[str, str, int]] = field(default_factory=list)  # heading, why, cells filled
    told: list[tuple[str, str, int]] = field(default_factory=list)  # rule, example, cells
    problems: list[Problem] = field(default_factory=list)


def columns_of(sheet: Sheet, form: Format, skip: int) -> Columns:
    """Each column with its question, row, option and cells.

    Parameters
    ----------
    sheet
        Cells as text.
    form
        The layout.
    skip
        Rows above the headings.

    Returns
    -------
    Columns
        In the order of the file; columns without heading and answers are not among them.
        `problems` has headings that stand twice over different answers.
    """
    depth = len(form.header)
    made = Columns(first=skip + depth)
    head = [_padded(row, sheet) for row in sheet.rows[skip : skip + depth]]
    body = [
        (number + 1, row)
        for number, row in enumerate(sheet.rows[made.first :], start=made.first)
        if any(row)
    ]
    blank = sum(not any(row) for row in sheet.rows[made.first :])
    if blank:
        made.told.append(("blank_row", "", blank))
    made.rows = [number for number, _row in body]
    width = max((len(row) for row in sheet.rows), default=0)
    cells = [[row[k] if k < len(row) else "" for _n, row in body] for k in range(width)]
    named = _layouts(form)(head, form, width) if head else []
    for one, column in zip(named, cells, strict=True):
        if not one.heading:
            if any(column):
                one = replace(one, heading=f"#{len(made.asked) + 1}")
            else:
                continue
        made.asked.append(replace(one, cells=column))
    if form.grid:
        made.asked = _joined_grids(made.asked, form.grid, made)
    if form.paths:
        found = options(made.asked, form)
        made.asked = found.asked
        made.left += [(one.heading, "summary", sum(map(bool, one.cells)))
                      for one in found.summaries]  # fmt: skip
    _without_repeats(made)
    return made


def _padded(row: list[str], sheet: Sheet) -> list[str]:
    width = max(len(one) for one in sheet.rows)
    return [plain(cell) for cell in row] + [""] * (width - len(row))


def _layouts(form: Format) -> Callable[[list[list[str]], Format, int], list[Asked]]:
    if "option" in form.header:
        return _two_rows
    return _by_path if form.paths else _by_names


def _by_names(head: list[list[str]], form: Format, width: int) -> list[Asked]:
    """A heading that is a name, a text, or a name with its text; wordings in a row of their own."""
    rows = dict(zip(form.header, head, strict=False))
    blank = [""] * width
    return [
        _named(name, wording, form)
        for name, wording in zip(rows.get("name", blank), rows.get("wording", blank), strict=True)
    ]


def _named(heading: str, wording: str, form: Format) -> Asked:
    """What one heading says: name, part, wording and option by the patterns of the format."""
    found = re.fullmatch(form.question, heading, re.DOTALL) if form.question else None
    parts = found.groupdict() if found else {}
    name, part = parts.get("name") or "", parts.get("part") or parts.get("part2") or ""
    scale = parts.get("scale") or ""
    text = parts.get("wording") or wording
    option = ""
    split = re.fullmatch(form.wording, text or heading, re.DOTALL) if form.wording else None
    if split and (part or not form.question):
        text, option = split["wording"].strip(), split["option"].strip()
        if not name and not form.question:  # Question [Row]
            return Asked(heading, (), wording=text, group=text, part=option, part_text=option)
    if part:
        joined = "_".join(filter(None, (name, part, scale)))
        free = fits(part, form.other) or fits(heading, form.other)
        return Asked(heading, (), joined, text, name, "_".join(filter(None, (part, scale))),
                     option, free=free)  # fmt: skip
    free = bool(form.other) and fits(heading, form.other)
    return Asked(heading, (), name or (heading if form.question else ""), text, free=free)


def _two_rows(head: list[list[str]], form: Format, width: int) -> list[Asked]:
    """Questions over their options: an empty cell in the first row goes on with the question."""
    rows = dict(zip(form.header, head, strict=False))
    found: list[Asked] = []
    question, number = "", 0
    counts: Counter[str] = Counter()
    options = rows["option"]
    for k, cell in enumerate(rows["question"]):
        if cell:
            question, number = cell, number + 1
            counts[question] += 1
        goes_on = k + 1 < width and not rows["question"][k + 1] and bool(options[k + 1])
        again = f" ({counts[question]})" if counts[question] > 1 else ""
        free = fits(options[k], form.free)
        alone = not goes_on and (not options[k] or fits(options[k], form.alone))
        if (cell and alone) or not (cell or options[k]):
            heading = (question + again) if cell else ""
            found.append(Asked(heading, (), wording=question if cell else "", free=free))
            continue
        heading = BETWEEN.join((question + again, options[k]))
        group = question + again
        found.append(
            Asked(heading, (), wording=question, group=group, part=options[k],
                  part_text=options[k], free=free)
        )  # fmt: skip
    return found


def _by_path(head: list[list[str]], form: Format, width: int) -> list[Asked]:
    """Groups, question and option in one heading, parted by a sign: ``group/uses/loans``."""
    return parted(head[0], form)


def _joined_grids(asked: list[Asked], pattern: str, made: Columns) -> list[Asked]:
    """One column for each row of a grid whose cells are columns: ``a) calmer - Yes``, ``... - No``.

    Only where each column shows nothing but its own answer.
    """
    form = re.compile(pattern, re.DOTALL)
    rows: dict[tuple[str, str], list[tuple[Asked, str]]] = {}
    for one in asked:
        match = form.fullmatch(one.part_text)
        if match and one.group and set(one.cells) <= {"", match["answer"].strip()}:
            key = (one.group, match["row"].strip())
            rows.setdefault(key, []).append((one, match["answer"].strip()))
    whole = {key: found for key, found in rows.items() if len(found) > 1}
    first = {found[0][0].heading: key for key, found in whole.items()}
    gone = {one.heading for found in whole.values() for one, _ in found}
    result = []
    for one in asked:
        if one.heading in first:
            group, row = first[one.heading]
            result.append(_grid_row(whole[group, row], row, made))
        elif one.heading not in gone:
            result.append(one)
    return result


def _grid_row(columns: list[tuple[Asked, str]], row: str, made: Columns) -> Asked:
    """The columns of one row of a grid as one; two answers in it are none, and told."""
    first = columns[0][0]
    cells = []
    both = 0
    for given in zip(*(one.cells for one, _ in columns), strict=True):
        filled = [cell for cell in given if cell]
        both += len(filled) > 1
        cells.append(filled[0] if len(filled) == 1 else "")
    heading = BETWEEN.join((first.group, row))
    if both:
        made.told.append(("two_answers", heading[:80], both))
    codes = tuple(Category(answer, {"und": answer}) for _, answer in columns)
    return replace(first, heading=heading, cells=cells, part=row, part_text=row, codes=codes)


def _without_repeats(made: Columns) -> None:
    """Leave out a column that stands twice; different answers under one heading are a problem."""
    kept: dict[str, Asked] = {}
    for one in made.asked:
        before = kept.get(one.heading)
        if before is None:
            kept[one.heading] = one
        elif list(before.cells) == list(one.cells):
            made.left.append((one.heading, "repeated", sum(map(bool, one.cells))))
        else:
            what = N_("two columns have this heading and different answers: rename one")
            row = next(
                n for n, a, b in zip(made.rows, before.cells, one.cells, strict=True) if a != b
            )
            found = Message(N_("first in row {row}"), {"row": row})
            made.problems.append(Problem(one.heading[:60], Message(what), found))
    made.asked = list(kept.values())

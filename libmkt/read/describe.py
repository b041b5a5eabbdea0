"""The source description that a file was read with, or would need, to be kept beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from libmkt import workbench
from libmkt.errors import N_, Message, ParameterError
from libmkt.read.description import Column, PeriodRule, Source
from libmkt.read.fields import Layout
from libmkt.read.layout import layout
from libmkt.read.periods import written
from libmkt.read.source import File, SourceLike, files, grids_of
from libmkt.words import _


def described(
    source: SourceLike, *, root: Path | None = None, sheet: str | None = None
) -> dict[Path, str]:
    """For each file of a source, the YAML that says what it was read as.

    Parameters
    ----------
    source, root, sheet
        As for `libmkt.read.counts`.

    Returns
    -------
    dict
        Path of the description to write (``FILE.source.yml``) and its text.  What
        could not be understood follows as remarks, with the lines that would accept it.

    Raises
    ------
    DataError
        A file is not a table at all.
    """
    return {
        file.path.with_name(file.path.stem + ".source.yml"): _text(file, sheet)
        for file in files(source, root=root)
    }


def save(texts: dict[Path, str]) -> list[Path]:
    """Write descriptions beside their files; never over one that is there.

    Raises
    ------
    ParameterError
        A description exists already; nothing is written then.
    OSError
        One cannot be written; none is left then.
    """
    there = [path.name for path in texts if path.exists()]
    if there:
        raise ParameterError(
            Message(N_("{names} is there already: change it by hand"), {"names": ", ".join(there)})
        )
    try:
        for path, text in texts.items():
            workbench.replace_text(path, text)
    except OSError:
        for path in texts:
            path.unlink(missing_ok=True)
        raise
    return list(texts)


def _text(file: File, sheet: str | None) -> str:
    source, grids = file.source, grids_of(file, sheet)
    made = layout(grids[0], source)
    encoding = grids[0].encoding if grids[0].guessed else source.encoding
    known = _source(made, source).model_copy(
        update={"encoding": encoding, "sheet": sheet or source.sheet, "match": []}
    )
    if len(grids) > 1:  # each sheet is of its own month
        known = known.model_copy(update={"period": source.period})
    return _with_remarks(known.lines(), made.lines if made.problems else [])


def _with_remarks(text: str, wanted: list[str]) -> str:
    """The description with the lines that would accept the file, each behind a #."""
    if not wanted:
        return text
    columns = [f"  # {line.strip()}\n" for line in wanted if line.startswith("  ")]
    others = [
        f"# {part}\n" for line in wanted if not line.startswith("  ") for part in line.split("\n")
    ]
    if columns and "columns:\n" not in text:
        text += "columns:\n"
    text = text.replace("columns:\n", "columns:\n" + "".join(columns), 1)
    told = _("Not understood yet: mend the lines behind a # and take it away.")
    return "".join([f"# {told}\n", text, *others])


def _source(made: Layout, source: Source) -> Source:
    """The description with what was understood from the headings put into words."""
    said: dict[str, Any] = {}
    head = made.head
    if head.first and "skip" not in source.model_fields_set:
        said["skip"] = head.first
    if head.rows > 1 and "header" not in source.model_fields_set:
        said["header"] = head.rows
    columns = dict(source.columns)
    for one in made.fields:
        if one.told or not one.heading or one.why in ("refused", "empty"):
            continue
        c = one.column
        if one.role == "figure" and c.measure is None and c.part is None:
            continue  # a period: the heading says it itself
        columns.setdefault(one.heading, Column(**c.model_dump(exclude_defaults=True)))
    said["columns"] = columns
    if made.measure:
        said["measure"] = made.measure
    if made.period is not None and "period" not in source.model_fields_set:
        said["period"] = PeriodRule(fixed=written(made.period))
    elif made.year is not None and any(one.role in ("month", "quarter") for one in made.fields):
        said["period"] = source.period.model_copy(update={"year": made.year})
    return source.model_copy(update=said)

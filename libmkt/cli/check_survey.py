"""``libmkt check FILE --as survey``: what is kept, what is dropped and why, what was guessed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.codebook import Codebook, Field, SurveyReading, beside, save
from libmkt.words import _
from libmkt.words.rules import rule_name
from libmkt.words.survey_rules import reason_name, scale_name

if TYPE_CHECKING:
    import pandas as pd

NAMES = 6  # columns or fields that one line names
WIDE = 44  # letters of a wording that one line shows


def account(reading: SurveyReading) -> list[str]:
    """The lines that tell what became of a survey's file.

    Parameters
    ----------
    reading
        What `libmkt.read.survey` gave.
    """
    lines = []
    for file in reading.files:
        kept = words.fill(_("{kept:n0} of {found:n0} answers kept"), kept=file.cells_kept,
                          found=file.cells_in)  # fmt: skip
        lines.append(f"{file.file}: {kept}")
    source = words.fill(_("read as: {format}"), format=reading.codebook.source or "-")
    count = words.fill(_("respondents: {n:n0}"), n=len(reading.table))
    lines += [f"  {source}", f"  {count}", *_complete(reading.table)]
    lines += _dropped(reading.dropped)
    lines += _rules(reading.log, "repaired", _("Repaired"))
    lines += _rules(reading.log, "dropped", _("Left out"), but="column_")
    lines += _rules(reading.log, "noted", _("To know"), but="guess_")
    lines += _guesses(reading.log)
    return [*lines, "", *questions(reading.codebook, reading.table)]


def _complete(table: pd.DataFrame) -> list[str]:
    if "complete" not in table:
        return []
    done = int(table["complete"].fillna(False).sum())
    return ["  " + words.fill(_("sent off: {n:n0}"), n=done)]


def _dropped(dropped: pd.DataFrame) -> list[str]:
    """A line a reason: how many columns, and which."""
    if dropped.empty:
        return []
    lines = [f"  {_('Columns left out')}"]
    for why, part in dropped.groupby("reason", sort=False):
        count = words.number(len(part))
        lines.append(f"    {count:>5}  {reason_name(str(why))}: {_named(part['column'])}")
    return lines


def _rules(log: pd.DataFrame, outcome: str, title: str, *, but: str = "\0") -> list[str]:
    """A line a rule: cells, what was done, where."""
    part = log[(log["outcome"] == outcome) & ~log["rule"].str.startswith(but)]
    if part.empty:
        return []
    lines = [f"  {title}"]
    for rule, rows in part.groupby("rule", sort=False):
        cells = int(rows["cells"].sum())
        count = words.number(cells) if cells else ""
        told = _named([text for text in rows["example"].astype(str) if text])
        lines.append(f"    {count:>9}  {rule_name(str(rule))}  {told}".rstrip())
    return lines


def _guesses(log: pd.DataFrame) -> list[str]:
    """What was guessed: a line a rule; every field is in the codebook that is written."""
    part = log[log["rule"].str.startswith("guess_")]
    if part.empty:
        return []
    lines = [f"  {_('Guessed: to be read and mended in the codebook')}"]
    for rule, rows in part.groupby("rule", sort=False):
        count = words.number(len(rows))
        lines.append(f"    {count:>5}  {rule_name(str(rule))}: {_named(rows['example'])}")
    return lines


def _named(names: Iterable[Any]) -> str:
    """The first names, and how many more there are."""
    shown = [str(one) for one in dict.fromkeys(names)]
    more = len(shown) - NAMES
    rest = [words.fill(_("and {n:n0} more"), n=more)] if more > 0 else []
    return ", ".join([*shown[:NAMES], *rest])


def questions(codebook: Codebook, table: pd.DataFrame | None = None) -> list[str]:
    """A line a question: name, scale, answers, how many answered (of a table), its wording."""
    rows = [(_("field"), _("scale"), _("answers"), _("answered") if table is not None else "",
             _("question"))]  # fmt: skip
    for one in codebook.fields:
        answered = words.number(_answered(one, table)) if table is not None else ""
        kinds = words.number(len(one.categories)) if one.categories else ""
        rows.append((one.name, scale_name(one.scale), kinds, answered, _short(one)))
    wide = [max(len(row[k]) for row in rows) for k in range(4)]
    return [
        f"{a:<{wide[0]}}  {b:<{wide[1]}}  {c:>{wide[2]}}  {d:>{wide[3]}}  {e}".rstrip()
        for a, b, c, d, e in rows
    ]


def _answered(one: Field, table: pd.DataFrame) -> int:
    there = [name for name in one.columns if name in table]
    return int(table[there].notna().any(axis=1).sum())


def _short(one: Field) -> str:
    text = one.text(words.language())
    return text if len(text) <= WIDE else text[: WIDE - 1] + "…"


def keep(reading: SurveyReading, file: Path) -> Path:
    """Write the codebook beside the file, unless one lies there already.

    Returns
    -------
    Path
        Where it lies.
    """
    place = beside(file)
    return place if place.exists() else save(reading.codebook, place)

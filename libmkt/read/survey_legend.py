"""A sheet of the same workbook that says what the codes mean: question texts and labels.

A row a question: its code, its text, and under headings 0, 1, 2 ... the labels of its answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from libmkt.codebook.records import UNKNOWN, Category, Codebook, Field
from libmkt.read.survey_cells import Sheet
from libmkt.text.fold import plain, search_key

_NUMBERED = re.compile(r"(\D+?)0*(\d+)")
_PAIRS = (  # words in labels by which two grids of the same questions are told apart
    ("importance", re.compile(r"importan|важн|muhim|áhmiyet|ahmiyet", re.IGNORECASE)),
    ("performance", re.compile(r"perform|satisf|удовлетв|оценк|mamnun|qanaat|baha", re.IGNORECASE)),
    ("minimum", re.compile(r"minim", re.IGNORECASE)),
    ("desired", re.compile(r"desir|желаем|qálegen|xohlagan", re.IGNORECASE)),
    ("perceived", re.compile(r"perceiv|восприн", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Entry:
    """What a legend says of one question."""

    wording: str
    labels: Mapping[int, str]


def legend(sheet: Sheet, names: Sequence[str]) -> dict[str, Entry]:
    """What a sheet says of the questions, by a key of their code; {} if it is no legend.

    Parameters
    ----------
    sheet
        Another sheet of the workbook.
    names
        Headings of the answers, of which the sheet must name half.

    Examples
    --------
    >>> rows = [["Code", "Item", "1", "2"], ["Q01", "A member?", "Yes", "No"]]
    >>> legend(Sheet("Legend", rows), ["Q1"])
    {'q1': Entry(wording='A member?', labels={1: 'Yes', 2: 'No'})}
    """
    if not sheet.rows:
        return {}
    codes = _codes(sheet.rows[0])
    texts = [k for k, cell in enumerate(sheet.rows[0]) if k and k not in codes and cell][:1]
    if len(codes) < 2 or not texts:
        return {}
    found = {}
    for row in sheet.rows[1:]:
        if row and plain(row[0]):
            wording = plain(row[texts[0]]) if texts[0] < len(row) else ""
            labels = {code: plain(row[k]) for k, code in codes.items()
                      if k < len(row) and plain(row[k])}  # fmt: skip
            found[key(row[0])] = Entry(wording, labels)
    wanted = {key(name) for name in names}
    return found if len(wanted & set(found)) >= len(wanted) / 2 else {}


def _codes(head: Sequence[str]) -> dict[int, int]:
    """The columns of labels and their codes; columns after the last go on counting."""
    found = {k: int(cell) for k, cell in enumerate(head) if cell.isdecimal()}
    if not found:
        return {}
    last = max(found)
    return found | {k: found[last] + k - last for k in range(last + 1, len(head)) if not head[k]}


def key(name: str) -> str:
    """A code without its leading zeros and signs: NA01, na 1.

    >>> key("NA01"), key("HowOftenL"), key("NA1")
    ('na1', 'howoftenl', 'na1')
    """
    shown = search_key(name).replace(" ", "")
    match = _NUMBERED.fullmatch(shown)
    return f"{match[1]}{match[2]}" if match else shown


def labelled(book: Codebook, said: Mapping[str, Entry]) -> Codebook:
    """The codebook with the texts and labels of a legend, and with pairs of grids known by them.

    Answers that the legend names and nobody gave are among the categories too.
    """
    fields = tuple(_labelled(one, said) for one in book.fields)
    return replace(book, fields=_paired(fields))


def _labelled(one: Field, said: Mapping[str, Entry]) -> Field:
    if one.scale == "multiple":
        options = tuple(
            replace(option, label={UNKNOWN: said[key(option.column)].wording})
            if option.column and key(option.column) in said
            else option
            for option in one.categories
        )
        return replace(one, categories=options)
    entry = said.get(key(one.column or one.name))
    if entry is None:
        return one
    wording = {UNKNOWN: entry.wording} if entry.wording else one.wording
    if one.type != "integer" or not entry.labels or one.scale not in ("nominal", "ordinal"):
        return replace(one, wording=wording)
    values = sorted({*entry.labels, *(int(value) for value in one.values)})
    codes = tuple(
        Category(value, {UNKNOWN: entry.labels[value]} if value in entry.labels else {})
        for value in values
    )
    return replace(one, wording=wording, categories=codes)


def _paired(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Grids that ask the same questions, each in its role by the words of its labels."""
    roles: dict[str, str] = {}
    for battery in {one.battery for one in fields if one.battery}:
        labels = " ".join(
            code.text() for one in fields if one.battery == battery for code in one.categories
        )
        fits = [role for role, form in _PAIRS if form.search(labels)]
        if len(fits) == 1:
            roles[battery] = fits[0]
    asked: dict[str, set[str]] = {}
    for one in fields:
        if one.battery in roles and one.wording:
            asked.setdefault(search_key(one.wording.get(UNKNOWN, "")), set()).add(one.battery)
    found = []
    for one in fields:
        shared = asked.get(search_key(one.wording.get(UNKNOWN, "")), set())
        match = _NUMBERED.fullmatch(one.name)
        if one.battery in roles and len(shared) > 1 and match:
            one = replace(one, role=roles[one.battery], item=match[2])
        found.append(one)
    return tuple(found)

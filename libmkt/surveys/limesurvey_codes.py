"""The codes by which LimeSurvey calls questions, options and answers: `fitted`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from libmkt.codebook import Codebook, Field
from libmkt.surveys.form_parts import blocks, is_grid, short_codes

QUESTION: Final = r"(?!(?:self|this|LANG|SID|SAVEDID|TOKEN|QID|GID|SGQ)\b)[A-Za-z][A-Za-z0-9]{0,19}"
PART: Final = r"(?!(?:other|comment|time)\b)[A-Za-z0-9]{1,20}"  # of rows and options
ANSWER: Final = r"[A-Za-z0-9]{1,5}"


def fitted(codebook: Codebook) -> Codebook:
    """The codebook with the codes of LimeSurvey's export, where they are not its own.

    Returns
    -------
    Codebook
        Names and codes stay; ``column`` of a field, option or answer says what the export
        will call it, so that `libmkt.read.survey` knows it again.  The row ``sat_staff`` of
        a grid ``sat`` is ``sat[staff]`` there anyway, and is left as it is.

    Examples
    --------
    >>> from libmkt.codebook import Category
    >>> codes = (Category(1), Category(2))
    >>> book = Codebook((Field("sat_staff", "ordinal", "integer", battery="sat", categories=codes),
    ...                  Field("last_visit", "date", "date")))
    >>> [one.column for one in fitted(book).fields]
    ['', 'lastvisit']
    """
    return replace(codebook, fields=tuple(map(_without_natural, coded_fields(codebook))))


def _without_natural(one: Field) -> Field:
    """Without what reading knows by itself: ``sat[staff]`` is sat_staff, ``why[far]`` why/far."""
    options = tuple(
        replace(c, column="") if c.column == f"{one.name}[{c.value}]" else c for c in one.categories
    )
    natural = variable(one.column) == one.name
    return replace(one, column="" if natural else one.column, categories=options)


def coded_fields(codebook: Codebook) -> list[Field]:
    """The fields, each with the columns that the export will have, natural ones too."""
    runs = blocks(codebook)
    wanted = [block[0].battery if is_grid(block) else block[0].name for block in runs]
    titles = short_codes(_once(wanted), QUESTION, first="Q")
    return [one for block, title in zip(runs, titles, strict=True) for one in _named(block, title)]


def _once(names: Sequence[str]) -> list[str]:
    """Each name once: the second part of a battery that was parted gets a number."""
    found: list[str] = []
    for name in names:
        number = 2
        made = name
        while made in found:
            made, number = f"{name}{number}", number + 1
        found.append(made)
    return found


def _named(block: Sequence[Field], title: str) -> Iterator[Field]:
    if not is_grid(block):
        one = _coded(block[0])
        options = short_codes([str(c.value) for c in one.categories], PART, first="A")
        made = tuple(replace(c, column=f"{title}[{o}]")
                     for c, o in zip(one.categories, options, strict=True))  # fmt: skip
        multiple = one.scale == "multiple"
        yield replace(one, column=title if title != one.name else "",
                      categories=made if multiple else one.categories)  # fmt: skip
        return
    rows = [one.name.removeprefix(f"{one.battery}_") for one in block]
    for one, row in zip(block, short_codes(rows, PART, first="A"), strict=True):
        yield replace(_coded(one), column=f"{title}[{row}]")


def _coded(one: Field) -> Field:
    """A field with the codes of its answers, of no answer too."""
    if one.scale == "multiple":
        return one
    codes = (*one.categories, *one.missing)
    short = short_codes([str(code.value) for code in codes], ANSWER, first="A")
    made = tuple(replace(code, column=new if new != str(code.value) else "")
                 for code, new in zip(codes, short, strict=True))  # fmt: skip
    count = len(one.categories)
    return replace(one, categories=made[:count], missing=made[count:])


def variable(column: str) -> str:
    """The name of a column in an equation: sat_staff of sat[staff]."""
    return column.replace("[", "_").rstrip("]")

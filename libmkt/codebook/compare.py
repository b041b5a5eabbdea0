"""Wave with wave: what changed in a questionnaire, and one codebook for several waves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from libmkt.codebook.records import Category, Codebook, Field, Texts, said
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.text.fold import search_key

if TYPE_CHECKING:
    import pandas as pd

CHANGES: Final = ("field", "change", "before", "after")
# Changes after which answers of two waves may not be compared as they stand.
_BROKEN: Final = {
    "scale": N_("another scale in {wave}: {before}, now {after}"),
    "type": N_("another type in {wave}: {before}, now {after}"),
    "code": N_("an answer has another code in {wave}: {before}, now {after}"),
    "range": N_("another range in {wave}: {before}, now {after}"),
    "reverse": N_("turned round in {wave}"),
}
BREAKING: Final = frozenset(_BROKEN)


def changes(before: Codebook, after: Codebook) -> pd.DataFrame:
    """What changed from one wave's questionnaire to the next.

    Returns
    -------
    DataFrame
        One row a change, in the order of `after`, then what was removed: field, change
        (``added``, ``removed``, ``renamed``, ``wording``, ``option_added``,
        ``option_removed``, ``option_label``, ``code`` (the same answer under another code),
        ``scale``, ``type``, ``range``, ``missing``, ``routing``, ``reverse``), before, after.

    Examples
    --------
    >>> old = Field("q", categories=(Category(1, {"en": "Yes"}), Category(2, {"en": "No"})))
    >>> new = Field("q", categories=(Category(1, {"en": "No"}), Category(2, {"en": "Yes"})))
    >>> changes(Codebook((old,)), Codebook((new,)))
      field change   before    after
    0     q   code   No = 2   No = 1
    1     q   code  Yes = 1  Yes = 2
    """
    import pandas as pd

    lines: list[tuple[str, str, str, str]] = []
    renamed = _renamed(before, after)
    for one in after.fields:
        old = renamed.get(one.name, one.name)
        if old not in before:
            lines.append((one.name, "added", "", one.text()))
            continue
        if old != one.name:
            lines.append((one.name, "renamed", old, one.name))
        lines += [(one.name, *told) for told in _field(before[old], one)]
    gone = [name for name in before.names if name not in after and name not in renamed.values()]
    lines += [(name, "removed", before[name].text(), "") for name in gone]
    return pd.DataFrame(lines, columns=list(CHANGES), dtype="str")


def _renamed(before: Codebook, after: Codebook) -> dict[str, str]:
    """New name to old, where a question that is gone was asked in the same words."""
    gone = {_asked(one): one.name for one in before.fields if one.name not in after}
    found = {}
    for one in after.fields:
        key = _asked(one)
        if one.name not in before and key and key in gone:
            found[one.name] = gone.pop(key)
    return found


def _asked(one: Field) -> str:
    """Question and row in words, to know a question again by."""
    words = f"{said(one.wording, 'en')} {said(one.label, 'en')}"
    return search_key(words)


def _field(old: Field, new: Field) -> Iterator[tuple[str, str, str]]:
    """What changed in one question: change, before, after."""
    for kind, a, b in (
        ("scale", old.scale, new.scale),
        ("type", old.type, new.type),
        ("range", _range(old), _range(new)),
        ("missing", _codes(old), _codes(new)),
        ("routing", _routing(old), _routing(new)),
        ("reverse", str(old.reverse), str(new.reverse)),
    ):
        if a != b:
            yield kind, a, b
    yield from _texts("wording", old.wording, new.wording)
    yield from _options(old, new)


def _texts(kind: str, old: Texts, new: Texts) -> Iterator[tuple[str, str, str]]:
    for language in new:
        if language in old and search_key(old[language]) != search_key(new[language]):
            yield kind, old[language], new[language]


def _options(old: Field, new: Field) -> Iterator[tuple[str, str, str]]:
    """Answers that came, went, were reworded, or stand under another code."""
    labels = {search_key(one.text()): one for one in old.categories if one.label}
    codes = {str(one.value): one for one in old.categories}
    moved = set()
    for one in new.categories:
        same_words = labels.get(search_key(one.text())) if one.label else None
        same_code = codes.get(str(one.value))
        if same_words is not None and str(same_words.value) != str(one.value):
            moved.add(str(same_words.value))
            yield "code", f"{same_words.text()} = {same_words.value}", f"{one.text()} = {one.value}"
        elif same_words is None and same_code is None:
            yield "option_added", "", one.text()
        elif same_words is None and same_code is not None and one.label and same_code.label:
            yield "option_label", same_code.text(), one.text()
    known = {str(one.value) for one in new.categories}
    for one in old.categories:
        if str(one.value) not in known | moved:
            yield "option_removed", one.text(), ""


def _range(one: Field) -> str:
    if one.minimum is None and one.maximum is None:
        return ""
    low = "" if one.minimum is None else f"{one.minimum:g}"
    return f"{low} – {'' if one.maximum is None else f'{one.maximum:g}'}"


def _codes(one: Field) -> str:
    return ", ".join(str(code.value) for code in one.missing)


def _routing(one: Field) -> str:
    return "; ".join(
        f"{'not ' if c.negated else ''}{c.field}: {', '.join(map(str, c.values))}{c.low or ''}"
        f"{'' if c.high is None else f' – {c.high:g}'}"
        for c in one.relevant
    )


def merged(waves: Mapping[str, Codebook]) -> Codebook:
    """One codebook for several waves of a survey, by wave, the newest wording on top.

    Parameters
    ----------
    waves
        Name of the wave to its codebook, the oldest first.

    Returns
    -------
    Codebook
        All fields of all waves, in the order of the newest, then what it no longer asks;
        answers of both; wordings that differ stand under ``waves``.

    Raises
    ------
    DataError
        A field is of another scale or type, or an answer of another code, in two waves.
    """
    problems: list[Problem] = []
    result: dict[str, Field] = {}
    for wave, book in waves.items():
        fields = {}
        for one in book.fields:
            earlier = result.get(one.name)
            fields[one.name] = one if earlier is None else _joined(earlier, one, wave, problems)
        result = {**fields, **{name: one for name, one in result.items() if name not in fields}}
    if problems:
        raise DataError(
            Message(
                N_("the waves do not fit together: {n} question"),
                {"n": len(problems)},
                plural=N_("the waves do not fit together: {n} questions"),
            ),
            problems,
            [Message(N_("Say in one codebook for all waves what the codes mean"))],
        )
    last = [*waves.values()][-1]
    languages = tuple(dict.fromkeys(one for book in waves.values() for one in book.languages))
    return replace(last, fields=tuple(result.values()), wave="", languages=languages)


def _joined(old: Field, new: Field, wave: str, problems: list[Problem]) -> Field:
    """One field of two waves."""
    if {old.scale, new.scale} == {"nominal", "text"} and old.type == new.type == "string":
        # answers of few respondents were taken for free text, or the other way about
        return replace(new, scale="text", categories=(), missing=())
    breaking = [told for told in _field(old, new) if told[0] in BREAKING]
    if breaking and not _grown(old, new):
        for kind, before, after in breaking:
            fields = {"before": before, "after": after, "wave": wave}
            problems.append(Problem(new.name, Message(_BROKEN[kind], fields)))
        return new
    reworded = any(kind == "wording" for kind, *_ in _texts("wording", old.wording, new.wording))
    worded = {**old.waves, **({wave: new.wording} if reworded else {})}
    known = {str(one.value) for one in new.categories}
    spare = tuple(one for one in old.categories if str(one.value) not in known)
    return replace(
        new,
        wording=old.wording if reworded else {**old.wording, **new.wording},
        waves=worded,
        categories=_in_order((*new.categories, *spare), new),
        missing=tuple({str(c.value): c for c in (*old.missing, *new.missing)}.values()),
    )


def _grown(old: Field, new: Field) -> bool:
    """Whether only unlabelled figures of a scale, or its range, differ: 1 to 4, 1 to 5."""
    same = (old.scale, old.type) == (new.scale, new.type)
    return same and not any(one.label for one in (*old.categories, *new.categories))


def _in_order(codes: tuple[Category, ...], one: Field) -> tuple[Category, ...]:
    if one.type == "integer":
        return tuple(sorted(codes, key=lambda code: float(code.value)))
    return codes

"""The columns of a file and the fields of a codebook: which is which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from libmkt.codebook.draft import Asked
from libmkt.codebook.records import Codebook, Field, Value
from libmkt.text.fold import plain, search_key


@dataclass
class Matched:
    """Each field with its columns, and what has no partner."""

    single: dict[str, Asked] = field(default_factory=dict)  # field to its one column
    options: dict[str, dict[str, Asked]] = field(default_factory=dict)  # field to NAME/option's
    none: dict[str, dict[Value, Asked]] = field(default_factory=dict)  # columns of "do not know"
    absent: list[str] = field(default_factory=list)  # fields without a column
    unknown: list[Asked] = field(default_factory=list)  # columns without a field

    @property
    def used(self) -> list[Asked]:
        """All columns that have a field."""
        return [*self.single.values(),
                *(one for many in self.options.values() for one in many.values()),
                *(one for many in self.none.values() for one in many.values())]  # fmt: skip


def matched(codebook: Codebook, asked: Sequence[Asked]) -> Matched:
    """Find the column of each field: by its heading, its code, else its wording.

    >>> book = Codebook((Field("q1", wording={"ru": "Ваш пол?"}), Field("q2")))
    >>> found = matched(book, [Asked("Ваш  пол?", ["м"]), Asked("Q2", ["1"])])
    >>> sorted(found.single), found.absent
    (['q1', 'q2'], [])
    """
    made = Matched()
    free = _Index(asked)
    for one in codebook.fields:
        if one.scale != "multiple":
            column = free.take([one.column, one.name], _wordings(one))
            if column is not None:
                made.single[one.name] = column
            else:
                made.absent.append(one.name)
            continue
        options = _options(one, free)
        whole = None if options else free.take([one.column, one.name], _wordings(one))
        if options:
            made.options[one.name] = options
            made.none[one.name] = _no_answers(one, free)
        elif whole is not None:
            made.single[one.name] = whole
        else:
            made.absent.append(one.name)
    made.unknown = free.left()
    return made


def _options(one: Field, free: _Index) -> dict[str, Asked]:
    """The columns of a question's options that the file has."""
    found = {}
    for column, option in zip(one.columns, one.categories, strict=True):
        said = [str(option.value), *option.label.values()]
        parts = [(name, text) for name in (one.name, *_wordings(one)) for text in said]
        asked = free.take([option.column, column], [], parts)
        if asked is not None:
            found[column] = asked
    return found


def _no_answers(one: Field, free: _Index) -> dict[Value, Asked]:
    """The columns of a question's codes for no answer, where the program has them as options."""
    found = {}
    for code in one.missing:
        parts = [(one.name, text) for text in (str(code.value), *code.label.values())]
        asked = free.take([code.column, f"{one.name}/{code.value}"], [], parts)
        if asked is not None:
            found[code.value] = asked
    return found


def _wordings(one: Field) -> list[str]:
    texts = [*one.wording.values(), *(t for w in one.waves.values() for t in w.values())]
    labels = [*one.label.values()]
    if one.battery:  # a row of a grid is known by question and row together
        return [f"{text} [{label}]" for text in texts for label in labels]
    return [*texts, *labels]


class _Index:
    """Columns by what they may be called; each is taken once."""

    def __init__(self, asked: Iterable[Asked]) -> None:
        self._asked = list(asked)
        self._by: dict[object, list[int]] = {}
        for n, one in enumerate(self._asked):
            text = f"{one.wording} [{one.part_text}]" if one.part_text else one.wording
            for key in {one.heading, one.heading.casefold(), one.name, one.name.casefold()}:
                self._by.setdefault(key, []).append(n)
            for shown in (one.heading, text):
                self._by.setdefault(("words", search_key(shown)), []).append(n)
            for part in {one.part, one.part_text}:
                if one.group and part:
                    self._by.setdefault((one.group, plain(part)), []).append(n)
        self._taken: set[int] = set()

    def take(
        self,
        names: Iterable[str],
        wordings: Iterable[str],
        parts: Iterable[tuple[str, str]] = (),
    ) -> Asked | None:
        """The first column that is called so and still free; by words only if one is."""
        exact = [name for name in names if name]
        for key in (*exact, *(name.casefold() for name in exact), *parts):
            for n in self._by.get(key, []):
                if n not in self._taken:
                    self._taken.add(n)
                    return self._asked[n]
        for text in wordings:
            key = search_key(text)
            hits = {n for n in self._by.get(("words", key), []) if n not in self._taken}
            if key and len(hits) == 1:
                n = hits.pop()
                self._taken.add(n)
                return self._asked[n]
        return None

    def left(self) -> list[Asked]:
        """Columns that no field took."""
        return [one for n, one in enumerate(self._asked) if n not in self._taken]

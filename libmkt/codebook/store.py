"""The codebook as a file: NAME.codebook.json, a Table Schema with ours under ``libmkt:``.

The schema describes the table that `libmkt.read.survey` gives, a field a column; the
options of a multiple-response question are boolean fields that name their set, and
``libmkt:sets`` says what the question was.  Data Package standard 2.0, Table Schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from libmkt.codebook.loading import loaded
from libmkt.codebook.records import Category, Codebook, Condition, Field
from libmkt.codebook.replication import written
from libmkt.errors import N_, DataError, Message, MissingError, Problem, why

SUFFIX: Final = ".codebook.json"
PROFILE: Final = "https://datapackage.org/profiles/2.0/tableschema.json"
_LARGEST = 20_000_000  # bytes


def beside(answers: Path) -> Path:
    """Where the codebook of a file of answers lies.

    >>> beside(Path("data/needs-2026.csv")).name
    'needs-2026.codebook.json'
    """
    return answers.with_name(answers.stem + SUFFIX)


def load(path: Path | str) -> Codebook:
    """Read a codebook.

    Parameters
    ----------
    path
        Of the file, UTF-8, of at most 20 MB.

    Returns
    -------
    Codebook
        Fields in the order of the file.

    Raises
    ------
    MissingError
        There is no such file.
    DataError
        It is not JSON, or says what a codebook cannot: every mistake with its place
        (``fields[3].constraints.minimum``) or, of bad JSON, its line.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "needs.codebook.json"
    >>> load(save(Codebook((Field("age", "interval", "integer"),)), place)).names
    ('age',)
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise MissingError(Message(N_("There is no file {file}"), {"file": str(path)})) from None
    except OSError as error:
        raise _refused(path, [Problem("", Message("{why}", {"why": why(error)}))]) from None
    if len(content) > _LARGEST:
        raise _refused(path, [Problem("", Message(N_("it is too large for a codebook")))])
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = Message(N_("not UTF-8 text: save it as UTF-8"))
        raise _refused(path, [_at_line(line, what)]) from None
    except json.JSONDecodeError as error:
        what = Message(N_("not JSON: {why}"), {"why": error.msg})
        raise _refused(path, [_at_line(error.lineno, what)]) from None
    except _TwiceError as error:
        what = Message(N_("{name} stands here twice"), {"name": str(error)})
        raise _refused(path, [Problem("", what)]) from None
    except RecursionError:
        raise _refused(path, [Problem("", Message(N_("nested too deeply")))]) from None
    problems: list[Problem] = []
    codebook = loaded(data, problems)
    if problems:
        raise _refused(path, problems)
    return codebook


def save(codebook: Codebook, path: Path | str) -> Path:
    """Write a codebook; the same codebook gives the same bytes.

    Parameters
    ----------
    codebook, path
        What is written, over whatever stands there, and where.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    OSError
        It cannot be written there.

    Examples
    --------
    >>> import tempfile
    >>> book = Codebook((Field("age", "interval", "integer", minimum=6, maximum=120),))
    >>> load(save(book, Path(tempfile.mkdtemp()) / "needs.codebook.json")) == book
    True
    """
    path = Path(path)
    path.write_text(as_json(codebook), encoding="utf-8", newline="\n")
    return path


def as_json(codebook: Codebook) -> str:
    """The text of a codebook's file."""
    return json.dumps(described(codebook), ensure_ascii=False, indent=2) + "\n"


def described(codebook: Codebook) -> dict[str, Any]:
    """The codebook as Table Schema, for JSON."""
    head = {
        "$schema": PROFILE,
        "libmkt:name": codebook.name,
        "title": codebook.title.get(codebook.languages[0], "") if codebook.languages else "",
        "libmkt:title": dict(codebook.title),
        "libmkt:wave": codebook.wave,
        "libmkt:languages": list(codebook.languages),
        "libmkt:source": codebook.source,
        "libmkt:replicates": written(codebook.replication),
    }
    fields = [entry for one in codebook.fields for entry in _entries(one)]
    sets = [_own(one) | {"name": one.name} for one in codebook.having(scale="multiple")]
    return {**_filled(head), "fields": fields, **({"libmkt:sets": sets} if sets else {})}


def _entries(one: Field) -> Iterator[dict[str, Any]]:
    """The schema's fields of one question: itself, or one a multiple-response option."""
    if one.scale != "multiple":
        yield _single(one)
        return
    for column, option in zip(one.columns, one.categories, strict=True):
        yield _filled(
            {
                "name": column,
                "type": "boolean",
                "title": option.text() if option.label else "",
                "libmkt:set": one.name,
                "libmkt:option": option.value,
                "libmkt:label": dict(option.label),
                "libmkt:column": option.column,
            }
        )


def _single(one: Field) -> dict[str, Any]:
    limits = {"required": one.required or None, "minimum": one.minimum, "maximum": one.maximum}
    entry = {
        "name": one.name,
        "type": one.type,
        "title": one.text() if one.label else "",
        "categories": [_category(c) for c in one.categories],
        "categoriesOrdered": True if one.scale == "ordinal" else None,
        "missingValues": [""] + [_missing(c) for c in one.missing] if one.missing else None,
        "constraints": _filled(limits),
    }
    return _filled({**entry, **_own(one)})


def _category(one: Category) -> dict[str, Any]:
    shown = {"value": one.value, "label": one.text()}
    return {**shown, **_filled({"libmkt:label": dict(one.label), "libmkt:column": one.column})}


def _missing(one: Category) -> Any:
    """Table Schema writes codes of missing values as text."""
    if not one.label and not one.column:
        return str(one.value)
    shown = {"value": str(one.value), "label": one.text()}
    return {**shown, **_filled({"libmkt:label": dict(one.label), "libmkt:column": one.column})}


def _own(one: Field) -> dict[str, Any]:
    """What is beyond the standard."""
    own = {
        "libmkt:scale": one.scale,
        "libmkt:label": dict(one.label),
        "libmkt:wording": dict(one.wording),
        "libmkt:waves": {wave: dict(texts) for wave, texts in one.waves.items()},
        "libmkt:relevant": [_condition(c) for c in one.relevant],
        "libmkt:battery": one.battery,
        "libmkt:role": one.role,
        "libmkt:item": one.item,
        "libmkt:otherOf": one.other_of,
        "libmkt:reverse": one.reverse or None,
        "libmkt:column": one.column,
    }
    if one.scale == "multiple":
        own["libmkt:required"] = one.required or None
        own["libmkt:missing"] = [_missing(c) for c in one.missing]
    return _filled(own)


def _condition(one: Condition) -> dict[str, Any]:
    return _filled(
        {
            "field": one.field,
            "values": list(one.values),
            "low": one.low,
            "high": one.high,
            "negated": one.negated or None,
        }
    )


def _filled(entry: dict[str, Any]) -> dict[str, Any]:
    """The entries that say something."""
    return {name: value for name, value in entry.items() if value not in (None, "", [], {})}


class _TwiceError(ValueError):
    """A name stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(name)
        found[name] = value
    return found


def _at_line(number: int, what: Message) -> Problem:
    return Problem(Message(N_("line {number}"), {"number": number}), what)


def _refused(path: Path, problems: list[Problem]) -> DataError:
    return DataError(
        Message(
            N_("{file} cannot be used as a codebook: {n} problem"),
            {"file": path.name, "n": len(problems)},
            plural=N_("{file} cannot be used as a codebook: {n} problems"),
        ),
        problems,
    )

"""What one run of a notebook says about itself: its start, published values, files opened.

A notebook is one process; the session is its record, kept here so that the closing
box *Sources* can hand it to the runner.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words, workbench
from libmkt.errors import LibmktError, MissingError, Told
from libmkt.period import Period
from libmkt.reporting import summaries

if TYPE_CHECKING:
    import pandas as pd

    from libmkt.reporting.document import Block

AS_OF_VARIABLE = "LIBMKT_AS_OF"  # the day a run counts from; the runner sets it in kernels
_DATA_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".json")


# Columns that say how a number was made; two numbers compare where these agree.
DEFINING = ("measure", "unit", "kind", "method", "numerator", "denominator", "scale", "formula")


@dataclass
class _Session:
    root: Path | None = None
    published: list[dict[str, Any]] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    listening: bool = False
    least: int | None = None  # persons that a group is shown with: k of library.yml
    hides: bool = False  # whether small groups were looked for


_session = _Session()


def begin(
    *, period: Period | str | None = None, language: str | None = None, subject: str = ""
) -> Block:
    """Open a report: speak its language, find its workbench, show its head.

    Parameters
    ----------
    period
        The span the report is about; shown under the title.
    language
        kaa, uz, ru or en; None takes the library's own.
    subject
        What one of several like reports is about, as its data call it (a service); it is
        shown before the period, on the cover too.

    Raises
    ------
    MissingError
        The notebook does not stand in a workbench.
    ParameterError
        The language or the period is none.
    """
    from libmkt.reporting.document import Block

    root = workbench.find_root()
    library = workbench.library(root)
    words.use(language or library.language)
    workbench.use_accent(library.accent)
    span = Period.parse(period) if period is not None else None
    _session.root, _session.published, _session.opened = root, [], set()
    _session.least, _session.hides = library.k, False
    if not _session.listening:
        sys.addaudithook(_listen)  # cannot be removed, so it is added once a process
        _session.listening = True
    teach()
    spoken = words.language()
    return Block(
        "begin",
        {
            "language": spoken,
            "period": str(span) if span else None,
            "period_shown": " · ".join(filter(None, (subject, words.period(span) if span else ""))),
            "library": library.in_language(library.name, spoken),
            "as_of": as_of(root).isoformat(),
        },
    )


def teach() -> None:
    """In a notebook, let a refusal say itself in the reader's language, and summaries be plain."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return

    def said(shell: Any, kind: Any, error: LibmktError, trace: Any, tb_offset: Any = None) -> Any:
        lines = words.explain(error).splitlines()
        shell._showtraceback(kind, error, lines)
        return lines

    shell.set_custom_exc((LibmktError,), said)
    summaries.teach(shell)


def as_of(root: Path | None = None) -> dt.date:
    """The day this run counts from: what the runner said, else today where the library is."""
    import zoneinfo

    said = os.environ.get(AS_OF_VARIABLE)
    if said:
        return dt.date.fromisoformat(said)
    zone = zoneinfo.ZoneInfo(workbench.library(root).time_zone)
    return dt.datetime.now(zone).date()


def publish(data: pd.DataFrame, *, name: str = "measure", value: str = "value") -> None:
    """Hand numbers to later reports and to `libmkt trace`, under this run's name.

    Parameters
    ----------
    data
        One row a number: `name`, `value` (missing where the data cannot say), period, unit,
        and as it has them library, branch, measure, and what defines the number (kind,
        method, numerator, denominator, scale, formula): values are compared only where that
        is the same.  Rows of hidden groups (`libmkt.reporting.hidden`) are left out.
    name, value
        Columns of what a number is asked for by (``RUN:name``), and of the number, unrounded.
    """
    for row in data.to_dict("records"):
        if row.get("hidden") is True:
            continue
        said = {key: str(row[key]) for key in DEFINING if key in row}
        number = row[value]
        _session.published.append(
            {
                "name": str(row[name]),
                "value": float(number) if number == number and number is not None else None,
                "period": str(Period.parse(row["period"])),
                "unit": str(row["unit"]),
                "library": str(row.get("library", "")),
                "branch": str(row.get("branch", "")),
                "definition": said,
                "definition_hash": fingerprint(said)[:16],
            }
        )


def least_group() -> int:
    """Persons that a group is shown with: k of library.yml; the report then says that it is."""
    _session.hides = True
    if _session.least is not None:
        return _session.least
    try:  # no report has begun: the workbench here, else what a library has that says nothing
        return workbench.library().k
    except MissingError:
        from libmkt.library import Library

        return int(Library.model_fields["k"].default)


def privacy_told() -> list[Told]:
    """The rule by which small groups are hidden, where a report has looked for them."""
    if not _session.hides:
        return []
    least = least_group()
    return [("privacy_k", {"k": least}) if least > 1 else ("privacy_off", {})]


def record() -> dict[str, Any]:
    """What the session holds so far: published values and data files that were opened."""
    root = _session.root
    shown = sorted(workbench.shown(path, root) for path in _session.opened) if root else []
    return {"published": list(_session.published), "opened": shown}


def fingerprint(value: Any) -> str:
    """SHA-256 of a plain value's canonical JSON.

    >>> fingerprint({"b": 1, "a": [2]}) == fingerprint({"a": [2], "b": 1})
    True
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def sha256_file(path: Path) -> str:
    """SHA-256 of a file's bytes, read a megabyte at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _listen(event: str, arguments: Iterable[Any]) -> None:
    """Note each data file of the workbench that is opened, by whatever reader."""
    if event != "open" or _session.root is None:
        return
    path = next(iter(arguments), None)
    if not isinstance(path, str | os.PathLike):
        return
    name = os.fspath(path)
    if isinstance(name, str) and name.lower().endswith(_DATA_ENDINGS):
        full = Path(name).absolute()
        if _is_data(full):
            _session.opened.add(str(full))


def _is_data(path: Path) -> bool:
    """Whether a path lies in the workbench's data (not in an installed package)."""
    root = _session.root
    assert root is not None
    places = [root / folder for folder in workbench.library(root).data_roots]
    return any(
        path.is_relative_to(place.absolute()) or path.is_relative_to(place.resolve())
        for place in places
    )

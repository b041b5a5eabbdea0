"""Where a printed number comes from: its place on the page, its cell, its files and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libmkt import words, workbench, yamlfile
from libmkt.errors import N_, LibmktError, Message, MissingError, ParameterError, Problem
from libmkt.measures import INDICATORS, MEASURES
from libmkt.period import Period
from libmkt.reporting import store
from libmkt.reporting.printed import Place, cells_of, places_of, printed
from libmkt.reporting.session import sha256_file
from libmkt.text.fold import search_key

MOST = 20  # places that are told


@dataclass(frozen=True)
class Input:
    """One file that the report has read."""

    file: str  # as shown, from the root
    sha256: str  # when the report was made
    state: str  # "same", "changed", "gone"
    description: str
    figures: bool  # the report's figures are from it; else a description, a plan ...


@dataclass(frozen=True)
class Trace:
    """All that is known of one number of a report."""

    folder: str  # the report, from the root
    manifest: dict[str, Any]
    places: tuple[Place, ...]
    published: tuple[dict[str, Any], ...]
    inputs: tuple[Input, ...]
    wanted: dict[str, str]  # which rows entered: library, branch, period; measures by comma
    code: str  # of the indicator or measure; "" where it is not known


def trace(report: str, value: str, *, root: Path) -> Trace:
    """Follow a number of a report back.

    Parameters
    ----------
    report
        A run (``monitoring``, ``monitoring@2026-09``), a report's folder, or one of its files.
    value
        The name of a published value, by code or in any language, or a number as it stands
        on the page, written as any of the four languages writes it.

    Raises
    ------
    MissingError
        There is no such report.
    ParameterError
        The report shows no such number.
    """
    folder = report_folder(report, root)
    manifest = store.manifest(folder)
    with words.speaking(manifest.get("language", words.language())):
        cells = cells_of(folder)
        published = _published(manifest, value)
        places = (
            [p for one in published for p in places_of(cells, one)]
            if published
            else list(printed(cells, value))
        )
    if not published:
        numbers = {p.value for p in places if p.value is not None}
        published = [v for v in manifest.get("published", []) if v["value"] in numbers]
    if not places and not published:
        raise _not_found(value, folder, manifest, root)
    code = published[0]["name"] if published else _code(places)
    return Trace(
        workbench.shown(folder, root),
        manifest,
        tuple(places[:MOST]),
        tuple(published[:MOST]),
        tuple(_inputs(manifest, root)),
        _wanted(manifest, published, places, code),
        code,
    )


def report_folder(report: str, root: Path) -> Path:
    """The folder of a report: by path, or by run the latest in the language in use.

    Raises
    ------
    MissingError
        There is none; the nearest run is named.
    """
    given = Path(report)
    for place in (given, root / given, root / "reports" / given):
        try:
            found = place if place.is_dir() else place.parent
            inside = found.resolve().is_relative_to(root.resolve())
            if inside and place.exists() and (found / store.MANIFEST).is_file():
                return found.resolve()
        except (OSError, ValueError):
            continue
    run, _, period = report.partition("@")
    under = root / "reports" / run.strip("/")
    inside = under.resolve().is_relative_to((root / "reports").resolve())
    found_all = [p.parent for p in under.rglob(store.MANIFEST)] if inside and run else []
    if period:
        found_all = [p for p in found_all if period in p.relative_to(under).parts]
    if not found_all:
        known = sorted(p.name for p in (root / "reports").glob("*") if p.is_dir())
        meant = yamlfile.nearest(run, known)
        hint = Message(N_("did you mean {meant}?"), {"meant": meant}) if meant else None
        what = Message(N_("there is no such report under reports/"))
        raise MissingError(
            Message(N_("There is no report {name}"), {"name": report}),
            [Problem(report, what, hint)],
            [Message(N_("Make it first: libmkt report NAME"))],
        )
    spoken = words.language()
    return max(found_all, key=lambda p: (p.parent.as_posix(), p.name == spoken, p.name))


def _published(manifest: dict[str, Any], wanted: str) -> list[dict[str, Any]]:
    """The published values of a name: as it stands, by code, or in any language."""
    key = search_key(wanted)
    names = {wanted}
    for code in {value["name"] for value in manifest.get("published", [])}:
        formula = INDICATORS[code].formula if code in INDICATORS else ""
        spellings = {formula.casefold()} - {""}
        for language in words.LANGUAGES:
            with words.speaking(language):
                spellings.add(search_key(words.name(code)))
        if key in spellings or wanted.casefold() in spellings:
            names.add(code)
    return [value for value in manifest.get("published", []) if value["name"] in names]


def _code(places: Sequence[Place]) -> str:
    """The measure or indicator that the number's row names."""
    for place in places:
        name = str(place.row.get("measure") or "")
        if name in INDICATORS or name in MEASURES:
            return name
    return ""


def _inputs(manifest: dict[str, Any], root: Path) -> Iterator[Input]:
    """The files that were read, and whether they are still the same."""
    seen = set()
    read = [
        (f["file"], f["sha256"], f.get("description", ""), True) for f in manifest.get("read", [])
    ]
    named = [(name, sha, "", False) for name, sha in manifest.get("data", {}).items()]
    for file, sha, description, figures in [*read, *named]:
        if file in seen:
            continue
        seen.add(file)
        try:
            state = "same" if sha256_file(workbench.resolve(file, root)) == sha else "changed"
        except (LibmktError, OSError):
            state = "gone"
        yield Input(file, sha, state, description, figures)


def _wanted(
    manifest: dict[str, Any],
    published: Sequence[dict[str, Any]],
    places: Sequence[Place],
    code: str,
) -> dict[str, str]:
    """Which rows of the source a number is made of, as far as the report says it."""
    parameters = manifest.get("parameters", {})
    wanted = {k: str(parameters[k]) for k in ("period", "library", "branch") if parameters.get(k)}
    rows = [place.row for place in places if place.row]
    if rows:
        wanted |= {k: str(rows[0][k]) for k in ("period", "library", "branch") if rows[0].get(k)}
    if published:
        one = published[0]
        wanted |= {k: one[k] for k in ("period", "library", "branch") if one.get(k)}
    definition = published[0]["definition"] if published else {}
    needed = [definition.get(k) for k in ("numerator", "denominator")]
    if code in INDICATORS and not any(needed):
        needed = [INDICATORS[code].numerator, *INDICATORS[code].denominators]
    measures = [m for m in needed if m] or ([code] if code else [])
    return wanted | ({"measure": ", ".join(measures)} if measures else {})


def entered(table: Any, wanted: dict[str, str]) -> Any:
    """The rows of a counts table that a number is made of: a DataFrame as it came, fewer rows.

    Rows of parts of the period (the months of a year) enter; breakdowns do not, where the
    whole is there.
    """
    keep = table["value"].notna()
    for name in ("library", "branch"):
        if name in wanted:
            keep &= table[name] == wanted[name]
    if "measure" in wanted:
        keep &= table["measure"].isin(wanted["measure"].split(", "))
    if "period" in wanted:
        span = Period.parse(wanted["period"])
        inside = {p: span.contains(Period.parse(p)) for p in table["period"].unique()}
        keep &= table["period"].map(inside).astype(bool)
    whole = keep & (table["breakdown_name"] == "")
    return table[whole if whole.any() else keep]


def _not_found(value: str, folder: Path, manifest: dict[str, Any], root: Path) -> ParameterError:
    known = sorted({v["name"] for v in manifest.get("published", [])})
    meant = yamlfile.nearest(value, known)
    if meant:
        hint = Message(N_("did you mean {meant}?"), {"meant": meant})
    else:
        hint = Message(N_("published: {known}"), {"known": ", ".join(known) or "–"})
    fields = {"report": workbench.shown(folder, root), "value": value}
    what = Message(N_("{report} shows no number {value}"), fields)
    return ParameterError(what, [Problem(value, hint)])

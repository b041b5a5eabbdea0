"""The words of a form: reasons that a person gives, and the explanatory note made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words, yamlfile
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.library import Library
from libmkt.measures import label as measure_name
from libmkt.period import Period
from libmkt.reporting.form_figures import Deviation
from libmkt.reporting.forms import Form, Place, Reasons
from libmkt.tables import FileRecord
from libmkt.words import _

if TYPE_CHECKING:
    import pandas as pd

Written = Mapping[str, Mapping[Any, str] | None]  # figure -> language -> text, as a file holds it


def written(path: Path | str, form: Form) -> dict[str, dict[Any, str] | None]:
    """The reasons file as it stands: for each figure a text a language.

    Raises
    ------
    DataError
        The file does not fit, or gives a reason for a figure that the form does not have.
    """
    found = yamlfile.read(path)
    texts = yamlfile.checked(found, Reasons).reasons
    known = {place.id for place in form.cells}
    wrong = [
        Problem(
            yamlfile.line_of(found.line("reasons", name)),
            Message(N_("{name} is not known here"), {"name": name}),
            Message(N_("known: {known}"), {"known": ", ".join(sorted(known))}),
        )
        for name in texts
        if name not in known
    ]
    if wrong:
        raise DataError(Message(N_("{file} cannot be used"), {"file": str(path)}), wrong)
    return dict(texts)


def reasons(texts: Written, language: str, *, fallback: str = "en") -> dict[str, str]:
    """One reason a figure: in `language`, else in `fallback`, else in any; empty ones left out.

    >>> reasons({"loans": {"ru": "Ремонт", "kaa": " Remont "}, "visits": None}, "kaa")
    {'loans': 'Remont'}
    """
    chosen = {}
    for name, per_language in texts.items():
        said = {str(code): text.strip() for code, text in (per_language or {}).items()}
        order = [language, fallback, *said]
        chosen[name] = next((said[code] for code in order if said.get(code)), "")
    return {name: text for name, text in chosen.items() if text}


def unexplained(told: Sequence[Deviation], given: Mapping[str, str]) -> list[Deviation]:
    """The deviations that need a reason and have none."""
    return [d for d in told if d.kind != "not_compared" and d.figure.place.id not in given]


def reasons_file(
    form: Form,
    told: Sequence[Deviation],
    texts: Written,
    *,
    library: Library,
    language: str,
) -> str:
    """A reasons file to fill in: a comment and a line for each deviation, known reasons kept."""
    with words.speaking(language):
        opening = words.fill(
            _(
                N_(
                    "Why do these figures differ by more than {limit} from the year before? "
                    "Write between the quotation marks."
                )
            ),
            limit=words.percent(form.deviation, 0),
        )
        lines = ["# " + opening, "reasons:"]
        rows = note_rows(told, {}, library, language)[1:]
        asked = [d for d in told if d.kind != "not_compared"]
        for deviation, (name, before, now, change, _reason) in zip(asked, rows, strict=True):
            lines.append(f"  # {' '.join(name.split())}: {before} -> {now} ({change})")
            lines.append(_line(deviation.figure.place.id, texts))
    kept = {d.figure.place.id for d in asked}
    lines += [_line(name, texts) for name in texts if name not in kept]
    return "\n".join(lines) + "\n"


def _line(name: str, texts: Written) -> str:
    """One entry of the reasons file; JSON is YAML, and quotes whatever must be quoted."""
    said = dict(texts.get(name) or {})
    value = said.get("en", "") if set(said) <= {"en"} else said
    return "  " + ": ".join(json.dumps(part, ensure_ascii=False) for part in (name, value))


def note(
    form: Form,
    told: Sequence[Deviation],
    given: Mapping[str, str],
    *,
    library: Library,
    period: Period,
    language: str,
    files: Sequence[FileRecord] = (),
    losses: Sequence[Message] = (),
    breaks: pd.DataFrame | None = None,
) -> str:
    """The explanatory note in Markdown: each deviation with its reason, checks and sources.

    Parameters
    ----------
    told, given
        The deviations, and the reason of each by its figure's id.
    files
        The files that the figures were read from.
    losses
        What the filled form lacks of its template.
    breaks
        Declared breaks (`libmkt.tables.BREAKS`); those since the year before are told.
    """
    with words.speaking(language):
        title = library.in_language(form.title, language)
        lines = [
            "# " + words.fill(_(N_("Explanatory note: {form}")), form=title),
            "",
            library.in_language(library.name, language) + ", " + words.period(period),
            "",
            *_explained(form, told, given, library, language),
            *_incomparable(told, library, language),
            *_breaks(breaks, period),
            *_checks(form),
        ]
        if losses:
            lines += [_(N_("The template held parts that this copy lacks:"))]
            lines += [f"- {words.translate(what)}" for what in losses] + [""]
        if files:
            lines += ["## " + _(N_("Sources")), ""]
            lines += [f"- {escaped(f.file)} (SHA-256 {f.sha256[:12]})" for f in files] + [""]
    return "\n".join(lines).rstrip() + "\n"


def note_rows(
    told: Sequence[Deviation], given: Mapping[str, str], library: Library, language: str
) -> list[list[str]]:
    """The table of the note as texts, its head first: figure, before, now, change, reason."""
    rows = [
        [_(N_("Figure")), _(N_("Year before")), _(N_("Period")), _(N_("Change")), _(N_("Reason"))]
    ]
    for deviation in told:
        if deviation.kind == "not_compared":
            continue
        figure = deviation.figure
        digits = figure.place.digits
        change = (
            _(N_("from 0"))
            if deviation.share is None
            else words.percent(deviation.share, 1, sign=True)
        )
        rows.append(
            [
                label(figure.place, library, language),
                words.number(figure.before, digits),
                words.number(figure.value, digits),
                change,
                given.get(figure.place.id, ""),
            ]
        )
    return rows


def label(place: Place, library: Library, language: str) -> str:
    """What a figure is called in `language`; the name of its measure where none is given."""
    code = str(place.indicator or place.measure)
    with words.speaking(language):
        part = ", ".join(str(value) for value in place.breakdown.values())
        own = _(measure_name(code)) + (f", {part}" if part else "")
    return library.in_language(place.label, language) or own


def _explained(
    form: Form,
    told: Sequence[Deviation],
    given: Mapping[str, str],
    library: Library,
    language: str,
) -> list[str]:
    heading = words.fill(
        _(N_("## Figures that differ by more than {limit} from the year before")),
        limit=words.percent(form.deviation, 0),
    )
    rows = note_rows(told, given, library, language)
    if len(rows) == 1:
        return [heading, "", _(N_("There are none.")), ""]
    table = ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    return [heading, "", table[0], "| --- | ---: | ---: | ---: | --- |", *table[1:], ""]


def _incomparable(told: Sequence[Deviation], library: Library, language: str) -> list[str]:
    alone = [d.figure.place for d in told if d.kind == "not_compared"]
    if not alone:
        return []
    names = [f"- {escaped(label(place, library, language))}" for place in alone]
    return ["## " + _(N_("No figure of the year before")), "", *names, ""]


def _breaks(breaks: pd.DataFrame | None, period: Period) -> list[str]:
    """The declared breaks that lie between this period and the same one of the year before."""
    if breaks is None or breaks.empty:
        return []
    since = period.year_before().start
    lines = []
    for row in breaks.to_dict("records"):
        begins = Period.parse(row["period"])
        if since < begins.start < period.end:
            parts = [row["library"], row["branch"], _(measure_name(row["measure"]))]
            named = ", ".join(part for part in parts if part)
            shown = ": ".join(t for t in (words.period(begins), named, row["reason"]) if t)
            lines.append(f"- {escaped(shown)}")
    heading = "## " + _(N_("Breaks since the year before: figures are not comparable across them"))
    return [heading, "", *lines, ""] if lines else []


def _checks(form: Form) -> list[str]:
    count = len(form.checks)
    if not count:
        return []
    text = words.ngettext(
        "{n} check of sums and identities was made and held.",
        "{n} checks of sums and identities were made and held.",
        count,
    )
    return ["## " + _(N_("Checks")), "", words.fill(text, n=count), ""]


def escaped(text: str) -> str:
    """A text as one line of Markdown in which nothing is markup.

    >>> escaped("a|b\\n*c*")
    'a\\\\|b \\\\*c\\\\*'
    """
    one_line = re.sub(r"\s*[\r\n]+\s*", " ", text.strip())
    return re.sub(r"([\\`*_{}\[\]<>|#])", r"\\\1", one_line)

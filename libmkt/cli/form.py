"""``libmkt form NAME``: fill a ministry's own workbook and write its explanatory note."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import zoneinfo
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words, workbench
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.words import _

if TYPE_CHECKING:
    from libmkt.library import Library
    from libmkt.period import Period
    from libmkt.reporting.form_figures import Deviation
    from libmkt.reporting.forms import Form

FOLDER = "parameters/forms"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help=_("a mapping file in parameters/forms"))
    parser.add_argument("--period", help=_("2026, 2026-Q3, last-year ... (default: the mapping's)"))
    parser.add_argument("--source", help=_("a name in library.yml, a file, folder or pattern"))
    parser.add_argument("--out", metavar="FILE", type=Path, help=_("the filled form (.xlsx)"))
    parser.add_argument("--reasons", metavar="FILE", type=Path, help=_("reasons for deviations"))
    parser.add_argument("--language", choices=words.LANGUAGES, help=_("language of the note"))
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help=argparse.SUPPRESS)
    parser.epilog = _(
        "A figure that differs by more than 10 % from the year before needs a reason: you are\n"
        "asked on a terminal; otherwise a file to fill in is written (exit status 2)."
    )


def run(args: argparse.Namespace) -> int:
    """Fill the form; 0 when form and note were written."""
    from libmkt import read
    from libmkt.reporting import form_figures, form_notes, form_sheets, forms

    root = workbench.find_root()
    library = workbench.library(root)
    mapping = find_mapping(args.name, root)
    form = forms.read_form(mapping)
    language = words.check_language(args.language or library.language)
    period = _period(args, form, library)
    template = _template(form, mapping, root)
    source = args.source or form.source
    if source is None:
        raise ParameterError(
            Message(N_("{file} names no source"), {"file": mapping.name}),
            hints=[Message(N_("Name one with: --source NAME"))],
        )
    data = read.counts(source)
    found = form_figures.figures(form, data.table, period=period)
    book = form_sheets.opened(template)
    _spots, wrong = form_sheets.targets(book, form)
    wrong += form_figures.problems(form, found)
    if wrong:
        raise forms.refuse(mapping.stem, wrong)

    told = form_figures.deviations(form, found)
    file = _typed(args.reasons) or (
        root / "parameters" / "notes" / mapping.stem / str(period) / "reasons.yml"
    )
    given = _reasons(form, told, file, library, language, root)

    out = _typed(args.out) or (
        root / "reports" / mapping.stem / str(period) / language / f"{mapping.stem}-{period}.xlsx"
    )
    if out.suffix.lower() != ".xlsx":
        raise ParameterError(
            Message(N_("{file} is not a name for a workbook"), {"file": out.name}),
            [Problem("--out", Message(N_("expected a name that ends in .xlsx")))],
        )
    left = form_sheets.losses(template)
    form_sheets.fill(book, form, found, library=library, period=period, language=language)
    form_sheets.add_note_sheet(book, form, told, given, library=library, language=language)
    text = form_notes.note(
        form,
        told,
        given,
        library=library,
        period=period,
        language=language,
        files=data.files,
        losses=left,
    )
    form_sheets.write_whole(out, book.save)
    beside = out.with_name(f"{out.stem}-note.{language}.md")
    form_sheets.write_whole(beside, lambda part: part.write_text(text, encoding="utf-8"))
    for made in (out, beside):
        print(words.fill(_(N_("written: {file}")), file=_shown(made, root).as_posix()))
    for what in left:
        print(words.fill(_(N_("not carried over: {what}")), what=words.translate(what)))
    return 0


def find_mapping(name: str, root: Path) -> Path:
    """The mapping file of a form: the workbench's own, else a shipped example, else a path.

    Raises
    ------
    ParameterError, MissingError
        There is none.
    """
    from libmkt.reporting import forms
    from libmkt.reporting.plan import shipped

    if name.endswith((".yml", ".yaml")):
        given = Path(name)
        if given.is_file():
            return given.resolve()
        return workbench.resolve(given, root)
    places = [root / FOLDER, shipped() / FOLDER]
    for place in places:
        if (place / f"{name}.yml").is_file():
            return place / f"{name}.yml"
    known = sorted({file.stem for place in places for file in place.glob("*.yml")})
    raise forms.unknown_form(name, known)


def _period(args: argparse.Namespace, form: Form, library: Library) -> Period:
    from libmkt.period import Period

    as_of = args.as_of or dt.datetime.now(zoneinfo.ZoneInfo(library.time_zone)).date()
    return Period.parse(args.period or form.period, as_of=as_of)


def _template(form: Form, mapping: Path, root: Path) -> Path:
    beside = mapping.parent / form.template
    return beside if beside.is_file() else workbench.resolve(form.template, root)


def _typed(path: Path | None) -> Path | None:
    """A path as the user typed it: from where they stand."""
    return None if path is None else Path.cwd() / path


def _shown(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path


def _reasons(
    form: Form,
    told: Sequence[Deviation],
    file: Path,
    library: Library,
    language: str,
    root: Path,
) -> dict[str, str]:
    """The reasons from the file, and on a terminal those that are asked for.

    Raises
    ------
    ParameterError
        Some are missing; the file to write them in has been made, or was added to.
    """
    from libmkt.reporting import form_notes, form_sheets

    texts: dict[str, Any] = form_notes.written(file, form) if file.is_file() else {}
    given = form_notes.reasons(texts, language, fallback=library.language)
    lacking = form_notes.unexplained(told, given)
    if lacking and sys.stdin.isatty() and sys.stdout.isatty():
        texts |= asked(lacking, library, language)
        given = form_notes.reasons(texts, language, fallback=library.language)
        lacking_now = form_notes.unexplained(told, given)
    else:
        lacking_now = lacking
    if lacking:
        page = form_notes.reasons_file(form, told, texts, library=library, language=language)
        form_sheets.write_whole(file, lambda part: part.write_text(page, encoding="utf-8"))
    if lacking_now:
        raise _without_reason(form, lacking_now, _shown(file, root), library, language)
    return given


def _without_reason(
    form: Form, lacking: Sequence[Deviation], file: Path, library: Library, language: str
) -> ParameterError:
    from libmkt.reporting import form_notes

    rows = form_notes.note_rows(lacking, {}, library, language)[1:]
    return ParameterError(
        Message(
            N_("{n} figure differs by more than {limit} from the year before without a reason"),
            {"n": len(rows), "limit": words.percent(form.deviation, 0)},
            plural=N_(
                "{n} figures differ by more than {limit} from the year before without a reason"
            ),
        ),
        [
            Problem(
                name,
                Message("{text}", {"text": f"{before} -> {now}"}),
                Message("{text}", {"text": change}),
            )
            for name, before, now, change, _reason in rows
        ],
        [
            Message(
                N_("Write the reasons in {file} and give the command again"),
                {"file": file.as_posix()},
            )
        ],
    )


def asked(
    lacking: Sequence[Deviation],
    library: Library,
    language: str,
    answer: Callable[[str], str] = input,
) -> dict[str, dict[str, str]]:
    """Ask for each reason on the terminal; an empty answer leaves it out."""
    from libmkt.reporting import form_notes

    told: dict[str, dict[str, str]] = {}
    with words.speaking(language):
        rows = form_notes.note_rows(lacking, {}, library, language)[1:]
    print(_(N_("Why do these figures differ so much from the year before?")))
    for deviation, (name, before, now, change, _reason) in zip(lacking, rows, strict=True):
        text = answer(f"  {name}: {before} -> {now} ({change}): ").strip()
        if text:
            told[deviation.figure.place.id] = {language: text}
    return told

"""``libmkt form NAME``: fill a ministry's own workbook and write its explanatory note."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import sys
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words, workbench
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.words import _

if TYPE_CHECKING:
    from openpyxl import Workbook

    from libmkt.library import Library
    from libmkt.period import Period
    from libmkt.reporting.form_figures import Deviation, Figure
    from libmkt.reporting.forms import Form
    from libmkt.tables import Reading

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


@dataclass(frozen=True)
class Work:
    """One form to fill: what it is, for whom, for when and in which language."""

    root: Path
    library: Library
    name: str
    form: Form
    template: Path
    period: Period
    language: str
    as_of: dt.date


def run(args: argparse.Namespace) -> int:
    """Fill the form; 0 when form and note were written."""
    from libmkt import read
    from libmkt.reporting import form_figures, form_sheets, forms

    work = _work(args)
    data = read.counts(_source(args, work.form))
    found = form_figures.figures(work.form, data.table, period=work.period)
    book = form_sheets.opened(work.template)
    _spots, wrong = form_sheets.targets(book, work.form)
    wrong += form_figures.problems(work.form, found)
    if wrong:
        raise forms.refuse(work.name, wrong)
    out = _destination(args, work)
    told = form_figures.deviations(work.form, found)
    place = Path("parameters", "notes", f"form-{work.name}", str(work.period), "reasons.yml")
    given = _reasons(work, told, _typed(args.reasons) or work.root / place)
    _write(work, book, out, found, told, given, data)
    return 0


def _work(args: argparse.Namespace) -> Work:
    from libmkt.period import Period
    from libmkt.reporting import forms

    root = workbench.find_root()
    library = workbench.library(root)
    mapping = find_mapping(args.name, root)
    form = forms.read_form(mapping)
    as_of = args.as_of or dt.datetime.now(zoneinfo.ZoneInfo(library.time_zone)).date()
    beside = mapping.parent / form.template
    inside = beside.resolve().is_relative_to(mapping.parent.resolve())
    return Work(
        root,
        library,
        mapping.stem,
        form,
        beside if inside and beside.is_file() else workbench.resolve(form.template, root),
        Period.parse(args.period or form.period, as_of=as_of),
        words.check_language(args.language or library.language),
        as_of,
    )


def _source(args: argparse.Namespace, form: Form) -> str:
    source = args.source or form.source
    if source is None:
        raise ParameterError(
            Message(N_("The form names no source of figures")),
            hints=[Message(N_("Name one with: --source NAME"))],
        )
    return str(source)


def _destination(args: argparse.Namespace, work: Work) -> Path:
    folder = work.root / "reports" / f"form-{work.name}" / str(work.period) / work.language
    out = _typed(args.out) or folder / f"{work.name}-{work.period}.xlsx"
    if out.suffix.lower() != ".xlsx":
        raise ParameterError(
            Message(N_("{file} is not a name for a workbook"), {"file": out.name}),
            [Problem("--out", Message(N_("expected a name that ends in .xlsx")))],
        )
    if out.resolve() == work.template.resolve():
        what = N_("{file} is the template itself: name another file")
        raise ParameterError(Message(what, {"file": out.name}))
    return out


def _write(
    work: Work,
    book: Workbook,
    out: Path,
    found: Sequence[Figure],
    told: Sequence[Deviation],
    given: Mapping[str, str],
    data: Reading,
) -> None:
    """Write the workbook and the note beside it, and say where they are."""
    from libmkt.reporting import form_letter, form_notes, form_sheets

    library, language, period = work.library, work.language, work.period
    left = form_sheets.losses(work.template)
    form_sheets.fill(book, work.form, found, library=library, period=period, language=language)
    form_sheets.add_note_sheet(book, work.form, told, given, library=library, language=language)
    text = form_notes.note(
        work.form,
        told,
        given,
        library=library,
        period=period,
        language=language,
        files=data.files,
        losses=left,
        breaks=data.breaks,
    )
    note = out.with_name(f"{out.stem}-note.{language}.md")
    sheet = note.with_suffix(".docx")
    letter = form_letter.letter(text, language=language, day=work.as_of, root=work.root)
    form_sheets.write_whole(out, book.save)
    form_sheets.write_whole(note, lambda part: part.write_text(text, encoding="utf-8"))
    kept = form_letter.write(sheet, letter)
    for made in (out, note, sheet):
        print(words.fill(_(N_("written: {file}")), file=_shown(made, work.root).as_posix()))
    if kept:
        print(words.fill(_(N_("your edited file is kept as {name}")), name=kept.name))
    for what in left:
        print(words.fill(_(N_("not carried over: {what}")), what=words.translate(what)))


def find_mapping(name: str, root: Path) -> Path:
    """The mapping file of a form: the workbench's own, else a shipped example, else a path.

    Raises
    ------
    ParameterError, MissingError
        There is none.
    """
    from libmkt.reporting import forms
    from libmkt.workbench import shipped

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


def _typed(path: Path | None) -> Path | None:
    """A path as the user typed it: from where they stand."""
    return None if path is None else Path.cwd() / path


def _shown(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path


def _reasons(work: Work, told: Sequence[Deviation], file: Path) -> dict[str, str]:
    """The reasons from the file, and on a terminal those that are asked for.

    Raises
    ------
    ParameterError
        Some are missing; the file to write them in has been made, or was added to.
    """
    from libmkt.reporting import form_notes, form_sheets

    library, language = work.library, work.language
    texts: dict[str, Any] = form_notes.written(file, work.form) if file.is_file() else {}
    given = form_notes.reasons(texts, language, fallback=library.language)
    lacking = form_notes.unexplained(told, given)
    if not lacking:
        return given
    if sys.stdin.isatty() and sys.stdout.isatty():
        texts |= asked(lacking, library, language)
        given = form_notes.reasons(texts, language, fallback=library.language)
        lacking = form_notes.unexplained(told, given)
    page = form_notes.reasons_file(work.form, told, texts, library=library, language=language)
    form_sheets.write_whole(file, lambda part: part.write_text(page, encoding="utf-8"))
    if lacking:
        raise _without_reason(work.form, lacking, _shown(file, work.root), library)
    return given


def _without_reason(
    form: Form, lacking: Sequence[Deviation], file: Path, library: Library
) -> ParameterError:
    from libmkt.reporting import form_notes

    rows = form_notes.note_rows(lacking, {}, library, words.language())[1:]
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
    lacking: Sequence[Deviation], library: Library, language: str
) -> dict[str, dict[str, str]]:
    """Ask for each reason on the terminal; an empty answer, or an end of input, leaves it out."""
    from libmkt.reporting import form_notes

    told: dict[str, dict[str, str]] = {}
    rows = form_notes.note_rows(lacking, {}, library, words.language())[1:]
    print(_(N_("Why do these figures differ so much from the year before?")))
    with contextlib.suppress(EOFError):
        for deviation, (name, before, now, change, _reason) in zip(lacking, rows, strict=True):
            text = input(f"  {name}: {before} -> {now} ({change}): ").strip()
            if text:
                told[deviation.figure.place.id] = {language: text}
    return told

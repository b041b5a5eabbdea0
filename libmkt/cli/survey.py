"""``libmkt survey``: design a survey, write its forms, and the sheet to type them in."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from libmkt import words
from libmkt.cli import survey_sample
from libmkt.cli.arguments import Parser
from libmkt.cli.console import near
from libmkt.errors import N_, Message, MissingError, ParameterError, Problem
from libmkt.words import _

if TYPE_CHECKING:
    from libmkt.codebook import Codebook

_ENDING = ".codebook.json"
_ACTIONS = {
    "sample": N_("how many to ask"),
    "batteries": N_("list the ready sets of questions"),
    "draft": N_("write a codebook, from ready questions or from a file of answers"),
    "paper": N_("the form to print, one page of HTML"),
    "entry": N_("a workbook for typing paper forms in"),
    "xlsform": N_("the form for KoboToolbox and ODK"),
    "limesurvey": N_("the structure for LimeSurvey"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Take an action and its own arguments."""
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action",
                                    parser_class=Parser)  # fmt: skip
    made = {
        name: actions.add_parser(name, help=_(text), description=_(text))
        for name, text in _ACTIONS.items()
    }
    survey_sample.configure(made["sample"])
    _configure_draft(made["draft"])
    for name in ("paper", "entry", "xlsform", "limesurvey"):
        made[name].add_argument("codebook", metavar="CODEBOOK", help=_(N_("the codebook's file")))
        made[name].add_argument("--to", metavar="FILE", help=_(N_("the file to write")))
        if name in ("paper", "entry"):
            made[name].add_argument(
                "--language", metavar="CODE", help=_(N_("the language of the form"))
            )
        if name != "entry":
            made[name].add_argument("--force", action="store_true", help=_(N_("write over it")))
    made["entry"].add_argument(
        "--forms", type=int, default=200, metavar="N", help=_(N_("rows to fill in"))
    )
    made["limesurvey"].add_argument(
        "--as",
        dest="stand_in",
        metavar="kaa=tr",
        default="",
        help=_(N_("the code under which a language stands that LimeSurvey does not have")),
    )


def _configure_draft(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE",
        help=_(N_("the codebook to write; without --battery, a file of answers to draft it from")),
    )  # fmt: skip
    parser.add_argument(
        "--battery", metavar="NAMES", help=_(N_("ready sets of questions, parted by commas"))
    )
    parser.add_argument(
        "--language", metavar="CODES", help=_(N_("languages to keep, the main one first"))
    )
    parser.add_argument("--title", metavar="TEXT", help=_(N_("title of the questionnaire")))
    parser.add_argument("--wave", metavar="NAME", default="", help=_(N_("name of this wave")))
    parser.add_argument(
        "--without-background", action="store_true", help=_(N_("do not ask age, sex and place"))
    )
    parser.add_argument(
        "--sheet", metavar="NAME", help=_(N_("the sheet of a workbook"))
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help=_(N_("write over it")))


def run(args: argparse.Namespace) -> int:
    """Do one action."""
    act: dict[str, Callable[[argparse.Namespace], int]] = {
        "sample": survey_sample.run,
        "batteries": _batteries,
        "draft": _draft,
        "paper": _paper,
        "entry": _entry,
        "xlsform": _xlsform,
        "limesurvey": _limesurvey,
    }
    return act[args.action](args)


def _batteries(args: argparse.Namespace) -> int:
    from libmkt.surveys.batteries import NAMES, battery

    wide = max(map(len, NAMES))
    for name, text in NAMES.items():
        count = words.number(len(battery(name).fields))
        print(f"{name:<{wide}}  {count:>3}  {_(text)}")
    print()
    print(_(N_("Next: libmkt survey draft FILE --battery satisfaction")))
    return 0


def _draft(args: argparse.Namespace) -> int:
    """A codebook from ready questions, or from answers that have none."""
    if args.battery is None:
        return _drafted_from_answers(args)
    from libmkt.codebook import save, workbook
    from libmkt.surveys.batteries import questionnaire

    place = Path(args.file)
    for_people = place.suffix.lower() == ".xlsx"
    place = place if for_people else place.with_name(_stem(place) + _ENDING)
    languages = _parted(args.language) or None
    book = questionnaire(
        _parted(args.battery),
        background=not args.without_background,
        languages=languages,
        name=_stem(place),
        wave=args.wave,
        title=dict.fromkeys(languages or ["kaa"], args.title) if args.title else None,
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    _free(place, force=args.force)
    _written(workbook.write(book, place) if for_people else save(book, place))
    asked = _(N_("{n:n0} questions in {languages}"))
    print(words.fill(asked, n=len(book.fields), languages=", ".join(book.languages)))
    _next(
        N_(
            "Next: libmkt survey paper {file} to print it, libmkt survey entry {file} to type it in"
        ),
        file=near(place),
    )
    return 0


def _drafted_from_answers(args: argparse.Namespace) -> int:
    from libmkt.cli.check_survey import account
    from libmkt.codebook import beside, save
    from libmkt.read import survey
    from libmkt.read.source import files

    place = beside(files(args.file)[0].path)
    _free(place, force=args.force)
    reading = survey(args.file, sheet=args.sheet)
    print("\n".join(account(reading)))
    _written(save(reading.codebook, place))
    return 0


def _paper(args: argparse.Namespace) -> int:
    from libmkt.surveys.paper_form import page

    book, source = _codebook(args.codebook)
    language = _language(args.language, book)
    place = _place(args.to, source, f"-{language}.html", force=args.force)
    place.write_text(page(book, language=language), encoding="utf-8", newline="\n")
    _written(place)
    _gaps(book, language)
    return 0


def _entry(args: argparse.Namespace) -> int:
    from libmkt.codebook import beside, paper

    book, source = _codebook(args.codebook)
    language = _language(args.language, book)
    if args.forms < 1:
        raise ParameterError(
            Message(N_("{name}: {value} does not fit"), {"name": "--forms", "value": args.forms})
        )
    tail = ".xlsx" if source.name.endswith(_ENDING) else "-entry.xlsx"
    place = _place(args.to, source, tail, force=False)
    if beside(place) != source:
        _free(beside(place), force=False)
    _written(paper.write(book, place, forms=args.forms, language=language))
    _next(
        N_("Next: type a form a row, then look at it: libmkt check {file} --as survey"),
        file=near(place),
    )
    return 0


def _xlsform(args: argparse.Namespace) -> int:
    from libmkt.surveys.xlsform import fitted, write

    book, source = _codebook(args.codebook)
    place = _place(args.to, source, "-xlsform.xlsx", force=args.force)
    _written(write(book, place))
    _gaps(book)
    _answers(book, fitted(book), place, source)
    return 0


def _limesurvey(args: argparse.Namespace) -> int:
    from libmkt.surveys.limesurvey import STAND_IN, fitted, write

    book, source = _codebook(args.codebook)
    stand_in = {**STAND_IN, **_pairs(args.stand_in)}
    codes = [stand_in.get(one, one) for one in book.languages]
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        what = N_("two languages stand under {code}: choose another by --as kaa=CODE")
        raise ParameterError(Message(what, {"code": twice[0]}))
    place = _place(args.to, source, "-limesurvey.lss", force=args.force)
    _written(write(book, place, stand_in=stand_in))
    for one in book.languages:
        if one in stand_in:
            what = N_("LimeSurvey has no {language}: its texts stand under {code}, "
                      "and the buttons are in that language")  # fmt: skip
            print(words.fill(_(what), language=_named(one), code=_named(stand_in[one])))
    _gaps(book)
    _answers(book, fitted(book), place, source)
    return 0


def _codebook(name: str) -> tuple[Codebook, Path]:
    """The codebook that a file holds, JSON or the workbook for people, and where it lies."""
    from libmkt.codebook import SUFFIX, load, workbook_reading

    path = Path(name)
    if not path.is_file():
        near = path.with_name(path.name + SUFFIX)
        if near.is_file():
            return load(near), near
        raise MissingError(
            Message(N_("There is no file {file}"), {"file": name}),
            hints=[Message(N_("A codebook is made by: libmkt survey draft FILE --battery NAMES"))],
        )
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        return workbook_reading.read(path), path
    return load(path), path


def _stem(path: Path) -> str:
    """The name of a survey's files: poll-2026 of poll-2026.codebook.json."""
    return path.name.removesuffix(_ENDING) if path.name.endswith(_ENDING) else path.stem


def _place(to: str | None, source: Path, tail: str, *, force: bool) -> Path:
    """Where to write: what the user named, else beside the codebook."""
    place = Path(to) if to else source.with_name(_stem(source) + tail)
    _free(place, force=force)
    return place


def _free(place: Path, *, force: bool) -> None:
    """Refuse to write over a file, and a folder that is not there."""
    if not place.parent.is_dir():
        raise MissingError(
            Message(N_("There is no folder {folder}"), {"folder": str(place.parent)}),
            hints=[Message(N_("Make it first, or name another file"))],
        )
    if place.exists() and not force:
        what = Message(N_("{file} is there already and is not written over"), {"file": place.name})
        hint = N_("Name another file, or take this one away: somebody may have worked in it")
        raise ParameterError(what, hints=[Message(hint)])


def _language(wanted: str | None, book: Codebook) -> str:
    if wanted is None or wanted in book.languages:
        return wanted or book.languages[0]
    what = Message(N_("not a language of these questions: {known}"),
                   {"known": ", ".join(book.languages)})  # fmt: skip
    raise ParameterError(
        Message(N_("the form cannot be written")), [Problem(f"--language {wanted}", what)]
    )


def _parted(text: str | None) -> list[str]:
    return [one.strip() for one in (text or "").split(",") if one.strip()]


def _pairs(text: str) -> dict[str, str]:
    """``kaa=tr,uz=uz`` as a mapping."""
    found = {}
    for one in _parted(text):
        language, sign, code = one.partition("=")
        if not (sign and language.strip() and code.strip()):
            raise ParameterError(
                Message(N_("{name}: {value} does not fit"), {"name": "--as", "value": one})
            )
        found[language.strip()] = code.strip()
    return found


def _gaps(book: Codebook, language: str | None = None) -> None:
    """Say where a language lacks texts: the form shows those of another."""
    from libmkt.surveys.form_parts import untold

    for one in [language] if language else book.languages:
        lacking = [gap for gap in untold(book) if gap.language == one]
        if lacking:
            fields = ", ".join(list(dict.fromkeys(gap.field for gap in lacking))[:6])
            what = N_(
                "{language}: {n:n0} texts are missing, another language is shown: {fields} ..."
            )
            print(words.fill(_(what), language=_named(one), n=len(lacking), fields=fields))


def _named(language: str) -> str:
    """A language in its own words, with its code.

    >>> _named("ru"), _named("tr")
    ('Русский (ru)', 'tr')
    """
    names = words.OWN_NAMES
    return f"{names[language]} ({language})" if language in names else language


def _answers(book: Codebook, fitted: Codebook, place: Path, source: Path) -> None:
    """Say where the export belongs; write the codebook that knows its names, if they differ."""
    from libmkt.codebook import beside, save

    known = source
    if fitted != book or not source.name.endswith(_ENDING):
        known = save(fitted, beside(place))
        _written(known)
    _next(N_("Answers: put the export beside it as {file}, and it is read by {codebook}"),
          file=_stem(known) + ".csv", codebook=known.name)  # fmt: skip


def _written(place: Path) -> None:
    print(words.translate(Message(N_("written: {file}"), {"file": near(place)})))


def _next(template: str, **fields: str) -> None:
    print(words.fill(_(template), **fields))

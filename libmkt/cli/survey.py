"""``libmkt survey``: design a survey, write its forms, and the sheet to type them in."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from libmkt import words
from libmkt.cli import survey_forms, survey_sample
from libmkt.cli.arguments import Parser
from libmkt.cli.console import near
from libmkt.cli.survey_files import check_free, parted, said, stem, written
from libmkt.codebook import SUFFIX
from libmkt.errors import N_
from libmkt.words import _

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
        "paper": survey_forms.paper,
        "entry": survey_forms.entry,
        "xlsform": survey_forms.xlsform,
        "limesurvey": survey_forms.limesurvey,
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
    place = place if for_people else place.with_name(stem(place) + SUFFIX)
    languages = parted(args.language) or None
    book = questionnaire(
        parted(args.battery),
        background=not args.without_background,
        languages=languages,
        name=stem(place),
        wave=args.wave,
        title=dict.fromkeys(languages or ["kaa"], args.title) if args.title else None,
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    check_free(place, force=args.force)
    written(workbook.write(book, place) if for_people else save(book, place))
    asked = N_("{n:n0} questions in {languages}")
    said(asked, n=len(book.fields), languages=", ".join(book.languages))
    said(
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
    check_free(place, force=args.force)
    reading = survey(args.file, sheet=args.sheet)
    print("\n".join(account(reading)))
    written(save(reading.codebook, place))
    return 0

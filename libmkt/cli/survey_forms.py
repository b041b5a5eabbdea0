"""``libmkt survey paper``, ``entry``, ``xlsform`` and ``limesurvey``: a codebook as a form."""

from __future__ import annotations

import argparse
from pathlib import Path

from libmkt import words
from libmkt.cli.console import near
from libmkt.cli.survey_files import (
    check_free,
    codebook,
    free_place,
    parted,
    said,
    stem,
    written,
)
from libmkt.codebook import SUFFIX, UNKNOWN, Codebook
from libmkt.errors import N_, Message, ParameterError, Problem


def paper(args: argparse.Namespace) -> int:
    """Write the form to print."""
    from libmkt.surveys.paper_form import page

    book, source = codebook(args.codebook)
    language = _language(args.language, book)
    place = free_place(args.to, source, f"-{language}.html", force=args.force)
    place.write_text(page(book, language=language), encoding="utf-8", newline="\n")
    written(place)
    _gaps(book, language)
    return 0


def entry(args: argparse.Namespace) -> int:
    """Write the workbook in which forms are typed; never over one that is there."""
    from libmkt.codebook import beside, paper

    book, source = codebook(args.codebook)
    language = _language(args.language, book)
    if args.forms < 1:
        raise ParameterError(
            Message(N_("{name}: {value} does not fit"), {"name": "--forms", "value": args.forms})
        )
    tail = ".xlsx" if source.name.endswith(SUFFIX) else "-entry.xlsx"
    place = free_place(args.to, source, tail, force=False)
    if beside(place).resolve() != source.resolve():
        check_free(beside(place), force=False)
    written(paper.write(book, place, forms=args.forms, language=language))
    said(
        N_("Next: type a form a row, then look at it: libmkt check {file} --as survey"),
        file=near(place),
    )
    return 0


def xlsform(args: argparse.Namespace) -> int:
    """Write the form for KoboToolbox and ODK."""
    from libmkt.surveys.xlsform import fitted, write

    book, source = codebook(args.codebook)
    place = free_place(args.to, source, "-xlsform.xlsx", force=args.force)
    written(write(book, place))
    _gaps(book)
    _answers(book, fitted(book), place, source)
    return 0


def limesurvey(args: argparse.Namespace) -> int:
    """Write the structure for LimeSurvey."""
    from libmkt.surveys.limesurvey import STAND_IN, fitted, write

    book, source = codebook(args.codebook)
    stand_in = {**STAND_IN, **_pairs(args.stand_in)}
    codes = [stand_in.get(one, one) for one in book.languages]
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        what = N_("two languages stand under {code}: choose another by --as kaa=CODE")
        raise ParameterError(Message(what, {"code": twice[0]}))
    if UNKNOWN in codes:
        what = N_("the language of the questions is not known: name it by --as und=ru")
        raise ParameterError(Message(what))
    place = free_place(args.to, source, "-limesurvey.lss", force=args.force)
    written(write(book, place, stand_in=stand_in))
    for one in book.languages:
        if one != UNKNOWN and stand_in.get(one, one) != one:
            what = N_("LimeSurvey has no {language}: its texts stand under {code}, "
                      "and the buttons are in that language")  # fmt: skip
            said(what, language=_named(one), code=_named(stand_in[one]))
    _gaps(book)
    _answers(book, fitted(book), place, source)
    return 0


def _language(wanted: str | None, book: Codebook) -> str:
    if wanted is None or wanted in book.languages:
        return wanted or book.languages[0]
    what = Message(N_("not a language of these questions: {known}"),
                   {"known": ", ".join(book.languages)})  # fmt: skip
    raise ParameterError(
        Message(N_("the form cannot be written")), [Problem(f"--language {wanted}", what)]
    )


def _pairs(text: str) -> dict[str, str]:
    """``kaa=tr,uz=uz`` as a mapping."""
    found = {}
    for one in parted(text):
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
            said(what, language=_named(one), n=len(lacking), fields=fields)


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
    if fitted != book or not source.name.endswith(SUFFIX):
        known = save(fitted, beside(place))
        written(known)
    said(N_("Answers: put the export beside it as {file}, and it is read by {codebook}"),
          file=stem(known) + ".csv", codebook=known.name)  # fmt: skip

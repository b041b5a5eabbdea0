"""``libmkt explain``: an indicator's passport, or the list of them."""

from __future__ import annotations

import argparse

from libmkt import words
from libmkt.errors import N_, ParameterError
from libmkt.measures import INDICATORS, MEASURES, Measure, Passport, label, measure, passport
from libmkt.words import _

_LANGUAGES = {"kaa": "Qaraqalpaqsha", "uz": "Oʻzbekcha", "ru": "По-русски", "en": "English"}
_FAMILIES = {
    "use": N_("Use"),
    "resources": N_("Resources"),
    "efficiency": N_("Efficiency"),
}
_DIRECTIONS = {
    "up": N_("higher is better, other things equal"),
    "down": N_("lower is better, other things equal"),
    "none": N_("neither higher nor lower is better by itself"),
}
_KINDS = {
    "flow": N_("flow: adds up over time"),
    "stock": N_("stock: a level at the end of the period"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the code, formula number or name of an indicator or measure."""
    parser.add_argument(
        "measure",
        nargs="*",
        metavar="MEASURE",
        help=_(N_("code, formula number or name; none lists them all")),
    )
    parser.add_argument(
        "--language", choices=words.LANGUAGES, help=_(N_("the language of the passport"))
    )


def run(args: argparse.Namespace) -> int:
    """Print a passport in the language in use, or the list of codes."""
    wanted = " ".join(args.measure)
    with words.speaking(args.language or words.language()):
        print("\n".join(explained(wanted) if wanted else listed()))
    return 0


def explained(wanted: str) -> list[str]:
    """The lines of one passport, of an indicator or of a measure.

    >>> explained("turnover")[0]
    'Turnover of stock (turnover, F03)'
    """
    try:
        return _indicator(passport(wanted))
    except ParameterError as not_an_indicator:
        try:
            return _measure(measure(wanted))
        except ParameterError:
            raise not_an_indicator from None


def listed() -> list[str]:
    """The codes and names of all indicators and measures, a line each."""
    wide = max(len(code) for code in [*INDICATORS, *MEASURES])
    lines = []
    for family, title in _FAMILIES.items():
        members = [p for p in INDICATORS.values() if p.family == family]
        lines += [_(title), *(f"  {p.code:<{wide}}  {_(p.name)}" for p in members), ""]
    lines.append(_(N_("What is counted")))
    return lines + [f"  {m.code:<{wide}}  {_(m.name)}" for m in MEASURES.values()]


def _indicator(one: Passport) -> list[str]:
    above = _(label(one.numerator))
    below = [_(label(code)) for code in one.denominators]
    scale = "" if one.scale == 1 else f" × {words.number(one.scale)}"
    number = f", {one.formula}" if one.formula else ""
    fields = [
        (_(N_("Formula")), f"{above} / {below[0]}{scale}"),
        (_(N_("Numerator")), f"{above} ({one.numerator})"),
        (
            _(N_("Denominator")),
            "; ".join(
                f"{name} ({code})" for name, code in zip(below, one.denominators, strict=True)
            ),
        ),
        (_(N_("Unit")), _(N_("share")) if one.unit == "share" else _(one.unit)),
        (_(N_("Direction")), _(_DIRECTIONS[one.direction])),
        (_(N_("Family")), _(_FAMILIES[one.family])),
    ]
    fields += [(edition, code) for edition, code in one.standards.items()]
    lines = [f"{_(one.name)} ({one.code}{number})", "", _(one.definition), ""]
    lines += _aligned(fields)
    if one.pitfalls:
        lines += ["", _(N_("Where it misleads"))]
        lines += [f"  - {_(text)}" for text in one.pitfalls]
    return [*lines, "", *_names(one.name)]


def _measure(one: Measure) -> list[str]:
    fields = [(_(N_("Unit")), _(one.unit)), (_(N_("Kind")), _(_KINDS[one.kind]))]
    if one.aliases:
        fields.append((_(N_("Also called")), ", ".join(one.aliases)))
    note = ["", _(one.note)] if one.note else []
    return [f"{_(one.name)} ({one.code})", "", *_aligned(fields), *note, "", *_names(one.name)]


def _aligned(fields: list[tuple[str, str]]) -> list[str]:
    wide = max(len(name) for name, _value in fields)
    return [f"{name:<{wide}}  {value}" for name, value in fields]


def _names(name: str) -> list[str]:
    rows = []
    for code, language in _LANGUAGES.items():
        with words.speaking(code):
            rows.append((language, words.translate(name)))
    return [_(N_("Names")), *(f"  {line}" for line in _aligned(rows))]

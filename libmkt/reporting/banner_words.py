"""What a banner table is, and the words that it is told in.

A banner is taken as its tidy tables (cells, comparisons, columns) and the choices it was
made with, as `libmkt.surveys.banner` gives them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from libmkt import words
from libmkt.errors import N_
from libmkt.words import _

if TYPE_CHECKING:
    import pandas as pd


class Banner(Protocol):
    """What a banner table has; see `libmkt.surveys.Banner`."""

    @property
    def cells(self) -> pd.DataFrame: ...
    @property
    def comparisons(self) -> pd.DataFrame: ...
    @property
    def columns(self) -> pd.DataFrame: ...
    @property
    def level(self) -> float: ...
    @property
    def adjust(self) -> str: ...
    @property
    def test(self) -> str: ...
    @property
    def minimum(self) -> int: ...
    @property
    def small(self) -> str: ...
    @property
    def missing(self) -> str: ...
    @property
    def weighted(self) -> bool: ...
    @property
    def sample(self) -> str: ...


FORMS: Final = {"share": "p0", "top": "p0", "bottom": "p0", "mean": "n2", "nps": "n0"}
ERROR_FORMS: Final = {"mean": "n3", "nps": "n1"}  # what has its standard error below it
BASES: Final = {
    "n": N_("People who answered"),
    "weighted": N_("Weighted base"),
    "n_eff": N_("Effective base"),
}
TOTAL: Final = N_("Total")
TOO_FEW: Final = N_("too few")
_STATS: Final = {
    "top": N_("Top box: {values}"),
    "bottom": N_("Bottom box: {values}"),
    "mean": N_("Mean"),
    "nps": N_("Net promoter score"),
}
_NPS: Final = {
    "9-10": N_("Promoters (9–10)"),
    "7-8": N_("Passives (7–8)"),
    "0-6": N_("Detractors (0–6)"),
}
_NO_ANSWER: Final = N_("no answer")
_ADJUSTED: Final = {
    "none": N_("The p-values are not adjusted for how many pairs were compared."),
    "bonferroni": N_(
        "The p-values are adjusted by Bonferroni, over the pairs of one row in one heading."
    ),
    "holm": N_("The p-values are adjusted by Holm, over the pairs of one row in one heading."),
}
_TESTED: Final = {
    "design": N_(
        "Pairs are compared by t, with the error that the design of the sample gives; people "
        "who are in both columns are allowed for. A share of 0 or 100 % is compared by z with "
        "the pooled share."
    ),
    "pooled": N_(
        "Shares are compared by z with the pooled share and the effective bases; people who "
        "are in both columns are allowed for. Means and scores are compared by t, with the "
        "error that the design of the sample gives."
    ),
}
_METHODS: Final = {"t, design": N_("t, by the design"), "z, pooled": N_("z, pooled share")}
_SMALL: Final = {
    "hide": N_("Columns with fewer than {n} answers are shown as “too few” and not compared."),
    "mark": N_("Columns with fewer than {n} answers are shown, but not compared."),
}
_MISSING: Final = {
    "leave_out": N_("Missing answers are not in the base."),
    "category": N_("Missing answers are a row of their own in questions with one answer."),
    "refuse": N_("No answers are missing."),
}
_SAMPLE: Final = {
    "opt-in": N_(
        "Whoever wished took part: there is no margin of error, and columns are not compared."
    ),
    "modelled": N_(
        "Whoever wished took part: errors are those of a random sample of the same make."
    ),
    "census": N_("Everybody was asked: there is no sampling error, and columns are not compared."),
}


def row_label(label: str, stat: str, kind: str) -> str:
    """What stands before a row, in the language in use.

    >>> row_label("4, 5", "top", "scale"), row_label("9-10", "share", "nps")
    ('Top box: 4, 5', 'Promoters (9–10)')
    """
    if stat in _STATS:
        return words.fill(_(_STATS[stat]), values=label)
    if kind == "nps" and label in _NPS:
        return _(_NPS[label])
    return _(_NO_ANSWER) if label == _NO_ANSWER else label


def method_name(code: str) -> str:
    """How two columns were compared, in words; a dash where they were not."""
    return _(_METHODS[code]) if code in _METHODS else "–"


def has_tests(banner: Banner) -> bool:
    """Whether columns were compared: the sample gives errors, and there is more than a total."""
    return banner.sample in ("probability", "modelled")


def bases_of(banner: Banner) -> list[str]:
    """Which bases are shown: the weighted ones only where there are weights."""
    return list(BASES) if banner.weighted else ["n"]


def banner_notes(banner: Banner) -> list[str]:
    """How the table came about, a sentence each, in the language in use."""
    told = []
    if banner.sample in _SAMPLE:
        told.append(_(_SAMPLE[banner.sample]))
    if has_tests(banner):
        told += [
            words.fill(
                _(N_("A letter marks a value that is higher than that of the column with this "
                     "letter, at a level of {level:p0}; only columns of one heading are "
                     "compared, and never the total.")),
                level=banner.level,
            ),
            _(_TESTED[banner.test]),
            _(_ADJUSTED[banner.adjust]),
        ]  # fmt: skip
    if banner.weighted:
        told.append(
            _(N_("Shares and means are weighted. The effective base is the number of people "
                 "that would tell as much without weights (Kish)."))
        )  # fmt: skip
    told.append(words.fill(_(_SMALL[banner.small]), n=banner.minimum))
    told.append(_(_MISSING[banner.missing]))
    return told

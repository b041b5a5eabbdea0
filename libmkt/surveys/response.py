"""Response rates, from what became of each invitation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.tables import DISPOSITIONS

_ANSWERED, _KNOWN = ("I", "P"), ("I", "P", "R", "NC", "O")
_UNKNOWN = ("UH", "UO")
# Rate: numerator, denominator, and how much of the unknown counts (all, estimated, none).
RATES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...], str]]] = {
    "RR1": (("I",), _KNOWN, "all"),
    "RR2": (_ANSWERED, _KNOWN, "all"),
    "RR3": (("I",), _KNOWN, "estimated"),
    "RR4": (_ANSWERED, _KNOWN, "estimated"),
    "RR5": (("I",), _KNOWN, "none"),
    "RR6": (_ANSWERED, _KNOWN, "none"),
    "COOP1": (("I",), ("I", "P", "R", "O"), "none"),
    "COOP2": (_ANSWERED, ("I", "P", "R", "O"), "none"),
    "COOP3": (("I",), ("I", "P", "R"), "none"),
    "COOP4": (_ANSWERED, ("I", "P", "R"), "none"),
    "REF1": (("R",), _KNOWN, "all"),
    "REF2": (("R",), _KNOWN, "estimated"),
    "REF3": (("R",), _KNOWN, "none"),
    "CON1": (("I", "P", "R", "O"), _KNOWN, "all"),
    "CON2": (("I", "P", "R", "O"), _KNOWN, "estimated"),
    "CON3": (("I", "P", "R", "O"), _KNOWN, "none"),
}


def response_rates(
    dispositions: pd.Series | Mapping[str, float],
    *,
    codes: Mapping[str, str] | None = None,
    eligible_share: float | None = None,
) -> pd.DataFrame:
    """Response, cooperation, refusal and contact rates, each with its definition.

    Parameters
    ----------
    dispositions
        What became of each invitation, one row a person; or counts by disposition:
        ``{"complete": 412, "refusal": 30}``.  Words: complete, partial, refusal,
        non_contact, other, unknown (not known whether there was anybody to ask),
        unknown_other (not known for another reason), not_eligible.
    codes
        From the words of the data to these: ``{"Finished": "complete"}``.
    eligible_share
        Share of the unknown that were eligible (AAPOR's e), 0 to 1; None takes that
        among the known, (all known less not eligible) / all known.

    Returns
    -------
    DataFrame
        One row a rate, RR1 to CON3: rate, n (above the line), base (below; with e a
        part of a person), estimate (0 to 1; missing for a base of 0), definition (the
        formula in AAPOR's letters), eligible_share (e), note ("no_frame" where nobody is
        known who did not answer: the rates say nothing, as for a link open to all).

    Raises
    ------
    DataError
        A disposition is none of the words, missing, or its count is negative.
    ParameterError
        e outside 0 to 1.

    Notes
    -----
    AAPOR (2016), Standard Definitions, 9th edition, pages 61 to 63.

    Examples
    --------
    >>> found = response_rates({"complete": 400, "partial": 50, "refusal": 150, "unknown": 400})
    >>> found.set_index("rate")["estimate"].loc[["RR1", "RR2", "RR5", "COOP1"]].round(3).to_dict()
    {'RR1': 0.4, 'RR2': 0.45, 'RR5': 0.667, 'COOP1': 0.667}
    """
    counts = _counts(dispositions, codes or {})
    known = sum(counts[letter] for letter in _KNOWN)
    if eligible_share is None:
        all_known = known + counts["NE"]
        e = known / all_known if all_known else 1.0
    else:
        e = eligible_share
    if not 0 <= e <= 1:
        raise ParameterError(
            Message(N_("response rates cannot be computed")),
            [
                Problem(
                    "eligible_share",
                    Message(N_("a number from 0 to 1 was expected")),
                    Message("{value}", {"value": e}),
                )
            ],
        )
    silent = sum(counts[letter] for letter in ("R", "NC", "O", *_UNKNOWN))
    rows = []
    for rate, (above, below, unknown) in RATES.items():
        weight = {"all": 1.0, "estimated": e, "none": 0.0}[unknown]
        n = sum(counts[letter] for letter in above)
        base = sum(counts[letter] for letter in below) + weight * sum(counts[u] for u in _UNKNOWN)
        rows.append((rate, n, base, n / base if base else np.nan, _formula(above, below, unknown)))
    table = pd.DataFrame(rows, columns=["rate", "n", "base", "estimate", "definition"])
    return table.assign(eligible_share=e, note="" if silent else "no_frame")


def unheard(invited: int, known: int) -> int:
    """How many of those asked nothing is known of.

    Parameters
    ----------
    invited, known
        Persons asked, and those of them of whom something is known.

    Raises
    ------
    ParameterError
        More are known than were asked.

    Examples
    --------
    >>> unheard(100, 30)
    70
    """
    if invited < known:
        what = N_("expected {n} or more, for so many answered; 0 where nobody knows")
        found = Message("{found}", {"found": invited})
        raise ParameterError(
            Message(N_("more persons answered than were asked")),
            [Problem("invited", Message(what, {"n": known}), found)],
        )
    return invited - known


def _formula(above: tuple[str, ...], below: tuple[str, ...], unknown: str) -> str:
    rest = {"all": " + UH + UO", "estimated": " + e(UH + UO)", "none": ""}[unknown]
    top = " + ".join(above)
    return f"{top if len(above) == 1 else f'({top})'} / ({' + '.join(below)}{rest})"


def _counts(
    dispositions: pd.Series | Mapping[str, float], codes: Mapping[str, str]
) -> dict[str, float]:
    """Counts by AAPOR's letter; unknown words and negative counts are refused at once."""
    if isinstance(dispositions, pd.Series):
        found = {str(k): float(v) for k, v in dispositions.value_counts(dropna=False).items()}
    else:
        found = {str(k): float(v) for k, v in dispositions.items()}
    counts = dict.fromkeys(DISPOSITIONS.values(), 0.0)
    problems = []
    for word, n in found.items():
        meant = codes.get(word, word)
        if meant not in DISPOSITIONS:
            problems.append(
                Problem(
                    word,
                    Message(N_("is not a disposition")),
                    Message(N_("expected one of: {allowed}"), {"allowed": ", ".join(DISPOSITIONS)}),
                )
            )
        elif not n >= 0:
            problems.append(
                Problem(
                    word,
                    Message(N_("a count from 0 was expected")),
                    Message("{value}", {"value": f"{n:g}"}),
                )
            )
        else:
            counts[DISPOSITIONS[meant]] += n
    if problems:
        raise DataError(Message(N_("response rates cannot be computed")), problems)
    return counts

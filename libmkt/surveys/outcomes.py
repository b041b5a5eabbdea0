"""What became of those who were asked, and the response rates that follow from it."""

from __future__ import annotations

from typing import Final

import pandas as pd

from libmkt import words
from libmkt.codebook import SurveyReading
from libmkt.errors import Told
from libmkt.period import Period
from libmkt.stats.weighting import Weighting
from libmkt.surveys.asked import answered_share, finished
from libmkt.surveys.response import response_rates, unheard
from libmkt.tables import DISPOSITIONS

PARTIAL: Final = 0.5  # share of the questions asked below which who stopped has broken off
_SILENT: Final = ("refusal", "non_contact", "other", "unknown", "unknown_other")
_KNOWN: Final = ("refusal", "non_contact", "other")


def outcomes(
    answers: SurveyReading,
    *,
    invited: int = 0,
    others: pd.DataFrame | None = None,
    last: str = "",
) -> pd.DataFrame:
    """How many completed, answered in part, refused, were not reached ...

    Parameters
    ----------
    answers
        What was read.
    invited
        How many were asked; those of whom nothing is known are then "unknown_other"; 0 where
        nobody knows.
    others
        What became of those who did not answer: disposition, n (`libmkt.read.outcomes`).
        Where it counts the complete ones itself, its counts of complete, partial and refusal
        stand; where it counts the partial ones, its count of them.
    last
        Name of the last question that everybody was asked; "" as in `libmkt.surveys.stops`.

    Returns
    -------
    DataFrame
        One row a disposition that somebody has, in AAPOR's order: disposition, n, label (in
        the language in use), frame (whether it is known who did not begin to answer: the
        same in each row).

    Raises
    ------
    ParameterError
        Fewer were asked than are accounted for.

    Notes
    -----
    Complete: went to the end (`finished`).  Partial: stopped before it, with half or more of
    the questions asked answered.  Who stopped earlier has broken off and counts with the
    refusals, as in AAPOR (2016), Standard Definitions, 9th edition, where the shares are the
    researcher's to state.

    Examples
    --------
    >>> from libmkt.codebook import Codebook, Field
    >>> fields = [Field(name, "ordinal", label={"en": name.upper()}) for name in "ab"]
    >>> table = pd.DataFrame({"a": [1, 2, 1, 2], "b": [1, 2, None, 3]})
    >>> empty = pd.DataFrame()
    >>> read = SurveyReading(table, Codebook(tuple(fields)), empty, empty, empty)
    >>> outcomes(read, invited=10)[["disposition", "n"]].to_numpy().tolist()
    [['complete', 3.0], ['partial', 1.0], ['unknown_other', 6.0]]
    """
    done, share = finished(answers, last=last), answered_share(answers, last=last)
    counts = dict.fromkeys(DISPOSITIONS, 0.0)
    counts["complete"] = int(done.sum())
    counts["partial"] = int((~done & (share >= PARTIAL)).sum())
    counts["refusal"] = int((~done & (share < PARTIAL)).sum())
    given = {} if others is None else dict(zip(others["disposition"], others["n"], strict=True))
    if "complete" in given:
        counts |= {"complete": 0.0, "partial": 0.0, "refusal": 0.0}
    if "partial" in given:
        counts["partial"] = 0.0
    for name, n in given.items():
        counts[str(name)] += float(n)
    if invited:
        counts["unknown_other"] += unheard(invited, int(sum(counts.values())))
    found = pd.DataFrame({"disposition": list(counts), "n": list(counts.values())})
    found = found[found["n"] > 0].reset_index(drop=True)
    labels = [words.sentence(f"disposition_{name}") for name in found["disposition"]]
    return found.assign(label=labels, frame=bool(invited) or others is not None)


def rates_shown(found: pd.DataFrame) -> pd.DataFrame:
    """The rates that these outcomes can tell, in words.

    Parameters
    ----------
    found
        Result of `outcomes`.

    Returns
    -------
    DataFrame
        One row a rate, as `libmkt.surveys.response_rates`, and label; none where it is not
        known who did not answer.

    Notes
    -----
    Who began a form that is open to all and broke off says nothing of those who did not begin:
    without a frame there are no rates.  Those that take the unknown as estimated or as none
    (RR3, RR5) are told only where some of those who did not answer are known to be eligible
    or known not to be.

    Examples
    --------
    >>> found = pd.DataFrame({"disposition": ["complete", "unknown_other"], "n": [40, 60]})
    >>> rates_shown(found.assign(frame=True))[["rate", "estimate"]].to_numpy().tolist()
    [['RR1', 0.4]]
    """
    counts = dict(zip(found["disposition"], found["n"], strict=True))
    rates = response_rates(counts)
    if not found["frame"].all() or not any(counts.get(name) for name in _SILENT):
        return rates.head(0).assign(label="")
    wanted = ["RR1", "RR2"] if counts.get("partial") else ["RR1"]
    if any(counts.get(name) for name in (*_KNOWN, "not_eligible")):
        wanted += ["RR3"] if rates["eligible_share"].iloc[0] < 1 else []
        wanted += ["RR5"] if counts.get("unknown") or counts.get("unknown_other") else []
        wanted += ["COOP1"] if counts.get("refusal") or counts.get("other") else []
        wanted += ["REF1"] if counts.get("refusal") else []
        wanted += ["CON1"] if counts.get("non_contact") else []
    kept = rates[rates["rate"].isin(wanted)].reset_index(drop=True)
    return kept.assign(label=[words.sentence(f"rate_{name}") for name in kept["rate"]])


def rates_told(found: pd.DataFrame) -> list[Told]:
    """The response rate in a sentence, or that there is none.

    Parameters
    ----------
    found
        Result of `outcomes`.

    Returns
    -------
    list of (code, fields)
        "response_rate" (n, base, share), and "response_rate_at_most" (share) where more is
        known of those who kept silent; or "no_frame".  Shares are 0 to 1.

    Examples
    --------
    >>> found = pd.DataFrame({"disposition": ["complete", "unknown_other"], "n": [40, 60]})
    >>> rates_told(found.assign(frame=True))[0]
    ('response_rate', {'n': 40, 'base': 100.0, 'share': 0.4})
    """
    rates = {row["rate"]: row for row in rates_shown(found).to_dict("records")}
    if not rates:
        return [("no_frame", {})]
    least = rates["RR1"]
    fields = {"n": int(least["n"]), "base": least["base"], "share": least["estimate"]}
    told: list[Told] = [("response_rate", fields)]
    if "RR5" in rates:
        told.append(("response_rate_at_most", {"share": rates["RR5"]["estimate"]}))
    return told


def published_rates(
    answers: SurveyReading,
    rates: pd.DataFrame,
    weighting: Weighting | None = None,
    *,
    period: Period | str,
) -> pd.DataFrame:
    """How many answered, their effective number and the response rates, to publish.

    Parameters
    ----------
    answers, rates, weighting
        What was read, `rates_shown`, and how it was weighted.
    period
        When people were asked.

    Returns
    -------
    DataFrame
        One row a number: measure ("answers", "n_eff", then the rates by code), value, unit
        ("persons" or "share"), method, period.

    Examples
    --------
    >>> from libmkt.codebook import Codebook, Field
    >>> fields = [Field(name, "ordinal", label={"en": name.upper()}) for name in "ab"]
    >>> table = pd.DataFrame({"a": [1, 2, 1, 2], "b": [1, 2, None, 3]})
    >>> empty = pd.DataFrame()
    >>> read = SurveyReading(table, Codebook(tuple(fields)), empty, empty, empty)
    >>> rates = rates_shown(outcomes(read, invited=10))
    >>> published_rates(read, rates, period="2026-09")[["measure", "value"]].to_numpy().tolist()
    [['answers', 4.0], ['n_eff', 4.0], ['RR1', 0.3], ['RR2', 0.4]]
    """
    effective = len(answers.table) if weighting is None else weighting.n_eff
    rows: list[tuple[str, float, str, str]] = [
        ("answers", len(answers.table), "persons", ""),
        ("n_eff", effective, "persons", "" if weighting is None else weighting.method),
        *(
            (row["rate"], row["estimate"], "share", row["definition"])
            for row in rates.to_dict("records")
        ),
    ]
    found = pd.DataFrame(rows, columns=["measure", "value", "unit", "method"])
    return found.assign(period=str(period))

"""What the needs that were found give cause to do: actions for a report."""

from __future__ import annotations

from typing import Any

import pandas as pd

from libmkt.needs.telling import without_margin
from libmkt.stats.sample_size import sample_size
from libmkt.tables import ADVICE


def needs_advice(
    found: pd.DataFrame, kano: pd.DataFrame | None = None, zones: pd.DataFrame | None = None
) -> pd.DataFrame:
    """At most three actions: what to mend first, what to stop polishing, what must be there.

    Parameters
    ----------
    found
        Result of `importance_performance`; may be empty.
    kano
        `Kano.items`, where it was asked; may be empty.
    zones
        `Zones.items`, where it was asked; may be empty.

    Returns
    -------
    DataFrame
        One row an action: code, fields (of its sentence), owner, rule (codes of sentences).

    Notes
    -----
    Only what its own interval does not leave open: the most important items of "concentrate
    here" by their gap (two), then a clear must-be service, the clearest overkill, which
    frees what the others need, and what lies furthest below the level that people accept.
    Answers without a margin of error leave all open: then what falls furthest short among
    those who answered is to be looked into, and a random sample to be asked.

    Examples
    --------
    >>> found = pd.DataFrame({"item": ["Wi-Fi"], "gap": [-1.5], "gap_low": [-1.8],
    ...     "gap_high": [-1.2], "field": ["concentrate"], "undecided": [False], "n": [90]})
    >>> needs_advice(found)[["code", "owner", "rule"]].to_numpy().tolist()
    [['advise_mend', 'owner_director', 'why_concentrate']]
    """
    rows: list[tuple[str, dict[str, Any], str, str]] = []
    if len(found) and without_margin(found).all():
        return pd.DataFrame(_first_look(found), columns=list(ADVICE))
    if len(found):
        clear = found[~found["undecided"] & (found["n"] > 0)]
        for one in clear[clear["field"] == "concentrate"].nsmallest(2, "gap").to_dict("records"):
            fields = {name: one[name] for name in ("item", "gap", "gap_low", "gap_high")}
            rows.append(("advise_mend", fields, "owner_director", "why_concentrate"))
    if kano is not None and len(kano):
        must = kano[(kano["category"] == "M") & kano["clear"]]
        for one in must.nlargest(1, "must_be").to_dict("records"):
            fields = {"item": one["item"], "share": one["must_be"]}
            rows.append(("advise_must", fields, "owner_director", "why_must"))
    if len(found):
        over = clear[clear["field"] == "overkill"].nlargest(1, "gap")
        for one in over.to_dict("records"):
            rows.append(("advise_enough", {"item": one["item"]}, "owner_director", "why_overkill"))
    if zones is not None and len(zones):
        low = zones[(zones["standing"] == "below") & ~zones["undecided"].astype(bool)]
        for one in low.nsmallest(1, "adequacy").to_dict("records"):
            fields = {"item": one["item"], "share": one["below"]}
            rows.append(("advise_minimum", fields, "owner_director", "why_minimum"))
    return pd.DataFrame(rows[:3], columns=list(ADVICE))


def _first_look(found: pd.DataFrame) -> list[tuple[str, dict[str, Any], str, str]]:
    """Where to look, and whom to ask, where nothing can be told of all readers."""
    low = found[(found["field"] == "concentrate") & (found["gap"] < 0)].nsmallest(2, "gap")
    rows: list[tuple[str, dict[str, Any], str, str]] = [
        ("advise_look", {"item": one["item"], "gap": one["gap"]}, "owner_director", "why_look")
        for one in low.to_dict("records")
    ]
    needed = int(sample_size()["n"].iloc[0])
    return [*rows, ("advise_sample", {"n": needed}, "owner_statistician", "why_opt_in")]

"""How a file's replicate weights were made: in the codebook's JSON, and in its workbook.

The fields of the role ``replicate`` hold the weights; ``libmkt:replicates`` says the rest, as the
documentation of public microdata gives it (R's `svrepdesign`: type, scale, rscales, rho, mse).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final, get_args

from libmkt.codebook.records import REPLICATE_KINDS, Centre, Codebook, Replication
from libmkt.codebook.values import Say, list_of, number_of
from libmkt.errors import N_, Message

ROWS: Final = "replicates:"  # begins the rows of the workbook's first sheet
_PARTS: Final = ("kind", "scale", "factors", "rho", "centre", "df")


def read_replication(entry: Any, place: str, say: Say) -> Replication | None:
    """What a parsed file says of replicate weights; None if nothing, or if it is told wrong.

    Parameters
    ----------
    entry
        kind, and where they differ from the kind's own: scale, factors (one a replicate), rho
        (of Fay), centre (``mean`` of the replicates, ``estimate``), df.
    place, say
        Where it stands, and where mistakes are told.

    Examples
    --------
    >>> problems = []
    >>> read_replication({"kind": "brr", "centre": "estimate"}, "", Say(problems)).centre
    'estimate'
    >>> read_replication({"kind": "sdr"}, "libmkt:replicates", Say(problems)), len(problems)
    (None, 1)
    """
    if entry is None:
        return None
    if not isinstance(entry, dict):
        say(place, N_("expected names with values"), entry)
        return None
    before = len(say.problems)
    _known_names(entry, place, say)
    numbers = {name: number_of(entry, name, place, say) for name in ("scale", "rho", "df")}
    listed = list_of(entry.get("factors"), f"{place}.factors", say)
    factors = [number_of({"factors": one}, "factors", place, say) for one in listed]
    if len(say.problems) > before:
        return None
    return Replication(
        entry["kind"],
        numbers["scale"],
        tuple(float(one) for one in factors if one is not None),
        numbers["rho"] or 0.0,
        entry.get("centre", "mean"),
        None if numbers["df"] is None else int(numbers["df"]),
    )


def _known_names(entry: dict[str, Any], place: str, say: Say) -> None:
    """Tell names that mean nothing here, and words that are none of those allowed."""
    for name in sorted(entry.keys() - set(_PARTS)):
        what = N_("{name} is not known here; known: {known}")
        say(f"{place}.{name}", what, name=name, known=", ".join(_PARTS))
    allowed = {"kind": REPLICATE_KINDS, "centre": get_args(Centre)}
    for name, words in allowed.items():
        value = entry.get(name, "mean" if name == "centre" else "")
        if value not in words:
            what = N_("expected one of: {allowed}")
            say(f"{place}.{name}", what, value, allowed=", ".join(words))


def written(one: Replication | None) -> dict[str, Any]:
    """The entry of the JSON file: what is not as the kind has it."""
    if one is None:
        return {}
    plain = asdict(Replication(one.kind))
    told = {name: value for name, value in asdict(one).items() if value != plain[name]}
    shown = {"kind": one.kind, **told}
    return {**shown, "factors": list(one.factors)} if one.factors else shown


def rows(one: Replication | None) -> list[list[Any]]:
    """The rows of the workbook; the first is there to be filled in."""
    entry = written(one) or {"kind": ""}
    return [
        [ROWS + name, "; ".join(map(str, value)) if isinstance(value, list) else value]
        for name, value in entry.items()
    ]


def of_rows(told: Mapping[str, Any], say: Say) -> Replication | None:
    """What the rows of the workbook say; mistakes are told by the name of their row."""
    entry: dict[str, Any] = {}
    for key, cell in told.items():
        name = key.removeprefix(ROWS)
        text = str(cell).strip() if cell is not None else ""
        if key.startswith(ROWS) and text:
            parts = [_number(part) for part in text.split(";")]
            entry[name] = parts if name == "factors" else parts[0]
    return read_replication(entry, "survey!" + ROWS.rstrip(":"), say) if entry else None


def _number(text: str) -> Any:
    """A cell's number, or its text where it is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return text.strip()


def doubts(codebook: Codebook) -> Iterator[Message]:
    """What the fields of replicate weights and the account of them do not agree on.

    >>> from libmkt.codebook.records import Field
    >>> [str(one) for one in doubts(Codebook((Field("r1", role="replicate"),)))][0]
    'say how the replicate weights were made: kind'
    """
    fields, said = codebook.having(role="replicate"), codebook.replication
    if said is None:
        if fields:
            yield Message(N_("say how the replicate weights were made: kind"))
        return
    if len(fields) < 2:
        yield Message(N_("expected at least two replicate weights"))
    if not codebook.having(role="weight"):
        yield Message(N_("there is no field of the role weight, which the replicates belong to"))
    if (said.factors or said.kind == "stratified jackknife") and len(said.factors) != len(fields):
        yield Message(N_("expected one factor for each replicate weight"))
    if not 0 <= said.rho < 1:
        yield Message(N_("Fay's coefficient is from 0 to below 1"))

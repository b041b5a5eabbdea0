"""``libmkt survey sample``: how many to ask, in a table that says what it assumes."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.cli.console import columns
from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.words import _

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 10  # problems that an error lists
_NOTES = {"invite_all": N_("too few even if all are invited")}


def configure(parser: argparse.ArgumentParser) -> None:
    """Take whom, how exactly, and what is expected."""
    parser.add_argument(
        "population", metavar="N", nargs="?", help=_(N_("how many there are; none: without bounds"))
    )
    parser.add_argument(
        "--groups",
        metavar="FILE",
        help=_(N_("a table of groups and their sizes: each is to be known by itself")),
    )
    for name, default, text in (
        ("margin", "5%", N_("margin of error wanted, as 5% or 0.05")),
        ("share", "50%", N_("share expected; 50% asks for the most")),
        ("level", "95%", N_("confidence level")),
        ("response", "100%", N_("share of those invited who will answer")),
    ):
        shown = _(text).replace("%", "%%")  # argparse fills help texts in by %
        parser.add_argument(f"--{name}", metavar="SHARE", default=default, help=shown)
    parser.add_argument(
        "--deff", metavar="NUMBER", default="1", help=_(N_("design effect of weights and clusters"))
    )
    parser.add_argument("--json", action="store_true", help=_(N_("print it for programs")))


def run(args: argparse.Namespace) -> int:
    """Print how many answers and invitations it takes."""
    from libmkt.stats.sample_size import sample_size

    if args.population and args.groups:
        raise ParameterError(Message(N_("{name} and {other} exclude each other"),
                                     {"name": "N", "other": "--groups"}))  # fmt: skip
    shares = {name: share_of(getattr(args, name), name)
              for name in ("margin", "share", "level", "response")}  # fmt: skip
    deff = _number(args.deff, "--deff")
    population: Any = _number(args.population, "N") if args.population else None
    if args.groups:
        population = group_sizes(Path(args.groups))
    table = sample_size(population, deff=deff, **shares)
    if args.json:
        rows = json.loads(table.to_json(orient="records", double_precision=10))
        print(json.dumps({"assumed": {**shares, "deff": deff}, "rows": rows}, ensure_ascii=False))
        return 0
    print("\n".join([*_table(table), "", *_assumed(shares, deff)]))
    return 0


def share_of(text: str, name: str) -> float:
    """A share as people write it.

    Parameters
    ----------
    text
        ``5%``, ``5 %``, ``2,5%`` or ``0.05``.
    name
        Of the option, for the refusal.

    Raises
    ------
    ParameterError
        It is no number, or a number from 1 on without its per cent sign.

    Examples
    --------
    >>> share_of("5%", "margin"), share_of("2,5 %", "margin"), share_of("0.95", "level")
    (0.05, 0.025, 0.95)
    """
    percent = text.rstrip().endswith("%")
    number = _number(text.rstrip().rstrip("%"), f"--{name}")
    if not percent and number > 1:
        meant = f"{number:g}%"
        raise ParameterError(
            Message(N_("{name}: {value} does not fit"), {"name": f"--{name}", "value": text}),
            hints=[Message(N_("did you mean {meant}?"), {"meant": meant})],
        )
    return number / 100 if percent else number


def _number(text: str, name: str) -> float:
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    try:
        number = float(bare)
    except ValueError:
        number = float("nan")
    if number != number:
        raise ParameterError(
            Message(N_("{name}: {value} does not fit"), {"name": name, "value": text})
        )
    return number


def group_sizes(path: Path) -> dict[str, float]:
    """Groups and their sizes from a table: the first column that names, the first that counts.

    Parameters
    ----------
    path
        CSV or workbook: a heading row, then a group a row; rows of totals are passed over.

    Returns
    -------
    dict
        Group to size, in the order of the file.

    Raises
    ------
    MissingError
        There is no such file.
    DataError
        It is no table; a group stands twice, or has no size: all problems at once.
    """
    from libmkt.read.cells import KEPT, figure
    from libmkt.read.source import files, grids_of
    from libmkt.text.totals import is_total

    file = files(path)[0]
    rows = [row for row in grids_of(file)[0].rows if any(str(cell).strip() for cell in row)]
    column = _counts(rows)
    found: dict[str, float] = {}
    problems = []
    for n, row in enumerate(rows, start=1):
        name = str(row[0]).strip()
        size = figure(row[column]) if len(row) > column else figure("")
        if (n == 1 and size.fate != KEPT) or is_total(name):
            continue
        where = Message(N_("row {first}"), {"first": n})
        if size.fate != KEPT or size.value < 1:
            shown = str(row[column]) if len(row) > column else ""
            told = Message(N_("found: {value}"), {"value": f"{name}: {shown}"})
            problems.append(Problem(where, Message(N_("a number from 1 was expected")), told))
        elif name in found or not name:
            twice = Message(N_("{name} stands here twice"), {"name": name})
            problems.append(Problem(where, twice))
        else:
            found[name] = size.value
    if problems or not found:
        what = N_("{file} is no table of groups and their sizes")
        hint = Message(
            N_("One row a group: its name, then how many there are, as in: adults, 4200")
        )
        listed = problems[:SHOWN]
        if len(problems) > SHOWN:
            more = Message(N_("... and {n} more"), {"n": len(problems) - SHOWN})
            listed.append(Problem("", more))
        raise DataError(Message(what, {"file": path.name}), listed, [hint])
    return found


def _counts(rows: Sequence[Sequence[Any]]) -> int:
    """The number of the first column, after that of the names, in which a figure stands."""
    from libmkt.read.cells import KEPT, figure

    wide = max(map(len, rows), default=0)
    for k in range(1, wide):
        if any(figure(row[k]).fate == KEPT for row in rows if len(row) > k):
            return k
    return 1


def _table(table: pd.DataFrame) -> list[str]:
    """A line a group, then their sum."""
    grouped = bool(table["group"].iloc[0])
    heads = [_(N_("group"))] if grouped else []
    heads += [_(N_("population")), _(N_("answers needed")), _(N_("to invite")),
              _(N_("margin of error")), ""]  # fmt: skip
    rows = []
    for row in table.to_dict("records"):
        size = row["population"]
        rows.append(
            [
                *([row["group"]] if grouped else []),
                "–" if size != size else words.number(size),
                words.number(row["n"]),
                words.number(row["invite"]),
                "± " + words.percent(row["expected_margin"]),
                _(_NOTES[row["note"]]) if row["note"] else "",
            ]
        )
    if len(rows) > 1:
        sums = [words.number(table[name].sum()) for name in ("population", "n", "invite")]
        rows.append([_(N_("total")), *sums, "", ""])
    first = 1 if grouped else 0
    return columns([heads, *rows], right=range(first, len(heads) - 1))


def _assumed(shares: dict[str, float], deff: float) -> list[str]:
    """What the table rests on, a line each."""
    lines = [
        words.fill(_(N_("Assumed: margin of error {margin:p1} at {level:p0} confidence, "
                        "a share of {share:p0}, design effect {deff:n1}.")), deff=deff, **shares),
        words.fill(_(N_("Of those invited {response:p0} are expected to answer.")),
                   response=shares["response"]),
        _(N_("It holds for a random sample: everybody has a known chance to be invited. "
             "Whoever answers a link on a page is no such sample and has no margin of error.")),
    ]  # fmt: skip
    return lines

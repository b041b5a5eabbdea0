"""``libmkt trace``: from a printed number back to its files, rows, formula and call."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words, workbench
from libmkt.errors import N_, LibmktError
from libmkt.words import _

if TYPE_CHECKING:
    from libmkt.reporting.trace import Input, Trace

EXAMPLES = N_("""examples:
  libmkt trace monitoring loans_per_user
  libmkt trace monitoring@2026-09 "285 693"
  libmkt trace reports/monitoring/2026-09/kaa/report.html 12,4""")
FIRST = 5  # rows of the source that are shown
_STATES = {
    "same": N_("unchanged since"),
    "changed": N_("CHANGED since: the report is of other figures"),
    "gone": N_("not there any more"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = _(EXAMPLES)
    parser.add_argument(
        "report", metavar="REPORT", help=_("a run, RUN@PERIOD, a report's folder or its page")
    )
    parser.add_argument(
        "value",
        metavar="VALUE",
        help=_("a published value's name, or a number as it stands on the page"),
    )
    parser.add_argument("--json", action="store_true", help=_("say it as JSON"))


def run(args: argparse.Namespace) -> int:
    """Say where a number comes from."""
    from libmkt.reporting import trace

    root = workbench.find_root()
    found = trace.trace(args.report, args.value, root=root)
    rows = _rows(found, root)
    if args.json:
        print(json.dumps(_as_json(found, rows), ensure_ascii=False, indent=1))
        return 0
    print("\n".join([*_report(found), *_places(found), *_formula(found), *_files(found, rows)]))
    return 0


def _report(found: Trace) -> list[str]:
    title = found.manifest.get("title") or found.manifest.get("report", "")
    lines = [f"{title}  ({found.folder})"]
    for one in found.published:
        place = " / ".join(part for part in (one["library"], one["branch"]) if part)
        value = "–" if one["value"] is None else f"{one['value']:.12g}"
        line = words.fill(
            _("published   {name} = {value} ({period})"),
            name=one["name"], value=value, period=words.period(one["period"]),
        )  # fmt: skip
        lines.append(f"{line}  {place}".rstrip())
    return lines


def _places(found: Trace) -> list[str]:
    lines = [""]
    shown: set[int] = set()
    for place in found.places:
        template = _("printed     {shown}: {what}, cell {cell}")
        lines.append(words.fill(template, shown=place.shown, what=place.what, cell=place.cell + 1))
    for place in found.places:
        if place.cell not in shown and place.source:
            shown.add(place.cell)
            lines += ["", words.fill(_("Cell {cell}:"), cell=place.cell + 1)]
            lines += [f"    {line}" for line in place.source.splitlines()]
    return lines


def _formula(found: Trace) -> list[str]:
    from libmkt.cli.explain import explained

    if not found.code:
        return []
    try:
        return ["", *explained(found.code)]
    except LibmktError:  # the source's own measure has no passport
        return []


def _files(found: Trace, rows: dict[str, Any]) -> list[str]:
    lines = ["", _("Files")]
    for one in found.inputs:
        lines.append(f"  {one.file}  {one.sha256[:12]}  {_(_STATES[one.state])}")
        if one.description:
            lines.append("    " + words.fill(_("read as {file} says"), file=one.description))
        lines += [f"    {line}" for line in rows.get(one.file, [])]
    lines += ["", _("Rows that entered")]
    lines += [f"  {name} = {value}" for name, value in found.wanted.items()]
    return lines


def _rows(found: Trace, root: Path) -> dict[str, list[str]]:
    """For each file that is still there, the rows that entered: how many, their sum, the first."""
    if not found.wanted.get("measure"):
        return {}
    return {one.file: _rows_of(one, found, root) for one in found.inputs if _is_table(one)}


def _is_table(one: Input) -> bool:
    return one.figures and one.state != "gone"


def _rows_of(one: Input, found: Trace, root: Path) -> list[str]:
    from libmkt.read.split import numbered
    from libmkt.reporting.trace import entered

    try:
        table = entered(numbered(workbench.resolve(one.file, root), root=root), found.wanted)
    except LibmktError as error:
        return [words.translate(error.summary)]
    lines = []
    for code, rows in table.groupby("measure", sort=False):
        template = _("{measure:m}: {n:n0} figures, together {total}")
        total = words.number(rows["value"].sum(), 0 if (rows["value"] % 1 == 0).all() else 2)
        lines.append(words.fill(template, measure=str(code), n=len(rows), total=total))
    for row in table.head(FIRST).itertuples():
        keys = [row.library, row.branch, row.period, row.breakdown_value]
        said = ", ".join(str(key) for key in keys if key)
        template = _("row {row}: {said}, {measure:m} {value}")
        value = f"{row.value:.12g}"
        lines.append(
            words.fill(template, row=row.row + 1, said=said, measure=row.measure, value=value)
        )
    return lines


def _as_json(found: Trace, rows: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "report": found.folder,
        "published": list(found.published),
        "printed": [
            {"shown": p.shown, "value": p.value, "where": str(p.what), "cell": p.cell + 1,
             "source": p.source}
            for p in found.places
        ],
        "files": [
            {"file": i.file, "sha256": i.sha256, "state": i.state, "rows": rows.get(i.file, [])}
            for i in found.inputs
        ],
        "rows": found.wanted,
        "measure": found.code,
    }  # fmt: skip

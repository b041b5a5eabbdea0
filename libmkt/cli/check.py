"""``libmkt check``: what of a file is kept, what is dropped and why."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.cli.console import columns, near
from libmkt.errors import N_, DataError, Message
from libmkt.words import _
from libmkt.words.rules import rule_name

if TYPE_CHECKING:
    import pandas as pd

    from libmkt.tables import Reading

KINDS = ("counts", "survey", "codebook", "observations", "services")
_OUTCOMES = {
    "dropped": N_("Left out"),
    "repaired": N_("Repaired"),
    "noted": N_("To know"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the file, what it should be read as, and whether to keep the description."""
    parser.add_argument(
        "file", metavar="FILE", help=_(N_("a file, folder, pattern or name of a source"))
    )
    parser.add_argument(
        "--as", dest="kind", choices=KINDS, default="counts", help=_(N_("what the file holds"))
    )
    parser.add_argument("--sheet", metavar="NAME", help=_(N_("the sheet of a workbook")))
    parser.add_argument(
        "--save",
        action="store_true",
        help=_(N_("write the source description or the codebook beside the file")),
    )


def run(args: argparse.Namespace) -> int:
    """Print the account of a file; with --save write its description, a refused one's too."""
    if args.kind == "survey":
        return _survey(args)
    if args.kind == "codebook":
        return _codebook(args)
    if args.kind == "services":
        return _services(args)
    from libmkt.read import counts, observations

    if args.kind == "observations":
        reading = observations(args.file, sheet=args.sheet)
        print("\n".join(account(reading)))
        if args.save:
            _save(args, None)
        return 0
    try:
        reading = counts(args.file, sheet=args.sheet)
    except DataError as error:
        if args.save:
            _save(args, error)
        hints = [*_survey_hint(args), *error.hints]
        raise DataError(error.summary, error.problems, hints) from None
    print("\n".join(account(reading)))
    for hint in _survey_hint(args):
        print(words.translate(hint))
    if args.save:
        _save(args, None)
    return 0


def _survey_hint(args: argparse.Namespace) -> list[Message]:
    """How to read the file as a survey, where it looks like one."""
    from libmkt.read.survey_signs import looks_like_survey

    if not looks_like_survey(args.file, sheet=args.sheet):
        return []
    file = f'"{args.file}"' if " " in args.file else args.file
    what = N_("These look like the answers of a survey: libmkt check {file} --as survey")
    return [Message(what, {"file": file})]


def _survey(args: argparse.Namespace) -> int:
    """The account of a survey's file; with --save its codebook is written beside it."""
    from libmkt.cli.check_survey import account, keep
    from libmkt.codebook import beside
    from libmkt.read import survey

    reading = survey(args.file, sheet=args.sheet)
    print("\n".join(account(reading)))
    if args.save:
        from libmkt.read.source import files

        place = beside(path := files(args.file)[0].path)
        there = place.exists()
        keep(reading, path)
        what = N_("is there already and was left: {file}") if there else N_("written: {file}")
        print(words.translate(Message(what, {"file": near(place)})))
    return 0


def _codebook(args: argparse.Namespace) -> int:
    """Check a codebook; with --save write the workbook of a .json, the .json of a workbook."""
    from libmkt.cli.check_survey import questions
    from libmkt.cli.survey_files import check_free
    from libmkt.codebook import load, save, workbook, workbook_reading

    path = Path(args.file)
    filled = path.suffix.lower() in (".xlsx", ".xlsm")
    codebook = workbook_reading.read(path) if filled else load(path)
    print("\n".join(questions(codebook)))
    if args.save:
        place = path.with_suffix(".json" if filled else ".xlsx")
        if not filled:  # what somebody has mended in a workbook is not turned back yet
            check_free(place, force=False)
        (save if filled else workbook.write)(codebook, place)
        print(words.translate(Message(N_("written: {file}"), {"file": near(place)})))
    return 0


def account(reading: Reading) -> list[str]:
    """The lines that tell what was kept and what became of the rest, file by file.

    Parameters
    ----------
    reading
        What `libmkt.read.counts` or `libmkt.read.observations` gave.
    """
    lines = []
    for file in reading.files:
        kept = words.fill(_("{kept:n0} of {found:n0} figures kept"), kept=file.cells_kept,
                          found=file.cells_in)  # fmt: skip
        lines.append(f"{file.file}: {kept}")
        if file.description:
            lines.append("  " + words.fill(_("described by {file}"), file=file.description))
        lines += _rules(reading.log[reading.log["file"] == file.file])
    lines += ["", *(_sweeps if "seats" in reading.table else _measures)(reading.table)]
    for line in reading.breaks.to_dict("records"):
        named = (line["library"], line["branch"], words.name(line["measure"]))
        where = ", ".join(str(part) for part in named if part)
        lines.append(
            words.fill(
                _("break from {period}: {where}: {reason}")
                if where
                else _("break from {period}: {reason}"),
                **{k: line[k] for k in ("period", "reason")},
                **({"where": where} if where else {}),
            )
        )
    return lines


def _rules(log: pd.DataFrame) -> list[str]:
    """What was left out, repaired and noted in one file, a line a rule."""
    lines = []
    for outcome, title in _OUTCOMES.items():
        part = log[log["outcome"] == outcome]
        if part.empty:
            continue
        lines.append(f"  {_(title)}")
        for row in part.to_dict("records"):
            name = rule_name(str(row["rule"]))
            count = words.number(row["cells"]) if row["cells"] else ""
            told = " · ".join(_shown(row[c]) for c in ("reason", "example") if row[c])
            lines.append(f"    {count:>9}  {name}  {told}".rstrip())
    return lines


def _shown(told: Message | str) -> str:
    return words.translate(told) if isinstance(told, Message) else str(told)


def _measures(table: pd.DataFrame) -> list[str]:
    """A line a measure and breakdown: periods from and to, figures, and their sum.

    Figures over periods of different length, or shares, are not summed.
    """
    from libmkt.period import Period

    rows: list[tuple[str, ...]] = [
        (_("measure"), _("broken down by"), _("from"), _("to"), _("figures"), _("sum"))
    ]
    for (measure, by, unit), part in table.groupby(
        ["measure", "breakdown_name", "unit"], sort=False
    ):
        periods = sorted(Period.parse(name) for name in part["period"].unique())
        mixed = len({period.unit for period in periods}) > 1
        level = (part["kind"] == "stock").any() and len(periods) > 1
        total = "" if mixed or level or unit == "share" else words.number(part["value"].sum())
        count = words.number(len(part))
        rows.append((str(measure), str(by), str(periods[0]), str(periods[-1]), count, total or "–"))
    last = len(rows[0]) - 1
    return columns(rows, right=(last - 1, last))


def _sweeps(table: pd.DataFrame) -> list[str]:
    """A line an area: seats, sweeps, days, times, and what was counted there."""
    from libmkt.measures.observed import SHEET
    from libmkt.tables import SWEEP

    heads = [_(SHEET[name]) for name in ("branch", "area", "seats")]
    rows: list[tuple[str, ...]] = [(*heads, _("Sweeps"), _("from"), _("to"), _("activities"))]
    for (branch, area), part in table.groupby(["branch", "area"], sort=False):
        done = [words.name(name) for name in part["activity"].unique() if name]
        seats = "–".join(
            dict.fromkeys(words.number(n) for n in (part["seats"].agg(["min", "max"])))
        )
        sweeps = words.number(part.groupby(list(SWEEP)).ngroups)
        days = (part["date"].min(), part["date"].max())
        rows.append((str(branch) or "–", str(area), seats, sweeps, *days, ", ".join(done) or "–"))
    return columns(rows, right=(2, 3))


def _services(args: argparse.Namespace) -> int:
    """What belongs to each service, as the table says; names are held to no data here."""
    from libmkt.measures.observed import SERVICE
    from libmkt.read import services

    table = services(args.file).table
    for _n, row in table.iterrows():
        print(row["service"])
        said = [f"  {_(SERVICE[str(name)])}: {text}" for name, text in row.items() if text]
        print("\n".join(said[1:]))
    return 0


def _save(args: Any, refused: DataError | None) -> None:
    """Write the description; of a refused file, only if it is a table at all."""
    from libmkt.read.describe import described, save
    from libmkt.read.observations import described as described_observations

    try:
        of = described_observations if args.kind == "observations" else described
        texts = of(args.file, sheet=args.sheet)
    except DataError:
        if refused is not None:
            return
        raise
    for path in save(texts):
        print(words.translate(Message(N_("written: {file}"), {"file": near(path)})))

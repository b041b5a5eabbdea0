"""``libmkt report``: check everything that was asked, then make the reports."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words, workbench
from libmkt.cli import progress
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.words import _

if TYPE_CHECKING:
    from libmkt.reporting.plan import Plan, Skipped
    from libmkt.reporting.prepare import Split
    from libmkt.reporting.run import Outcome, Settings

EXAMPLES = N_("""examples:
  libmkt report dynamics --set period=2025 --language kaa,ru
  libmkt report parameters/monitoring.yml
  libmkt report parameters --plan""")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = _(EXAMPLES)
    add = parser.add_argument
    add(
        "what",
        nargs="+",
        metavar="WHAT",
        help=_("a report's name, a parameters file, a folder of them, or calendar.xlsx"),
    )
    add(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=_("one parameter; wins over the file, may be repeated"),
    )
    add(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help=_("kaa, uz, ru or en; repeated or comma-separated"),
    )
    add(
        "--to",
        action="append",
        default=[],
        metavar="FORMAT",
        help=_("html, docx, pdf, xlsx or pptx; the library's own formats otherwise"),
    )
    add("--as-of", metavar="DATE", help=_("the day that last-month counts from; default: today"))
    add("--timeout", type=whole, metavar="S", help=_("seconds that one report may take"))
    add(
        "--memory", type=whole, metavar="MB", help=_("megabytes of memory that one report may take")
    )
    add("--jobs", type=whole, default=1, metavar="N", help=_("reports made at the same time"))
    add(
        "--plan",
        action="store_true",
        help=_("say what would be made, skipped or refused, and stop"),
    )
    add("--force", action="store_true", help=_("make again what has not changed"))
    add("--code", action="store_true", help=_("keep the code on the page, folded"))
    add("--json", action="store_true", help=_("say the outcome as JSON"))


def run(args: argparse.Namespace) -> int:
    """Make the reports; 0 all there, 1 some failed."""
    from libmkt.reporting import plan, session
    from libmkt.reporting import run as running

    root = workbench.find_root()
    as_of = _day(args.as_of) if args.as_of else session.as_of(root)
    made = plan.plan(
        args.what,
        root=root,
        as_of=as_of,
        overrides=_overrides(args.set),
        languages=languages(args.language),
        formats=_listed(args.to, plan.FORMATS, "--to"),
        split=_split(root),
    )
    if args.plan:
        return _say_plan(made, root, as_json=args.json)
    if not args.json:
        for one in made.skipped:
            print(_skipped(one))
    settings = running.Settings(
        root,
        as_of,
        force=args.force,
        code=args.code,
        timeout=args.timeout,
        memory=args.memory,
        jobs=args.jobs,
    )
    outcomes = make(made, settings, quiet=args.json)
    if args.json:
        print(json.dumps(_as_json(outcomes, made, root), indent=1))
    return running.exit_status(outcomes)


def make(made: Plan, settings: Settings, *, quiet: bool = False) -> list[Outcome]:
    """Make the reports of a plan, say how far it is, and bring the index up to date.

    With `quiet` nothing goes to the standard output.
    """
    from libmkt.reporting import index
    from libmkt.reporting import run as running

    root = settings.root
    told = (lambda outcome: None) if quiet else (lambda outcome: tell(outcome, root))
    outcomes: list[Outcome] = []
    try:
        with progress.Progress(len(made.jobs), told) as shown:
            outcomes = running.run(made, settings, tell=shown)
    finally:
        if not any(outcome.disk for outcome in outcomes):  # that has been said, and is enough
            index.update(root)
    if len(outcomes) > 1 and not quiet:
        print(progress.summary(outcomes), flush=True)
    return outcomes


def whole(text: str) -> int:
    """A whole number from 1, of an option.

    >>> whole("12")
    12
    """
    number = int(text)
    if not 1 <= number <= _MOST:
        raise ValueError(text)
    return number


_MOST = 10**9  # seconds, megabytes: the system's own numbers end soon above


def _split(root: Path) -> Split:
    """Splits data as they are read: loaded with pandas only where a run asks for it."""

    def by_name(paths: list[Path], by: str, place: Callable[[str], Path]) -> dict[str, Path]:
        from libmkt.read.split import split

        return split(paths, by, place, root=root)

    return by_name


def _overrides(pairs: list[str]) -> dict[str, str]:
    found, problems = {}, []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            problems.append(Problem(f"--set {pair}", Message(N_("expected KEY=VALUE"))))
        found[name.strip()] = value.strip()
    if problems:
        raise ParameterError(Message(N_("Nothing was run")), problems)
    return found


def languages(given: list[str]) -> list[str]:
    """The languages of ``--language``, repeated or comma-separated."""
    return _listed(given, words.LANGUAGES, "--language")


def _listed(given: list[str], known: tuple[str, ...], option: str) -> list[str]:
    """Values of an option that may be repeated or comma-separated, each of them known."""
    found = [part.strip() for text in given for part in text.split(",") if part.strip()]
    wrong = [part for part in found if part not in known]
    if wrong:
        expected = Message(N_("expected one of {known}"), {"known": ", ".join(known)})
        shown = [Message(N_("found: {value}"), {"value": part}) for part in wrong]
        raise ParameterError(
            Message(N_("Nothing was run")), [Problem(option, expected, one) for one in shown]
        )
    return found


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        expected = Message(N_("expected a day such as 2026-09-05"))
        found = Message(N_("found: {value}"), {"value": text})
        raise ParameterError(
            Message(N_("Nothing was run")), [Problem("--as-of", expected, found)]
        ) from None


def tell(outcome: Outcome, root: Path) -> None:
    """Print what became of one report."""
    page = outcome.job.folder / f"report.{outcome.job.formats[0]}"
    shown = page.relative_to(root).as_posix()
    lines = {
        "written": N_("written    {page}  ({seconds:n1} s)"),
        "rendered": N_("page only  {page}  ({seconds:n1} s)"),
        "unchanged": N_("unchanged  {page}"),
        "failed": N_("FAILED     {run} {subject}"),
    }
    subject = outcome.job.folder.relative_to(root / "reports").as_posix()
    line = words.fill(
        _(lines[outcome.status]),
        page=shown,
        seconds=outcome.seconds,
        run=outcome.job.run,
        subject=subject,
    )
    print(line, flush=True)
    for name in outcome.kept:
        print("  " + words.fill(_(N_("your edited file is kept as {name}")), name=name))
    for warning in outcome.warnings:
        print("  " + warning)
    if outcome.message:
        print("  " + outcome.message.replace("\n", "\n  "), file=sys.stderr, flush=True)


def _skipped(one: Skipped) -> str:
    if one.why is not None:
        return words.fill(_(N_("skipped    {run}: {why}")), run=one.run, why=one.why)
    template = _(N_("skipped    {run}: data not here ({needs})"))
    return words.fill(template, run=one.run, needs=one.needs)


def _skipped_json(one: Skipped) -> dict[str, str]:
    why = {} if one.why is None else {"why": str(one.why)}
    return {"run": one.run, "needs": one.needs, **why}


def _say_plan(made: Plan, root: Path, *, as_json: bool) -> int:
    from libmkt.reporting import store

    rows: list[dict[str, Any]] = []
    for job in made.jobs:
        old = store.manifest(job.folder)
        same = old.get("run_key") == job.run_key
        state = "run"
        if same:
            state = "unchanged" if old.get("page_key") == job.page_key else "page"
        rows.append(
            {
                "folder": job.folder.relative_to(root).as_posix(),
                "state": state,
                "parameters": job.values,
            }
        )
    if as_json:
        skipped = [_skipped_json(s) for s in made.skipped]
        print(json.dumps({"jobs": rows, "skipped": skipped}, indent=1))
        return 0
    states = {"run": N_("to be run"), "unchanged": N_("unchanged"), "page": N_("page only")}
    for row in rows:
        print(f"{_(states[row['state']])}  {row['folder']}")
    for one in made.skipped:
        print(_skipped(one))
    return 0


def _as_json(outcomes: list[Outcome], made: Plan, root: Path) -> dict[str, Any]:
    return {
        "reports": [
            {
                "run": o.job.run,
                "folder": o.job.folder.relative_to(root).as_posix(),
                "status": o.status,
                "seconds": round(o.seconds, 2),
                "message": o.message,
                "kept": list(o.kept),
                "warnings": list(o.warnings),
            }
            for o in outcomes
        ],
        "skipped": [_skipped_json(s) for s in made.skipped],
    }

"""The report factory against the two commands that everybody uses, on the `monitoring` report.

    python benchmarks/reports.py [--batches 1,10,100] [--repeats 3] [--jobs 1] [--out FILE]

Executes the shipped notebook and makes its HTML page, with the same parameters each way:

- commands: `papermill`, then `jupyter nbconvert --to html`, report by report;
- api: the same two through their Python APIs, all reports in one process;
- forked: `libmkt report`, kernels forked from a process that has imported everything;
- ahead: `libmkt report` with forking switched off, kernels started ahead, each used once;
- cold: `libmkt report` with a kernel started when it is needed.

The two commands make one report that is not counted first: it fills the machine's caches and
compiles every module, as any earlier use of them would have.

CPU seconds are those of every process that took part (`measure.py` says how they are
counted).  Tables and figures of the executed notebooks must be equal, or there is no result.
Goals: of a batch of 100, 8 times less CPU than the commands and 4 times less than the APIs
when forked; 2.5 times less than the commands without fork.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from measure import ROOT, Cost, check, cost, machine, rounded, save

NOTEBOOK = ROOT / "notebooks" / "reports" / "monitoring.ipynb"
AS_OF = "2026-10-05"
OURS = ("forked", "ahead", "cold")
START = {"forked": "fork", "ahead": "ahead", "cold": "cold"}
GOALS = (
    ("forked", "commands", 8.0),
    ("forked", "api", 4.0),
    ("ahead", "commands", 2.5),
)
# The day of the run is printed, and dates go into drawings: the same for all ways.
DAY = {"LIBMKT_AS_OF": AS_OF, "SOURCE_DATE_EPOCH": "1791158400", "LIBMKT_LANGUAGE": "en"}
MIME = "application/vnd.libmkt.v1+json"


def main() -> int:
    """Measure, compare, save; 0 when outputs are equal, whatever the ratios."""
    args = _arguments()
    if args.child:
        return {"api": _api, "ours": _ours}[args.child](args)
    check()
    with tempfile.TemporaryDirectory(prefix="libmkt-bench-") as place:
        result = measured(Path(place), args)
    save("reports", result, args.out)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("--batches", default="1,10,100", help="sizes of libmkt's batches (default: 1,10,100)")
    add("--repeats", type=int, default=3, help="reports made by the two commands (default: 3)")
    add("--api", type=int, default=10, help="reports made by the APIs in a process (default: 10)")
    add("--jobs", type=int, default=1, help="libmkt's reports made at one time (default: 1)")
    add("--ways", default=",".join(OURS), help="of libmkt's: forked,ahead,cold")
    add("--out", type=Path, help="where the result goes (default: benchmarks/results)")
    add("--child", choices=("api", "ours"), help=argparse.SUPPRESS)
    add("--start", help=argparse.SUPPRESS)
    add("--work", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def measured(work: Path, args: argparse.Namespace) -> dict[str, Any]:
    """All ways, one after another, and how they compare."""
    batches = sorted({int(size) for size in args.batches.split(",")})
    ways = [way for way in OURS if way in args.ways.split(",")]
    sets = parameter_sets(max([*batches, args.repeats, args.api]))
    workbench(work, sets, batches)
    by_commands(work, sets[:1])  # not counted
    found: dict[str, dict[str, Any]] = {"commands": by_commands(work, sets[: args.repeats])}
    api = cost(_child("api", work, args.api), cwd=work, env=DAY, log=work / "api.log")
    found["api"] = {str(args.api): rounded(_well(api, work / "api.log"), args.api)}
    differing: dict[str, list[str]] = {}
    for way in ways:
        found[way] = {}
        for size in batches:
            found[way][str(size)] = by_libmkt(work, way, size, args.jobs)
            differing |= compared(work, way, min(size, max(args.repeats, args.api)), args)
    different = {name: what for name, what in differing.items() if what}
    if different:
        raise SystemExit("Outputs differ:\n" + json.dumps(different, indent=1))
    return {
        "benchmark": "reports",
        "notebook": "monitoring",
        "machine": machine(),
        "jobs": args.jobs,
        "ways": found,
        "ratios": ratios(found),
        "equal": {"executed notebooks compared with the commands' or the APIs'": len(differing)},
    }


def parameter_sets(count: int) -> list[dict[str, str]]:
    """Parameters of so many different reports; the first are the notebook's defaults."""
    with (ROOT / "data/demo/region/yearly.csv").open(encoding="utf-8", newline="") as file:
        places = ["", *dict.fromkeys(row["region"] for row in csv.DictReader(file))]
    months = [f"{2026 - back // 12}-{12 - back % 12:02}" for back in range(3, 28)]
    every = [
        {"period": month, "library": place, "language": "en"}
        for month in months
        for place in places
    ]
    if count > len(every):
        raise SystemExit(f"at most {len(every)} different reports can be made")
    return every[:count]


def workbench(work: Path, sets: Sequence[dict[str, str]], batches: Sequence[int]) -> None:
    """A workbench of its own: the demo data and a folder of parameters files a batch."""
    for folder in ("data/demo", "data/places"):
        shutil.copytree(ROOT / folder, work / folder)
    (work / "parameters").mkdir()
    shutil.copy(ROOT / "parameters" / "library.yml", work / "parameters")
    for size in batches:
        asked = work / "parameters" / f"batch-{size}"
        asked.mkdir()
        for i, values in enumerate(sets[:size]):
            chosen = {name: values[name] for name in ("period", "library")}
            run = {"report": "monitoring", "language": "en", "to": "html", "set": chosen}
            text = json.dumps(run, ensure_ascii=False)  # JSON is YAML
            (asked / f"{i:04}.yml").write_text(text, encoding="utf-8")


def by_commands(work: Path, sets: Sequence[dict[str, str]]) -> dict[str, Any]:
    """`papermill`, then `jupyter nbconvert`, as they stand; each report is one measurement."""
    each: list[dict[str, float]] = []
    log = work / "commands.log"
    for i, values in enumerate(sets):
        out = work / "commands" / f"{i:04}.ipynb"
        out.parent.mkdir(exist_ok=True)
        given = [part for name, value in values.items() for part in ("-r", name, value)]
        where = ["--cwd", str(work), "--no-progress-bar"]
        commands = [
            [_beside("papermill"), NOTEBOOK, out, *given, *where],
            [_beside("jupyter"), "nbconvert", "--to", "html", out],
        ]
        parts = [_well(cost(c, cwd=work, env=DAY, log=log), log) for c in commands]
        each.append({k: sum(getattr(p, k) for p in parts) for k in ("wall", "cpu")})
    return {
        "1": {f"{k}_per_report": round(statistics.median(e[k] for e in each), 3) for k in each[0]},
        "each": [{k: round(v, 3) for k, v in e.items()} for e in each],
    }


def by_libmkt(work: Path, way: str, size: int, jobs: int) -> dict[str, Any]:
    """One batch of `libmkt report`, into an empty folder."""
    shutil.rmtree(work / "reports", ignore_errors=True)
    log = work / f"{way}-{size}.log"
    command = [*_child("ours", work, size), "--start", START[way], "--jobs", str(jobs)]
    found = _well(cost(command, cwd=work, env=DAY, log=log), log)
    kept = work / "kept" / f"{way}-{size}"
    for path in (work / "reports").glob("*/*/en/executed.ipynb"):
        kept.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, kept / f"{path.parts[-4]}.ipynb")
    return rounded(found, size)


def _child(kind: str, work: Path, size: int) -> list[str | Path]:
    options: list[str | Path] = ["--child", kind, "--work", work, "--batches", str(size)]
    return [sys.executable, Path(__file__).resolve(), *options]


def _beside(program: str) -> Path:
    return Path(sys.executable).with_name(program)


def _well(found: Cost, log: Path) -> Cost:
    if found.status:
        tail = log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise SystemExit(f"A command ended with status {found.status}:\n{tail}")
    return found


def _api(args: argparse.Namespace) -> int:
    """In a process of its own: papermill and nbconvert, report after report."""
    import papermill
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter()  # type: ignore[no-untyped-call]
    out = args.work / "api"
    out.mkdir()
    for i, values in enumerate(parameter_sets(int(args.batches))):
        path = out / f"{i:04}.ipynb"
        papermill.execute_notebook(
            str(NOTEBOOK), str(path), values, cwd=str(args.work), progress_bar=False
        )
        body, _resources = exporter.from_filename(str(path))
        path.with_suffix(".html").write_text(body, encoding="utf-8")
    return 0


def _ours(args: argparse.Namespace) -> int:
    """In a process of its own: the command line, told how to start its kernels."""
    from libmkt import cli
    from libmkt.reporting import kernel

    kernel.best_start = lambda reports: args.start
    given = ["--jobs", str(args.jobs), "--as-of", AS_OF]
    return cli.main(["report", f"parameters/batch-{args.batches}", *given])


def compared(work: Path, way: str, count: int, args: argparse.Namespace) -> dict[str, list[str]]:
    """What differs between libmkt's executed notebooks and the others', by report."""
    folder = max((work / "kept").glob(f"{way}-*"), key=lambda path: path.stat().st_mtime)
    found = {}
    for i in range(count):
        ours = shown(folder / f"{i:04}.ipynb")
        for other, made in (("commands", args.repeats), ("api", args.api)):
            if i < made:
                theirs = shown(work / other / f"{i:04}.ipynb")
                found[f"{folder.name} {other} {i}"] = differences(ours, theirs)
    return found


def shown(path: Path) -> dict[str, Any]:
    """Tables, figures and all else that libmkt's objects say in an executed notebook."""
    found: dict[str, Any] = {}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        data = output.get("data", {})
        if MIME in data:
            content = data[MIME]
            kind = content.get("kind", "")
            number = sum(name.startswith(f"{kind} ") for name in found)
            found[f"{kind} {number}"] = content
    return found


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Names of what is not equal; a notebook that shows nothing at all differs too."""
    if not ours or not any(name.startswith("table") for name in ours):
        return ["no table is shown"]
    names = sorted({*ours, *theirs})
    return [name for name in names if ours.get(name) != theirs.get(name)]


def ratios(found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """How many times less libmkt takes, by its largest batch."""
    said = []
    for way, other, goal in GOALS:
        if way not in found:
            continue
        size = max((key for key in found[way]), key=int)
        theirs = next(iter(found[other].values()))
        cpu, wall = (
            round(theirs[key] / found[way][size][key], 2)
            for key in ("cpu_per_report", "wall_per_report")
        )
        said.append({"way": way, "against": other, "batch": int(size), "cpu": cpu, "wall": wall,
                     "goal_cpu": goal, "met": cpu >= goal})  # fmt: skip
    return said


if __name__ == "__main__":
    sys.exit(main())

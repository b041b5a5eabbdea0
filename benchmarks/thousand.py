"""A thousand branches' monthly reports (HTML and XLSX): time, memory, again, and cut off.

    python benchmarks/thousand.py [--count 1000] [--jobs 2] [--files] [--out FILE]

Makes a workbench of its own with invented monthly counts of that many branches, and there:

1. all reports of a month, from nothing, the runner killed (SIGKILL) in the middle: each
   folder that is there holds a whole report;
2. the same command again makes the rest, and none twice: time, CPU and the most memory taken
   at one time are of both together;
3. once more: everything is unchanged;
4. one branch's figures are corrected: only its report is made again.

The data lie in one file, split by branch once (`prepare:`) and multiplied out (`matrix:`);
with --files each branch has a data file and a parameters file of its own.
Goals: 25 minutes for 1,000 on two cores, no process over 500 MB, unchanged in under 5 s.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import json
import math
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from measure import Cost, check, cost, machine, rounded, save

PERIOD = "2026-09"
AS_OF = "2026-10-05"
MEASURES = ("users", "visits", "loans", "events", "attendance")
MONTHS = [f"{year}-{month:02}" for year in range(2022, 2027) for month in range(1, 13)][:57]
SEASON = (1.02, 1.0, 0.98, 1.05, 1.03, 0.85, 0.74, 0.78, 1.08, 1.15, 1.17, 1.15)
GOALS = {"minutes_for_1000": 25, "largest_mb": 500, "seconds_for_1000_unchanged": 5}


def main() -> int:
    """Measure and save; 1 if a report is missing, half there, or was made needlessly."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=1000, help="branches (default: 1000)")
    parser.add_argument("--jobs", type=int, default=2, help="made at one time (default: 2)")
    parser.add_argument("--files", action="store_true", help="a file a branch, without prepare:")
    parser.add_argument("--out", type=Path, help="where the result goes")
    args = parser.parse_args()
    check()
    with tempfile.TemporaryDirectory(prefix="libmkt-bench-") as place:
        work = Path(place)
        branches = [f"Filial {i + 1:04}" for i in range(args.count)]
        workbench(work, branches, own_files=args.files)
        result = {
            "benchmark": "thousand",
            "machine": machine(),
            "reports": args.count,
            "jobs": args.jobs,
            "data": "a file a branch" if args.files else "one file, split by branch",
            "goals": GOALS,
            **measured(work, branches, args),
        }
    save("thousand", result, args.out)
    return 0


def measured(work: Path, branches: list[str], args: argparse.Namespace) -> dict[str, Any]:
    """The four runs, each checked."""
    count = args.count
    cut = report(work, args, every=0.5, kill_when=lambda: made(work) >= max(1, count // 2))
    found = whole_ones(work)
    expect(cut.status != 0 and 0 < len(found) < count, "it was not cut off", cut)
    kept = stamps(work)
    print(f"{len(found)} reports, killed: {cut.wall:.0f} s", file=sys.stderr, flush=True)
    rest = report(work, args, every=0.5)
    whole(work, count, rest)
    before = stamps(work)
    expect(all(before[name] == kept[name] for name in kept), "made a report twice", rest)
    print(f"{count} reports: {cut.wall + rest.wall:.0f} s", file=sys.stderr, flush=True)
    again = report(work, args)
    expect(stamps(work) == before, "the third run wrote something", again)
    correct(work, branches[count // 2], own_files=args.files)
    mended = report(work, args)
    after = stamps(work)
    changed = [name for name, stamp in after.items() if before.get(name) != stamp]
    expect(len(changed) == 1, f"a correction made {len(changed)} reports anew", mended)
    sizes = [size(path) for path in (work / "reports").rglob("manifest.json")]
    both = Cost(
        cut.wall + rest.wall,
        cut.cpu + rest.cpu,
        max(cut.largest, rest.largest),
        max(cut.together, rest.together),
        rest.status,
    )
    return {
        "all": {**rounded(both, count), "minutes": round(both.wall / 60, 2)},
        "killed_in_the_middle": {
            "whole_reports_left": len(found),
            "half_reports_left": 0,
            "made_by_the_next_run": count - len(found),
        },
        "unchanged": {"wall": round(again.wall, 2), "cpu": round(again.cpu, 2)},
        "one_branch_corrected": {"wall": round(mended.wall, 2), "reports_made": len(changed)},
        "megabytes_on_disk_per_report": round(sum(sizes) / len(sizes) / 1e6, 3),
    }


def report(
    work: Path,
    args: argparse.Namespace,
    *,
    every: float = 0.0,
    kill_when: Callable[[], bool] | None = None,
) -> Cost:
    """`libmkt report` over everything, as a scheduler calls it."""
    return cost(
        [sys.executable, "-m", "libmkt", "report", "parameters/month", "--jobs", str(args.jobs),
         "--as-of", AS_OF],
        cwd=work,
        env={"LIBMKT_LANGUAGE": "en", "LIBMKT_ROOT": str(work)},
        log=work / "run.log",
        every=every,
        kill_when=kill_when,
    )  # fmt: skip


def workbench(work: Path, branches: list[str], *, own_files: bool) -> None:
    """A workbench with so many branches' counts and what asks for their reports."""
    folder = work / "parameters" / "month"
    folder.mkdir(parents=True)
    (work / "data").mkdir()
    text = "name: Demo\nlanguage: en\nformats: [html]\n"
    (work / "parameters" / "library.yml").write_text(text, encoding="utf-8")
    values = {"period": PERIOD, "plan": None, "by": "branch"}
    asked: dict[str, Any] = {"report": "monitoring", "to": ["html", "xlsx"]}
    if own_files:
        for i, branch in enumerate(branches):
            write(data_file(work, branch, own_files=True), counts(branch))
            chosen = values | {"counts": f"data/{branch}.csv"}
            content = json.dumps(asked | {"set": chosen}, ensure_ascii=False)
            (folder / f"branch-{i + 1:04}.yml").write_text(content, encoding="utf-8")
        return
    every = (row for branch in branches for row in counts(branch))
    write(data_file(work, "", own_files=False), every)
    write(work / "data" / "branches.csv", ({"branch": branch} for branch in branches))
    asked |= {
        "set": values | {"counts": "data/counts.csv"},
        "matrix": {"branch": {"file": "data/branches.csv", "column": "branch"}},
        "prepare": {"split": "counts", "by": "branch"},
    }
    (folder / "month.yml").write_text(json.dumps(asked), encoding="utf-8")  # JSON is YAML


def data_file(work: Path, branch: str, *, own_files: bool) -> Path:
    """The file in which a branch's counts stand."""
    return work / "data" / (f"{branch}.csv" if own_files else "counts.csv")


def counts(branch: str) -> Iterator[dict[str, Any]]:
    """Invented monthly counts of one branch: its own size and trend, a season, chance."""
    chance = random.Random(branch)
    scale, trend = math.exp(chance.gauss(0, 0.6)), chance.gauss(0.02, 0.04)
    for i, month in enumerate(MONTHS):
        level = scale * SEASON[i % 12] * (1 + trend) ** (i / 12)
        users = level * 420
        usual = {"users": users, "visits": users * 4.1, "loans": users * 7.3,
                 "events": level * 6, "attendance": level * 150}  # fmt: skip
        row = {name: max(1, round(chance.gauss(mean, mean * 0.05))) for name, mean in usual.items()}
        yield {"branch": branch, "month": month, **row}


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Rows as a CSV table."""
    rows = iter(rows)
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, first, lineterminator="\n")
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def correct(work: Path, branch: str, *, own_files: bool) -> None:
    """Change one number of one branch, in the month that is reported."""
    path = data_file(work, branch, own_files=own_files)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if (row["branch"], row["month"]) == (branch, PERIOD):
            row["loans"] = str(int(row["loans"]) + 1)
    write(path, rows)


def whole_ones(work: Path) -> list[Path]:
    """Report folders; a folder that is there and not whole ends the benchmark."""
    found = []
    # a folder in the making begins with a dot: nobody takes it for a report
    for place in sorted((work / "reports").glob("**/en")):
        if any(part.startswith(".") for part in place.relative_to(work).parts):
            continue
        listed = json.loads((place / "manifest.json").read_text(encoding="utf-8"))["files"]
        wrong = [name for name, told in listed.items() if hashed(place / name) != told]
        if wrong or not {"report.html", "report.xlsx", "executed.ipynb"} <= set(listed):
            raise SystemExit(f"{place.relative_to(work)} is half a report: {wrong}")
        found.append(place)
    return found


def hashed(path: Path) -> str:
    """SHA-256 of a file, or nothing where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def stamps(work: Path) -> dict[str, int]:
    """When each report was put in its place."""
    paths = sorted((work / "reports").glob("**/en/manifest.json"))
    return {path.relative_to(work).as_posix(): path.stat().st_mtime_ns for path in paths}


def made(work: Path) -> int:
    """How many reports are in their place, while others are being put there."""
    with contextlib.suppress(FileNotFoundError):
        return len(stamps(work))
    return 0


def size(manifest: Path) -> int:
    """Bytes of a report's folder."""
    return sum(path.stat().st_size for path in manifest.parent.rglob("*") if path.is_file())


def whole(work: Path, count: int, found: Cost) -> None:
    """Refuse a run that did not leave `count` whole reports."""
    expect(found.status == 0, f"status {found.status}", found, work)
    there = len(whole_ones(work))
    expect(there == count, f"{there} of {count} reports are there", found, work)


def expect(good: bool, what: str, found: Cost, work: Path | None = None) -> None:
    """Stop the benchmark with what is wrong."""
    if good:
        return
    log = (work / "run.log").read_text(encoding="utf-8")[-2000:] if work else ""
    raise SystemExit(f"{what} (status {found.status}, {found.wall:.0f} s)\n{log}")


if __name__ == "__main__":
    sys.exit(main())

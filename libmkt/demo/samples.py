"""``python -m libmkt.demo.samples``: make the samples under reports/samples again.

They are reports of the invented region as HTML, Word and PDF, with their tables as CSV, so that
a reader sees what libmkt makes before it is installed.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from libmkt import words, workbench
from libmkt.demo.files import write
from libmkt.errors import N_, Message, ReportError
from libmkt.words import _

DAY = dt.date(2026, 10, 5)  # from which they count; their last month is the one before
SAMPLES = (("monitoring", "kaa"), ("monitoring", "en"), ("dynamics", "kaa"), ("peers", "en"))
FORMATS = ("html", "docx", "pdf")
FOLDER = "reports/samples"


def main() -> int:
    """Make all samples in this checkout and say where each lies."""
    root = workbench.find_root()
    with tempfile.TemporaryDirectory() as scratch:
        made = make(Path(scratch), formats=FORMATS)
        place = root / FOLDER
        if place.is_dir():
            shutil.rmtree(place)
        for folder in made:
            for path in kept(folder, FORMATS):
                new = place / path.relative_to(Path(scratch) / "reports")
                new.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, new)
            shown = (place / folder.relative_to(Path(scratch) / "reports")).relative_to(root)
            print(words.fill(_(N_("written: {file}")), file=shown.as_posix()))
    return 0


def make(bench: Path, *, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Make the samples' reports in a new workbench; the folder of each, in order of `SAMPLES`.

    Parameters
    ----------
    bench
        An empty folder; the shipped parameters and the demo data are put into it.

    Raises
    ------
    ReportError
        One could not be made.
    """
    from libmkt.reporting import plan
    from libmkt.reporting import run as running

    shutil.copytree(workbench.shipped() / "parameters", bench / "parameters")
    write(bench / "data" / "demo")
    jobs = [
        job
        for report, language in SAMPLES
        for job in plan.plan(
            [report], root=bench, as_of=DAY, languages=[language], formats=formats
        ).jobs
    ]
    for outcome in running.run(plan.Plan(tuple(jobs)), running.Settings(bench, DAY, jobs=2)):
        if outcome.status == "failed":
            raise ReportError(Message("{said}", {"said": outcome.message}))
    return [job.folder for job in jobs]


def kept(folder: Path, formats: Sequence[str]) -> Iterator[Path]:
    """The files of a report's folder that are samples: its pages and tables."""
    yield from (folder / f"report.{name}" for name in formats)
    yield from sorted((folder / "tables").glob("*.csv"))


if __name__ == "__main__":
    sys.exit(main())

"""The files of the invented region: who reads them finds what a statistician would have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from libmkt import workbench
from libmkt.codebook.store import as_json
from libmkt.demo import facts, observed, poll, survey, survey_book
from libmkt.demo.descriptions import CITY_SOURCE, STOCK_SOURCE, YEARLY_SOURCE, truth
from libmkt.demo.region import AGES, Month
from libmkt.demo.survey_facts import WAVE, WAVES

YEARLY = (
    "region", "year", "libraries", "copies", "users", "users_0_14", "users_15_24", "users_25",
    "visits", "loans", "events", "attendance", "population",
)  # fmt: skip
MONTHLY = ("district", "month", *facts.MEASURES)
CITY_MONTHLY = (
    "branch", "month", "visits", "loans", "renewals", "new_users", "events", "attendance",
    "acquisitions", "hours_open",
)  # fmt: skip
CITY_STOCK = ("year", "class", "stock", "acquisitions", "withdrawn", "loans")
POPULATION = ("district", "year", "age_band", "n")
PLAN = ("measure", "period", "plan")

# What the centre promised for 2026 against 2025, by measure.
PROMISED = {"users": 1.020, "visits": 1.015, "loans": 1.030, "events": 1.050, "attendance": 1.040}


def write(folder: Path | str) -> list[Path]:
    """Write the demo data and return the files, in order of name.

    The same bytes come out on every machine: UTF-8, line ends of one character.

    Parameters
    ----------
    folder
        Where to; made if it is not there.  Files of these names are overwritten.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = [p.relative_to(folder).as_posix() for p in write(folder)]
    >>> found[:3]
    ['TRUTH.yml', 'city/monthly.csv', 'city/monthly.source.yml']
    """
    root = Path(folder)
    written = []
    for name, text in sorted(contents().items()):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        workbench.replace_text(path, text)
        written.append(path)
    return written


def contents() -> dict[str, str]:
    """What each file of the demo holds, by its path from the demo folder."""
    files = {
        "TRUTH.yml": truth(),
        "region/yearly.csv": _csv(YEARLY, _yearly()),
        "region/yearly.source.yml": YEARLY_SOURCE,
        "region/population.csv": _csv(POPULATION, _population()),
        "plan/2026.csv": _csv(PLAN, _plan()),
        "city/monthly.csv": _csv(CITY_MONTHLY, _city_monthly()),
        "city/stock.csv": _csv(CITY_STOCK, _city_stock()),
        "city/monthly.source.yml": CITY_SOURCE,
        "city/stock.source.yml": STOCK_SOURCE,
        "services.csv": _csv(observed.SERVICES, observed.services()),
        f"observations/{observed.MONTH}.csv": _csv(observed.HEADINGS, observed.rows()),
        "survey/population.csv": _csv(("variable", "category", "target"), survey.margins()),
        f"survey/asked-{WAVE}.csv": _csv(("disposition", "n"), survey.silent()),
        f"survey/poll-{WAVE}.csv": _csv(poll.columns(), poll.rows(), ";"),
        f"survey/poll-{WAVE}.codebook.json": as_json(survey_book.poll_book()),
    }
    for year in range(int(facts.FIRST_MONTH[:4]), int(facts.LAST_MONTH[:4]) + 1):
        files[f"region/monthly/{year}.csv"] = _csv(MONTHLY, _monthly(str(year)))
    for wave in WAVES:
        files[f"survey/needs-{wave.name}.csv"] = _csv(survey.columns(wave), survey.rows(wave))
        files[f"survey/needs-{wave.name}.codebook.json"] = as_json(
            survey_book.needs_book(wave.name)
        )
    return files


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]], parted: str = ",") -> str:
    text = io.StringIO()  # only open answers are quoted: nothing else holds a comma
    csv.writer(text, delimiter=parted, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def year_total(district: str, year: int) -> dict[str, int]:
    """The flows of a district in a year: the sums of its months, users by age as well."""
    from libmkt.demo.region import months

    rows = [m for m in months() if m.district == district and m.month.startswith(f"{year}-")]
    names = ("users", "users_0_14", "users_15_24", "users_25", *facts.MEASURES[1:])
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def _yearly() -> Iterable[Sequence[object]]:
    from libmkt.demo.region import years

    for y in years():
        flows = year_total(y.district, y.year)
        yield (y.district, y.year, y.libraries, y.copies, *flows.values(), sum(y.people))


def _monthly(year: str) -> Iterable[Sequence[object]]:
    from libmkt.demo.region import months

    rows = [m for m in months() if m.month.startswith(year) and m.month <= facts.LAST_MONTH]
    for m in sorted(rows, key=lambda row: row.month):
        yield (m.district, m.month, *(as_typed(m, name) for name in facts.MEASURES))


def as_typed(month: Month, measure: str) -> int:
    """The figure as the monthly sheet has it: right, but for the one slip."""
    value: int = getattr(month, measure)
    slip = (facts.SLIP_DISTRICT, facts.SLIP_MONTH, facts.SLIP_MEASURE)
    return value * 10 if (month.district, month.month, measure) == slip else value


def _population() -> Iterable[Sequence[object]]:
    from libmkt.demo.region import years

    for y in years():
        for age, n in zip(AGES, y.people, strict=True):
            yield (y.district, y.year, age, n)


def _plan() -> Iterable[Sequence[object]]:
    """Months, quarters and the year of the whole region; each longer span adds up its months."""
    from libmkt.demo.region import months

    last = facts.LAST_FULL_YEAR
    for measure in facts.MEASURES:
        plan = []
        for number in range(1, 13):
            rows = [m for m in months() if m.month == f"{last}-{number:02d}"]
            promised = sum(getattr(m, measure) for m in rows) * PROMISED[measure]
            plan.append(int(promised / 10.0 + 0.5) * 10)
        for number, value in enumerate(plan, start=1):
            yield (measure, f"{last + 1}-{number:02d}", value)
        for quarter in range(4):
            yield (measure, f"{last + 1}-Q{quarter + 1}", sum(plan[3 * quarter : 3 * quarter + 3]))
        yield (measure, last + 1, sum(plan))


def _city_monthly() -> Iterable[Sequence[object]]:
    from libmkt.demo.city import branch_months

    for row in sorted(branch_months(), key=lambda r: r.month):
        yield [getattr(row, name) for name in CITY_MONTHLY]


def _city_stock() -> Iterable[Sequence[object]]:
    from libmkt.demo.city import class_years

    for row in class_years():
        yield (row.year, row.stock_class, row.copies, row.acquisitions, row.withdrawn, row.loans)

"""A small report of invented figures, made in memory and thrown away.

Much is looked up, compiled or worked out at its first use only: the glyphs of the house
typeface, each language's months and number forms, patterns, the tables' own machinery.
The mother of kernels (`libmkt.reporting.kernel.mother`) rehearses once before she forks, and
each of her children finds it done: an eighth of what a report costs.

What would stay behind is left out: no figure of pyplot's is opened (it would choose the
backend before there is a shell), no session is begun, settings and the language are those
of before, and the files that are read lie in a folder that is gone afterwards.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from libmkt import monitoring, plots, read, reporting, words, workbench

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from libmkt.reporting.document import Block
    from libmkt.tables import Reading

PERIOD: Final = "2026-09"
CHAIN: Final = ("users", "visits", "loans")
PLACES: Final = ("Álim", "Bağdat")
_YEARS: Final = (2024, 2025, 2026)


def rehearse() -> int:
    """Read, reckon, draw and show invented figures; how many pieces of a page that made.

    Examples
    --------
    >>> rehearse()
    13
    """
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="mkt-") as folder:
        warnings.simplefilter("ignore")
        data = _reading(Path(folder))
        made = 0
        for language in words.LANGUAGES:
            with words.speaking(language):
                for block in _page(data) if language == "en" else [_table(data.table.tail(1))]:
                    block._repr_mimebundle_()
                    made += 1
    return made


def _reading(folder: Path) -> Reading:
    """Invented months of two districts, by way of a file in a workbench of its own."""
    (folder / "parameters").mkdir()
    (folder / workbench.MARK).write_text("name: Kitapxana\n", encoding="utf-8")
    path = folder / "monthly.csv"
    rows = [
        f"{place},{year}-{month:02},{100 + 7 * month},{400 + 31 * month},{year + 90 * month}"
        for place in PLACES
        for year in _YEARS
        for month in range(1, 13)
        if f"{year}-{month:02}" <= PERIOD
    ]
    path.write_text("\n".join(["district,month," + ",".join(CHAIN), *rows]), encoding="utf-8")
    return monitoring.named(read.counts(path, root=folder))


def _page(data: Reading) -> Iterator[Block]:
    """A figure of each shape, tables and boxes, as the report `monitoring` has them."""
    figures = monitoring.scope(data.table, to=PERIOD)
    found = monitoring.course(figures, measure=CHAIN[-1], by="library", breaks=data.breaks)
    growth, chart = found.growth, found.chart
    now = growth[growth["period"] == PERIOD]
    split = monitoring.factors(figures, chain=list(CHAIN), period=PERIOD)
    checks = monitoring.identities(figures)
    targets = pd.DataFrame({"measure": list(CHAIN), "period": PERIOD[:4], "plan": 9_000.0})
    plan = monitoring.plan_fact(figures, targets, to=PERIOD)
    one = chart[chart["library"] == PLACES[0]]
    yield reporting.values(now, label="library")
    yield reporting.sentences([*monitoring.growth_told(now, period=PERIOD)])
    yield _figure(plots.progress(plan, label="measure", expected="elapsed", ax=_axes()))
    yield _figure(
        plots.series(one, y="x", limits=("low", "high"), centre="centre", mark="signal", ax=_axes())
    )
    yield _figure(plots.factors(split, ax=_axes()))
    yield _figure(plots.ranking(now, label="library", unit=CHAIN[-1], ax=_axes()))
    yield _table(now)
    yield _table(monitoring.indicators(figures, period=PERIOD))
    yield reporting.actions(monitoring.month_advice(checks, plan, chart, PERIOD))
    yield reporting.sureness(monitoring.doubts(data, now))


def _axes() -> Axes:
    """Axes of a figure that pyplot does not know of."""
    from matplotlib.figure import Figure

    from libmkt.plots.layout import OneAxes

    return Figure(layout=OneAxes()).add_subplot()


def _figure(ax: Axes) -> Block:
    return reporting.figure(ax, alt="A rehearsal", caption="A rehearsal")


def _table(data: pd.DataFrame) -> Block:
    forms = {"period": "period", "measure": "measure", "value": "n0", "library": "text"}
    columns = {name: reporting.col(name, form) for name, form in forms.items() if name in data}
    return reporting.table(data, columns, caption="A rehearsal")

"""What holds for every plot in every language: nothing overlaps, nothing is cut, nothing leaks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from libmkt import plots, words
from libmkt.plots import style
from libmkt.words import catalog
from tests.plots import tables
from tests.plots.conftest import figure_of

BREAKS = pd.DataFrame(
    {
        "period": ["2023-04", "2023-06", "2024-03"],
        "reason": [
            "The library moved to a new building and the counters at its doors were replaced",
            "counters replaced",
            "loans counted anew",
        ],
    }
)


def _control() -> plt.Axes:
    table = tables.months().assign(low=20000.0, mid=26500.0, high=33000.0, signal="")
    table.loc[[3, 12], "signal"] = ["above", "run_below"]
    return plots.series(
        table,
        limits=("low", "high"),
        centre="mid",
        mark="signal",
        closed=pd.DataFrame({"period": ["2024-06"], "until": ["2024-08"], "reason": ["repairs"]}),
        breaks=BREAKS,
    )


def _lines() -> plt.Axes:
    return plots.series(tables.branches(6), by="branch", zero=False)


def _crosses(table: pd.DataFrame, *, numbered: bool) -> plt.Axes:
    return plots.quadrant(
        table,
        x="use",
        y="stock",
        x_line=5.4,
        y_line=5.9,
        x_doubt=("use_low", "use_high"),
        y_doubt=("stock_low", "stock_high"),
        undecided="open",
        diagonal=True,
        numbered=numbered,
        corners=("Көп, бос", "Көп, толық", "Аз, бос", "Аз, толық"),
        x_label="Оқыў",
        y_label="Қор",
        highlight=str(table["label"].iloc[2]),
    )


DRAWN: dict[str, Callable[[], object]] = {
    "months": lambda: plots.series(tables.months(years=1)),
    "long months": lambda: plots.series(tables.months(2010, 15), breaks=BREAKS),
    "control": _control,
    "lines": _lines,
    "panels": lambda: plots.panels(tables.branches(16), by="branch"),
    "own scales": lambda: plots.panels(tables.branches(5), by="branch", same_scale=False),
    "ranking": lambda: plots.ranking(
        tables.districts(), reference=7.0, reference_label="Орташа", highlight="Moynaq"
    ),
    "estimates": lambda: plots.estimates(tables.districts(), value="value"),
    "strip": lambda: plots.strip(tables.standing(), own="Moynaq", value="value"),
    "funnel": lambda: plots.funnel(tables.funnel(), highlight="Moynaq", size_label="Халық саны"),
    "quadrant": lambda: plots.quadrant(
        tables.field(),
        x="use",
        y="stock",
        x_line=6,
        y_line=2.5,
        corners=("Көп, бос", "Көп, толық", "Аз, бос", "Аз, толық"),
        x_label="Оқыў",
        y_label="Қор",
    ),
    "heatmap": lambda: plots.heatmap(
        tables.months(2014, 10).assign(
            year=lambda t: t["period"].str[:4].astype(int),
            month=lambda t: t["period"].str[5:].astype(int),
        ),
        x="month",
        y="year",
    ),
    "groups": lambda: plots.heatmap(
        pd.DataFrame(
            [
                {"group": group, "item": item, "value": 0.1 * i - 0.3, "low": -0.2, "high": 0.1 * i}
                for i, group in enumerate(tables.DISTRICTS[:9])
                for item in tables.DISTRICTS[9:13]
            ]
        ),
        x="group",
        y="item",
        centre=0,
        doubt=("low", "high"),
        digits=1,
    ),
    "progress": lambda: plots.progress(tables.plan(), expected="elapsed"),
    "factors": lambda: plots.factors(tables.change(), label="label"),
    "crosses": lambda: _crosses(tables.cells(8), numbered=False),
    "many crosses": lambda: _crosses(tables.cells(26), numbered=True),
    "kano": lambda: plots.kano_map(*tables.kano()),
    "zone": lambda: plots.zone(tables.zones(), ends=(1, 9)),
    "likert": lambda: plots.likert(tables.answered()),
    "even likert": lambda: plots.likert(tables.answered(4)),
    "steps": lambda: plots.steps(tables.stages()),
}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", DRAWN)
def test_no_word_stands_on_another_or_is_cut(name, language, faults):
    with words.speaking(language):
        assert faults(DRAWN[name]()) == []


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_table_gives_the_same_bytes(name):
    first, second = (style.svg(figure_of(DRAWN[name]())) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", DRAWN)
def test_every_word_of_ours_passes_through_the_catalogue(name, seen, monkeypatch):
    class Marking:
        @staticmethod
        def gettext(message: str) -> str:
            return re.sub(r"(\w+)(?![^{]*})", r"«\1»", message)

    monkeypatch.setattr(catalog, "_catalogue", lambda code: Marking)
    with words.speaking("ru"):
        told = " ".join(text for text, _box in seen(DRAWN[name]()))
    ours = set(re.findall(r"[^\W\d_]+", re.sub(r"«\w+»", " ", told)))
    assert {word for word in ours if re.search(r"[A-Za-z]", word)} <= _given()


def _given() -> set[str]:
    """Words of the tables, which are shown as they are."""
    labels = [*tables.standing()["label"], *tables.plan()["label"], *tables.change()["label"]]
    return set(re.findall(r"\w+", " ".join([*tables.DISTRICTS, *labels])))


def test_axes_speak_the_language_in_use(seen):
    with words.speaking("kaa"):
        told = [text for text, _box in seen(plots.series(tables.months(years=1)))]
        assert "iyl\n " in told and "20\N{NO-BREAK SPACE}000" in told
    with words.speaking("en"):
        assert "20,000" in [text for text, _box in seen(plots.series(tables.months(years=1)))]


def test_the_users_own_matplotlib_settings_change_nothing():
    plain = style.svg(figure_of(_lines()))
    with plt.rc_context({"font.size": 20, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert style.svg(figure_of(_lines())) == plain


def test_a_figure_is_drawn_on_the_axes_that_are_given():
    _figure, (left, right) = plt.subplots(1, 2, layout="constrained")
    assert plots.series(tables.months(), ax=right) is right
    assert len(right.lines) > 0 and len(left.lines) == 0


def test_importing_the_plots_does_not_load_matplotlib():
    code = "import libmkt.plots, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "draw",
    [
        lambda table: plots.series(table),
        lambda table: plots.panels(table, by="branch"),
        lambda table: plots.ranking(table),
        lambda table: plots.strip(table, own="A"),
        lambda table: plots.funnel(table),
        lambda table: plots.quadrant(table, x="a", y="b", x_line=0, y_line=0),
        lambda table: plots.heatmap(table, x="month", y="year"),
        lambda table: plots.progress(table),
        lambda table: plots.factors(table),
        lambda table: plots.kano_map(table),
        lambda table: plots.zone(table),
        lambda table: plots.likert(table),
        lambda table: plots.steps(table),
    ],
)
def test_a_table_without_the_columns_is_refused(draw):
    with pytest.raises(ValueError, match="column is missing"):
        draw(pd.DataFrame({"other": [1]}))


def test_demo_and_real_figures_hold_too(root, shared_data, faults):
    yearly = pd.read_csv(root / "data/demo/region/yearly.csv", encoding="utf-8")
    yearly = yearly.rename(columns={"region": "branch", "year": "period", "loans": "value"})
    last = yearly[yearly["period"] == 2025].rename(columns={"branch": "label"})
    wide = pd.read_csv(
        shared_data / "newcastle-libraries/loans/2008-onwards-monthly-issues-by-branch.csv",
        encoding="utf-8",
    )
    months = wide.filter(regex=r"^20\d\d-(?:\d|1[0-2])$").apply(pd.to_numeric, errors="coerce")
    total = months.sum(min_count=1).rename_axis("period").reset_index(name="value").dropna()
    with words.speaking("kaa"):
        assert faults(plots.panels(yearly, by="branch", unit="loans")) == []
        assert faults(plots.ranking(last.sort_values("value", ascending=False))) == []
        assert faults(plots.series(total, unit="loans", breaks=["2009-06"])) == []

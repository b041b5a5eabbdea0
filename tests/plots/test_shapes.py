"""Rankings, strips, funnels, fields, heat maps, plans and parts: marks as the table has them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from libmkt import plots, words
from libmkt.errors import DataError
from tests.plots import tables


def texts(ax):
    return [text.get_text().replace("\n", " ") for text in ax.texts]


def test_a_ranking_has_a_bar_and_a_value_a_row_in_the_tables_order():
    table = tables.districts()
    ax = plots.ranking(table)
    assert [bar.get_width() for bar in ax.patches] == list(table["value"].dropna())
    assert texts(ax)[:16] == [*(words.number(v, 1) for v in table["value"][:15]), "no data"]
    heights = [bar.get_y() for bar in ax.patches]
    assert heights == sorted(heights, reverse=True)


def test_no_letter_of_a_long_name_is_lost():
    ax = plots.ranking(tables.districts())
    names = [text.get_text().replace("\n", " ") for text in ax.get_yticklabels()]
    assert names == tables.DISTRICTS


def test_bars_begin_at_zero_and_dots_need_not():
    table = pd.DataFrame({"label": ["A", "B"], "value": [90.0, 95.0]})
    assert plots.ranking(table).get_xlim()[0] == 0
    assert plots.ranking(table, shape="dots").get_xlim()[0] > 50


def test_whiskers_end_where_the_doubt_ends():
    table = tables.districts()
    ax = plots.estimates(table, value="value")
    ends = {round(x, 6) for line in ax.lines for x in line.get_xdata()}
    assert set(table["conf_low"].dropna().round(6)) <= ends
    assert set(table["conf_high"].dropna().round(6)) <= ends


def test_forty_rows_fit(faults):
    table = pd.DataFrame({"label": [f"{n} {tables.LONG}" for n in range(40)], "value": range(40)})
    assert faults(plots.ranking(table)) == []


def test_only_the_own_library_is_shown_as_a_diamond():
    ax = plots.strip(tables.standing(), own="Moynaq")
    diamonds = [line for line in ax.lines if line.get_marker() == "D"]
    assert len(diamonds) == 3  # of four measures it lacks one
    own = tables.standing().query("library == 'Moynaq'")["percentile"].dropna()
    assert [float(line.get_xdata()[0]) for line in diamonds] == pytest.approx(list(own))
    assert "no data" in texts(ax)


def test_a_strip_refuses_a_stranger_and_percentiles_in_hundreds():
    table = tables.standing().assign(percentile=lambda t: t["percentile"] * 100)
    with pytest.raises(DataError, match="Nowhere is not among them") as refused:
        plots.strip(table, own="Nowhere")
    assert "from 0 to 1" in str(refused.value)


def test_a_funnel_names_those_beyond_the_outer_limits_and_no_other():
    table = tables.funnel()
    out = table[(table["value"] > table["high_998"]) | (table["value"] < table["low_998"])]
    named = set(texts(plots.funnel(table))) & set(tables.DISTRICTS)
    assert named == set(out["label"]) and len(named) == 6


def test_a_highlighted_library_is_named_though_within_the_limits():
    assert "Moynaq" in texts(plots.funnel(tables.funnel(), highlight="Moynaq"))


def test_a_field_names_every_point_and_tells_what_is_missing():
    ax = plots.quadrant(tables.field(), x="use", y="stock", x_line=6, y_line=2.5, numbered=False)
    told = texts(ax)
    missing = tables.DISTRICTS[3]
    assert set(tables.DISTRICTS) - {missing} <= set(told)
    assert f"No data: {missing}" in told


@pytest.mark.slow  # a place is looked for at each size of the sheet
def test_points_on_one_place_that_cannot_all_be_named_are_told():
    table = pd.DataFrame({"label": [f"{tables.LONG} {i}" for i in range(60)], "a": 1.0, "b": 1.0})
    ax = plots.quadrant(table, x="a", y="b", x_line=0, y_line=0)
    assert any(text.startswith("No room to name: ") for text in texts(ax))


def test_a_missing_cell_is_hatched_and_said():
    table = pd.DataFrame({"month": [1, 2, 1], "year": [2025, 2025, 2026], "value": [5.0, 7, 6]})
    ax = plots.heatmap(table, x="month", y="year")
    assert [bool(cell.get_hatch()) for cell in ax.patches] == [False, False, False, True]
    assert ax.get_legend().get_texts()[-1].get_text() == "no data"


def test_the_highest_cell_is_the_darkest():
    table = pd.DataFrame({"month": [1, 2, 3], "year": 2025, "value": [5.0, 7, 6]})
    cells = plots.heatmap(table, x="month", y="year").patches
    light = [sum(cell.get_facecolor()[:3]) for cell in cells]
    assert light[0] > light[2] > light[1]


def test_a_cell_twice_in_the_table_is_refused():
    table = pd.DataFrame({"month": [1, 1], "year": [2025, 2025], "value": [5.0, 7.0]})
    with pytest.raises(DataError, match="twice"):
        plots.heatmap(table, x="month", y="year")


def test_months_are_named_and_stand_in_order():
    table = pd.DataFrame({"month": [12, 1], "year": 2025, "value": [5.0, 7.0]})
    with words.speaking("kaa"):
        ax = plots.heatmap(table, x="month", y="year")
    assert [text.get_text() for text in ax.get_xticklabels()] == ["yan", "dek"]


def test_a_plan_without_figures_has_no_bar_and_is_told():
    ax = plots.progress(tables.plan())
    assert texts(ax)[:3] == ["87.4%  (43,700 of 50,000)", "112.0%  (11,200 of 10,000)", "no data"]
    assert len(ax.patches) == 3 + 2  # three plans, two of them with what was reached


def test_parts_follow_each_other_and_add_up_to_the_whole():
    bars = plots.factors(tables.change(), label="label").patches
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert bars[1].get_x() == ends[0]
    assert math.isclose(ends[1], ends[2])
    assert "−28,032" in texts(plots.factors(tables.change(), label="label"))


def test_codes_of_measures_are_printed_by_their_names():
    parts = pd.DataFrame({"factor": ["users", "visits_per_user"], "effect": [1.0, 2.0]})
    ax = plots.factors(parts.assign(change=3.0))
    assert [text.get_text() for text in ax.get_yticklabels()][2] == "all together"
    shown = [text.get_text() for text in ax.get_yticklabels()]
    assert shown[:2] == [words.fill("{code:m}", code=c) for c in ("users", "visits_per_user")]
    assert not set(shown) & {"users", "visits_per_user"}

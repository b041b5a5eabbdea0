"""Lines over time: what is joined, what is told, what is refused."""

from __future__ import annotations

import itertools
import math

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from libmkt import plots
from libmkt.errors import DataError, ParameterError
from libmkt.period import Period
from libmkt.plots import timeline
from tests.plots import tables


def pieces(ax):
    """Numbers of points that are joined by a line, in order of time."""
    lines = [line for line in ax.lines if line.get_gid() is None and len(line.get_xdata())]
    drawn = [line for line in lines if line.get_transform() == ax.transData]
    return [len(line.get_xdata()) for line in sorted(drawn, key=lambda one: one.get_xdata()[0])]


def years(values, start=2015, **more):
    table = pd.DataFrame({"period": [str(start + i) for i in range(len(values))], "value": values})
    return table.assign(**more)


def test_every_value_is_drawn_once():
    assert pieces(plots.series(years([5.0, 6, 7, 8]))) == [4]


def test_a_missing_value_and_a_missing_period_are_gaps():
    assert pieces(plots.series(years([5.0, 6, math.nan, 8, 9, 9]))) == [2, 3]
    assert pieces(plots.series(years([5.0, 6, 7, 8]).drop(index=1))) == [1, 2]


def test_no_line_crosses_a_break_and_the_reason_is_printed():
    breaks = pd.DataFrame({"period": ["2017"], "reason": ["renewals are counted too"]})
    ax = plots.series(years([5.0, 6, 17, 18]), breaks=breaks)
    assert pieces(ax) == [2, 2]
    assert "renewals are counted too" in [text.get_text().replace("\n", " ") for text in ax.texts]


def test_a_break_inside_a_year_parts_it_from_both_sides():
    assert pieces(plots.series(years([5.0, 6, 7, 8, 9]), breaks=["2017-07"])) == [2, 1, 2]


def test_a_break_declared_comparable_cuts_nothing():
    breaks = pd.DataFrame({"period": ["2017"], "reason": ["moved"], "comparable": [True]})
    assert pieces(plots.series(years([5.0, 6, 7, 8]), breaks=breaks)) == [4]


def test_the_breaks_that_growth_found_are_taken_from_the_table():
    table = years([5.0, 6, 7], break_before=[False, True, False], break_reason=["", "moved", ""])
    ax = plots.series(table)
    assert pieces(ax) == [1, 2]
    assert "moved" in [text.get_text() for text in ax.texts]


def test_a_break_of_one_branch_leaves_the_others_joined_and_is_told_with_its_name():
    table = pd.concat([years([5.0, 6, 7], branch=name) for name in "AB"])
    breaks = pd.DataFrame({"period": ["2016"], "branch": ["B"], "reason": ["moved"]})
    ax = plots.series(table, by="branch", breaks=breaks)
    assert sorted(pieces(ax)) == [1, 2, 3]
    assert "B: moved" in [text.get_text() for text in ax.texts]


def test_counts_begin_at_zero_unless_told():
    assert plots.series(years([90.0, 95, 99])).get_ylim()[0] == 0
    assert plots.series(years([90.0, 95, 99]), zero=False).get_ylim()[0] > 50


def test_doubt_and_limits_lie_within_the_axis():
    table = years([0.3, 0.4], conf_low=[0.1, 0.2], conf_high=[0.5, 0.9], unit="share")
    ax = plots.series(table, limits=("conf_low", "conf_high"))
    low, high = ax.get_ylim()
    assert low <= 0.1 and high >= 0.9
    assert len(ax.collections) == 1  # the band


def test_signals_differ_in_shape_and_each_kind_is_named():
    table = years([5.0, 6, 7, 8], signal=["", "above", "counter replaced", "above"])
    ax = plots.series(table, mark="signal")
    marks = [line.get_marker() for line in ax.lines if line.get_linestyle() == "None"]
    assert sorted(marks) == ["D", "D", "^"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "above the upper limit",
        "counter replaced",
    ]


def test_a_closed_span_is_shaded_once_and_named():
    ax = plots.series(tables.months(), closed=["2023-03", "2023-04", "2023-05"])
    assert len(ax.patches) == 1
    assert "closed" in [text.get_text() for text in ax.texts]


def test_lines_are_named_at_their_ends_in_the_order_of_their_values():
    ax = plots.series(tables.branches(4), by="branch", zero=False)
    ends = {t.get_text().replace("\n", " "): t.xy[1] for t in ax.texts if t.get_ha() == "left"}
    last = tables.branches(4).groupby("branch")["value"].last().sort_values()
    assert [name for name, _y in sorted(ends.items(), key=lambda e: e[1]) if name in last] == list(
        last.index
    )


def test_a_group_without_values_is_told():
    table = pd.concat([years([5.0, 6], branch="A"), years([math.nan] * 2, branch="B")])
    ax = plots.series(table, by="branch")
    assert "B: no data" in [text.get_text() for text in ax.texts]


def test_more_than_six_lines_are_refused_with_the_way_out():
    with pytest.raises(ParameterError, match=r"7 lines.*\n.*panels"):
        plots.series(tables.branches(7), by="branch")
    assert len(plots.panels(tables.branches(7), by="branch").axes) == 7


def test_limits_for_several_lines_are_refused():
    table = tables.branches(2).assign(low=1.0, high=2.0)
    with pytest.raises(ParameterError, match="one line only"):
        plots.series(table, by="branch", limits=("low", "high"))


def test_periods_of_several_lengths_are_refused():
    with pytest.raises(DataError, match="several lengths"):
        plots.series(pd.DataFrame({"period": ["2025", "2026-01"], "value": [1.0, 2.0]}))


def test_nothing_of_the_table_is_changed():
    table = tables.months()
    before = table.copy()
    plots.series(table)
    pd.testing.assert_frame_equal(table, before)


def test_panels_share_their_scale_unless_told():
    table = pd.concat([years([5.0, 6], branch="A"), years([500.0, 600], branch="B")])
    shared = plots.panels(table, by="branch")
    assert shared.axes[0].get_ylim() == shared.axes[1].get_ylim()
    own = plots.panels(table, by="branch", same_scale=False)
    assert own.axes[0].get_ylim() != own.axes[1].get_ylim()


def test_tens_of_millions_are_counted_in_millions():
    ax = plots.series(years([1.2e9, 1.3e9], unit="visits"))
    assert "visits, millions" in [text.get_text() for text in ax.texts]
    assert max(len(text.get_text()) for text in ax.get_yticklabels()) <= 5


@pytest.mark.parametrize("room", [60, 150, 300, 500])
@pytest.mark.parametrize(
    "ends",
    [("1992", "2016"), ("2008-04", "2024-08"), ("2025-Q2", "2026-Q3"), ("2026-01", "2026-12")],
)
def test_names_of_periods_fit_beside_each_other(ends, room):
    from libmkt.plots.labels import extent

    first, last = map(Period.parse, ends)
    named = timeline.ticks(first, last, room)
    span = last.end.toordinal() - first.start.toordinal()
    boxes = [((at - first.start.toordinal()) / span * room, extent(n)[0]) for at, n in named]
    assert named
    for (a, v), (b, w) in itertools.pairwise(boxes):
        assert b - a >= (v + w) / 2


def test_a_figure_of_the_user_keeps_its_layout():
    figure = plt.figure()
    ax = plots.series(tables.months(), ax=figure.add_subplot())
    assert ax.figure is figure

"""What the plots of needs and answers draw: crosses, regions, zones, parted bars, steps."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.colors import to_rgba

from libmkt import needs, plots
from libmkt.errors import DataError, ParameterError
from libmkt.plots import style
from tests.plots import tables


def texts(ax):
    return [text.get_text() for text in ax.texts]


def marks(ax, shape):
    return [line for line in ax.lines if line.get_marker() == shape]


def crossed(table, **more):
    names = {
        "x": "use",
        "y": "stock",
        "x_line": 5.4,
        "y_line": 5.9,
        "x_doubt": ("use_low", "use_high"),
        "y_doubt": ("stock_low", "stock_high"),
    }
    return plots.quadrant(table, **(names | more))


def test_a_cross_reaches_from_end_to_end_of_its_intervals():
    table = tables.cells(1)
    arms = [
        line.get_xydata().tolist() for line in crossed(table).lines if len(line.get_xdata()) == 2
    ]
    row = table.iloc[0]
    assert [[row["use_low"], row["stock"]], [row["use_high"], row["stock"]]] in arms
    assert [[row["use"], row["stock_low"]], [row["use"], row["stock_high"]]] in arms


def test_what_cannot_be_told_is_hollow_and_said_so():
    ax = crossed(tables.cells(8), undecided="open")
    hollow = [dot for dot in marks(ax, "o") if dot.get_markerfacecolor() == style.current().paper]
    assert len(hollow) == 2
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["cannot be told"]
    assert crossed(tables.cells(8)).get_legend() is None


def test_a_missing_interval_leaves_the_point_without_an_arm():
    table = tables.cells(1).assign(use_low=math.nan, use_high=math.nan)
    arms = [line for line in crossed(table).lines if line.get_zorder() == 3]
    assert len(arms) == 1


def test_numbered_points_have_every_name_in_the_list_below():
    table = tables.cells(26)
    told = texts(crossed(table, numbered=True))
    listed = " ".join(told).replace("\n", " ")
    assert {str(i) for i in range(1, 27)} <= set(told)
    assert all(name in listed for name in table["label"])


def test_the_smu_items_can_all_be_read(shared_data: Path, faults):
    folder = shared_data / "smu-library-survey-2018"
    table = pd.read_csv(folder / "Raw Data LSR.csv", encoding="cp1252")
    names = pd.read_csv(folder / "ItemCategories.csv", encoding="utf-8-sig")["Description"]
    items = {name: (f"I{i + 1:02d}", f"P{i + 1:02d}") for i, name in enumerate(names)}
    found = needs.importance_performance(table, items, ends=(1, 7))
    ax = plots.quadrant(
        found,
        x="performance",
        y="importance",
        label="item",
        x_line=found["performance_line"].iloc[0],
        y_line=found["importance_line"].iloc[0],
        x_doubt=("performance_low", "performance_high"),
        y_doubt=("importance_low", "importance_high"),
        undecided="undecided",
        numbered=True,
        diagonal=True,
    )
    assert faults(ax) == []
    assert not any(text.startswith("No room") for text in texts(ax))


def test_the_kano_map_shows_loss_to_the_right_and_regions_around():
    items, regions = tables.kano()
    ax = plots.kano_map(items, regions)
    placed = [tuple(dot.get_xydata()[0]) for dot in marks(ax, "o") if len(dot.get_xdata()) == 1]
    assert (0.9, 0.3) in [(round(x, 9), round(y, 9)) for x, y in placed]
    assert len(ax.patches) == 5
    assert ax.get_xlim() == ax.get_ylim() == (0, 1)


def test_a_kano_map_without_regions_is_drawn():
    items, regions = tables.kano()
    assert len(plots.kano_map(items, regions.head(0)).patches) == 0


def test_a_zone_reaches_from_minimum_to_desired_and_its_mark_tells_the_standing():
    ax = plots.zone(tables.zones(), ends=(1, 9))
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert bars[0] == pytest.approx((5.0, 7.9)) and len(bars) == 5
    assert [len(marks(ax, shape)) for shape in ("v", "D")] == [1, 1]
    assert ax.get_xlim() == (1, 9)
    assert "61%" in texts(ax) and "no data" in texts(ax)
    sure = tables.zones().assign(below_low=0.55, below_high=0.664)
    assert "61% (55% to 66%)" in texts(plots.zone(sure))


def test_the_middle_answer_stands_on_the_middle_line():
    table = tables.answered()
    ax = plots.likert(table)
    own = table["estimate"].head(5).tolist()
    first = ax.patches[:5]
    assert first[0].get_x() == pytest.approx(-own[0] - own[1] - own[2] / 2)
    assert first[2].get_x() == pytest.approx(-own[2] / 2)
    even = plots.likert(tables.answered(4)).patches
    assert even[2].get_x() == pytest.approx(0)


def test_the_right_column_adds_up_the_highest_answers_and_says_which():
    told = texts(plots.likert(tables.answered()))
    table = tables.answered()
    top = table["estimate"].iloc[3:5].sum()
    assert f"{top:.0%}" in told and "жақсы + жүдә жақсы" in told


def test_a_part_too_small_for_its_number_has_none():
    table = pd.DataFrame({"question": "A", "n": 9, "label": ["a", "b", "c"]})
    told = texts(plots.likert(table.assign(estimate=[0.01, 0.09, 0.9]), top=1))
    assert "1%" not in told and "90%" in told


def test_a_question_without_one_of_the_answers_is_refused():
    table = tables.answered().drop(index=7)
    with pytest.raises(DataError, match="each question needs each answer once"):
        plots.likert(table)
    with pytest.raises(DataError, match="expected one of"):
        plots.likert(tables.answered(), neutral="всё равно")


def test_those_who_left_are_the_end_of_the_bar_and_the_most_are_marked():
    ax = plots.steps(tables.stages(), worst=1)
    warn = to_rgba(style.current().warn)
    warned = [bar for bar in ax.patches if bar.get_facecolor() == warn]
    assert [(bar.get_x(), bar.get_width()) for bar in warned] == [(1800, 800)]
    assert "2,600  (−800)" in texts(ax) and "1,500" in texts(ax)


def test_more_steps_than_fit_are_refused():
    table = pd.DataFrame({"label": range(41), "n": range(41), "left": 0})
    with pytest.raises(DataError, match="at most 40 steps"):
        plots.steps(table)


def test_the_right_column_has_the_doubt_of_the_highest_answers_where_it_is_given():
    table = tables.answered()
    questions = table["question"].drop_duplicates().tolist()
    tops = pd.DataFrame({"question": questions[::-1], "estimate": [0.1, 0.2, 0.3, 0.4]})
    told = texts(
        plots.likert(table, tops=tops.assign(conf_low=0.05, conf_high=[0.2, 0.3, 0.4, 0.5]))
    )
    shown = [text for text in told if " to " in text]
    assert shown == [
        "40% (5% to 50%)", "30% (5% to 40%)", "20% (5% to 30%)", "10% (5% to 20%)",
    ]  # fmt: skip
    bare = texts(plots.likert(table, tops=tops.assign(conf_low=math.nan, conf_high=math.nan)))
    assert not any(" to " in text for text in bare) and "40%" in bare


def test_a_cell_whose_side_cannot_be_told_has_no_shade_and_brackets():
    table = pd.DataFrame(
        {"group": ["a", "b", "c", "d"], "item": "Wi-Fi", "value": [1.5, -1.2, 0.2, 0.3]}
    )
    table["low"] = [1.1, -1.6, -0.2, math.nan]
    table["high"] = [1.9, -0.8, 0.6, math.nan]
    ax = plots.heatmap(table, x="group", y="item", centre=0, doubt=("low", "high"), digits=1)
    paper = to_rgba(style.current().paper)
    assert [cell.get_facecolor() == paper for cell in ax.patches] == [False, False, True, True]
    assert texts(ax) == ["+1.5", "−1.2", "(+0.2)", "(+0.3)"]
    assert ax.get_legend().get_texts()[-1].get_text() == "in brackets: cannot be told"
    with pytest.raises(ParameterError, match="needs a centre"):
        plots.heatmap(table, x="group", y="item", doubt=("low", "high"))

"""Names of points: none on another, and no line of one through the name of another."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libmkt import needs, plots, read
from libmkt.plots import keyed, labels, placing
from libmkt.plots.labels import Box
from libmkt.stats.design import Design
from tests.plots import tables
from tests.plots.conftest import words_of

numbers = st.floats(0, 300)
DEMO = Path(__file__).parents[2] / "data" / "demo" / "survey" / "needs-2026.csv"


def rated(found: pd.DataFrame, **more: object) -> object:
    return plots.quadrant(
        found,
        x="performance",
        y="importance",
        label="item",
        x_line=found["performance_line"].iloc[0],
        y_line=found["importance_line"].iloc[0],
        x_doubt=("performance_low", "performance_high"),
        y_doubt=("importance_low", "importance_high"),
        undecided="undecided",
        corners=("Mend first", "Keep up", "Low priority", "More than needed"),
        x_label="How well it is done",
        y_label="How much it matters",
        **more,
    )  # type: ignore[arg-type]


def ties_of(ax) -> list[np.ndarray]:
    """The lines that tie names to marks, in pixels."""
    ties = [line for line in ax.get_lines() if line.get_transform() is not ax.transData]
    dashed = [line for line in ties if line.get_linestyle() == "-" and line.get_zorder() == 3.5]
    return [line.get_transform().transform(line.get_xydata()) for line in dashed]


def struck(ax) -> list[str]:
    """Words that a line to the name of another point runs through."""
    words = words_of(ax)
    found = []
    for tie in ties_of(ax):
        for text, box in words:
            # a line begins at its own name, which is drawn a little wider than measured
            seen = Box(box.x0 + 2, box.y0 + 2, box.x1 - 2, box.y1 - 2)
            if placing.crosses((tuple(tie[0]), tuple(tie[1])), seen):
                found.append(text)
    return found


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=18))
@settings(max_examples=40, deadline=None)
def test_placed_labels_keep_clear_of_labels_marks_and_lines(points):
    room = Box(0, 0, 300, 300)
    marks = [Box(x - 3, y - 3, x + 3, y + 3) for x, y in points]
    found = placing.place(points, [[(60, 11)]] * len(points), room, avoid=marks)
    stands = [stand for stand in found if stand]
    for stand in stands:
        assert stand.box.within(room)
        assert all(stand.box.overlap(mark) == 0 for mark in marks)
    for one, other in itertools.permutations(stands, 2):
        assert one.box.overlap(other.box) == 0
        assert not (one.leader and placing.crosses(one.leader, other.box))
        assert not (one.leader and other.leader and placing.meet(one.leader, other.leader))


def test_labels_in_a_crowd_push_away_those_with_room(monkeypatch):
    random = np.random.default_rng(2)
    points = [(float(x), float(y)) for x, y in 150 + 20 * random.normal(size=(16, 2))]
    marks = [Box(x - 3, y - 3, x + 3, y + 3) for x, y in points]

    def lost() -> int:
        sizes = [[(26.0, 10.0)]] * len(points)
        return placing.place(points, sizes, Box(0, 0, 300, 300), avoid=marks).count(None)

    assert lost() == 0
    monkeypatch.setattr(placing, "_TRIED", 0)  # first come, first served
    assert lost() == 2


def test_a_label_does_not_stand_on_a_line_where_there_is_room_beside_it():
    line = ((60.0, 0.0), (60.0, 100.0))
    [stand] = placing.place([(50, 50)], [[(30, 8)]], Box(0, 0, 100, 100), rather_not=[line])
    assert stand is not None and not placing.crosses(line, stand.box)
    [free] = placing.place([(50, 50)], [[(30, 8)]], Box(0, 0, 100, 100))
    assert free is not None and placing.crosses(line, free.box)


def test_a_label_takes_its_second_shape_where_the_first_has_no_room():
    [stand] = placing.place([(80, 50)], [[(60, 8), (28, 16)]], Box(60, 0, 120, 100))
    assert stand is not None and stand.shape == 1
    [stand] = placing.place([(80, 50)], [[(60, 8), (28, 16)]], Box(0, 0, 200, 100))
    assert stand is not None and stand.shape == 0


def test_the_services_of_the_demo_are_named_beside_their_marks(faults):
    answers = read.survey(DEMO)
    found = needs.rated(answers.table, answers.codebook, Design())
    ax = rated(found)
    told = [text.replace("\n", " ") for text, _box in words_of(ax)]
    assert set(found["item"]) <= set(told) and len(found) == keyed.MANY
    assert ties_of(ax), "without lines the test below says nothing"
    assert faults(ax) == [] and struck(ax) == []


def test_the_smu_items_are_told_by_number_and_can_all_be_read(shared_data: Path, faults):
    folder = shared_data / "smu-library-survey-2018"
    table = pd.read_csv(folder / "Raw Data LSR.csv", encoding="cp1252")
    names = pd.read_csv(folder / "ItemCategories.csv", encoding="utf-8-sig")["Description"]
    items = {name: (f"I{i + 1:02d}", f"P{i + 1:02d}") for i, name in enumerate(names)}
    ax = rated(needs.importance_performance(table, items, ends=(1, 7)))
    told = [text for text, _box in words_of(ax)]
    assert {str(i) for i in range(1, 27)} <= set(told)
    listed = " ".join(told).replace("\n", " ")
    assert all(name in listed for name in names)
    assert faults(ax) == [] and struck(ax) == []
    assert not any(text.startswith("No room") for text in told)


@pytest.mark.parametrize("seed", range(12))
def test_random_names_at_random_places_can_all_be_read(seed, faults):
    random = np.random.default_rng(seed)
    many = int(random.integers(3, 20))
    wide = random.integers(1, 9, many)
    names = [f"{tables.DISTRICTS[i % 16][: 4 * w + 3]} {i}" for i, w in enumerate(wide)]
    table = pd.DataFrame({"label": names, "a": random.normal(5, 1, many)})
    table["b"] = table["a"] + random.normal(0, 0.4, many)
    ax = plots.quadrant(table, x="a", y="b", x_line=5, y_line=5)
    assert faults(ax) == [] and struck(ax) == []
    assert not any(text.startswith("No room") for text, _box in words_of(ax))


def test_names_too_long_to_stand_beside_their_marks_are_told_by_number():
    table = pd.DataFrame({"a": [1.0, 1.01, 1.02, 1.03], "b": [1.0, 1.02, 1.01, 1.0]})
    table["label"] = [f"{tables.LONG} {' '.join(tables.DISTRICTS)} {i}" for i in range(4)]
    told = [
        text for text, _box in words_of(plots.quadrant(table, x="a", y="b", x_line=1, y_line=1))
    ]
    assert {"1", "2", "3", "4"} <= set(told)
    short = table.assign(label=list("abcd"))
    told = [
        text for text, _box in words_of(plots.quadrant(short, x="a", y="b", x_line=1, y_line=1))
    ]
    assert {"a", "b", "c", "d"} <= set(told)


def test_lines_of_a_name_are_of_about_the_same_width():
    text = "Ordering books that are not there"
    shown = labels.balanced(text, 130).split("\n")
    assert " ".join(shown) == text and len(shown) == 2
    widths = [labels.line_width(line) for line in shown]
    assert min(widths) > 0.6 * max(widths)

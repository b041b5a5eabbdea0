"""One plot is placed where matplotlib's own constrained layout would place it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from libmkt import plots
from libmkt.plots import style
from libmkt.plots.layout import OneAxes
from tests.plots import tables

PLAN = pd.DataFrame(
    {
        "label": ["Loans of the whole district, children's library included", "Visits"],
        "value": [4200.0, 31_000.0],
        "fulfilment": [0.6, 1.1],
        "plan": [7000.0, 28_000.0],
    }
)
DRAWN: dict[str, Callable[[], Axes]] = {
    "series": lambda: plots.series(tables.months(), zero=False),
    "lines": lambda: plots.series(tables.branches(6), by="branch"),
    "ranking": lambda: plots.ranking(PLAN, unit="loans"),
    "progress": lambda: plots.progress(PLAN),
}


def figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


@pytest.mark.parametrize("name", DRAWN)
def test_it_stands_within_a_point_of_where_constrained_layout_puts_it(name: str) -> None:
    ax = DRAWN[name]()
    figure = figure_of(ax)
    engine = figure.get_layout_engine()
    assert isinstance(engine, OneAxes)
    engine.execute(figure)
    ours = ax.get_window_extent().get_points()
    ConstrainedLayoutEngine().execute(figure)
    theirs = ax.get_window_extent().get_points()
    assert np.abs(ours - theirs).max() <= figure.dpi / 72


@pytest.mark.parametrize("name", DRAWN)
def test_what_it_says_is_shown_is_what_is_drawn(name: str) -> None:
    figure = figure_of(DRAWN[name]())
    engine = figure.get_layout_engine()
    assert isinstance(engine, OneAxes)
    engine.execute(figure)
    assert engine.shown is not None
    wide, high = figure.get_size_inches()
    assert np.allclose(engine.shown.get_points(), figure.get_tightbbox().get_points(), atol=0.02)
    assert engine.shown.x0 >= 0 and engine.shown.y0 >= 0
    assert engine.shown.x1 <= wide and engine.shown.y1 <= high


def placed(figure: Figure) -> list[list[float]]:
    return [list(ax.get_position().bounds) for ax in figure.axes]


@pytest.mark.parametrize(
    "more",
    [
        lambda figure, ax: figure.add_subplot(1, 2, 2),
        lambda figure, ax: figure.colorbar(ax.scatter([1, 2], [3, 4], c=[0.0, 1.0])),
        lambda figure, ax: figure.suptitle("Loans by month"),
        lambda figure, ax: figure.legend(
            handles=ax.lines, labels=["a"], loc="outside upper center"
        ),
    ],
)
def test_a_figure_with_more_in_it_is_left_to_constrained_layout(
    more: Callable[[Figure, Axes], object],
) -> None:
    made = []
    for engine in (OneAxes(), ConstrainedLayoutEngine()):
        figure = Figure(layout=engine)
        ax = figure.add_subplot(1, 2, 1)
        ax.plot([1, 2, 3], [10_000, 20_000, 15_000])
        more(figure, ax)
        engine.execute(figure)
        made.append(placed(figure))
    assert made[0] == made[1]


def test_a_plot_without_room_stays_where_it_was() -> None:
    figure = Figure(figsize=(1.0, 0.5), layout=OneAxes())
    ax = figure.add_subplot()
    ax.set_yticks([0.5], ["A name that is far too long for so small a figure"])
    before = placed(figure)
    with pytest.warns(UserWarning, match="collapsed"):
        figure.draw_without_rendering()
    assert placed(figure) == before


def test_a_size_that_is_roughly_known_is_near_the_final_one() -> None:
    ax = DRAWN["series"]()
    rough = style.room(ax, rough=True)
    final = style.room(ax)
    assert np.abs(np.array(rough) - np.array(final)).max() < 3

"""A figure is drawn once, and looks as if it had been placed and drawn at leisure."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from libmkt import plots, reporting
from libmkt.errors import ParameterError, Told
from libmkt.text.svg import tidied

PLAN = pd.DataFrame(
    {
        "label": ["Loans", "Visits", "Users of all libraries of the district"],
        "fulfilment": [0.9, 1.1, 0.4],
        "value": [900, 1100, 4],
        "plan": [1000, 1000, 10],
        "due": [0.75, 0.75, 0.75],
    }
)
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
CHART = pd.DataFrame(
    {
        "period": MONTHS,
        "value": [0.01 * (i % 5) for i in range(24)],
        "low": -0.02,
        "high": 0.06,
        "signal": ["above" if i == 7 else "" for i in range(24)],
    }
)


def named() -> Axes:
    """Axes of the user's own, with names, a colour scale and a legend."""
    figure = Figure(layout="constrained")
    ax = figure.add_subplot()
    dots = ax.scatter([1, 2, 3], [4, 5, 9], c=[0.1, 0.5, 0.9], label="dots")
    figure.colorbar(dots, label="Share")
    ax.set(xlabel="Users", ylabel="Loans")
    ax.legend()
    return ax


DRAWN: dict[str, Callable[[], Axes]] = {
    "progress": lambda: plots.progress(PLAN, expected="due"),
    "ranking": lambda: plots.ranking(PLAN, unit="loans"),
    "series": lambda: plots.series(CHART, limits=("low", "high"), mark="signal", unit="share"),
    "named": named,
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_is_drawn_once_and_is_the_picture_that_drawing_thrice_gives(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leisurely = bare(drawn_thrice(DRAWN[name]()))
    draws = []
    draw = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda self, r: (draws.append(self), draw(self, r))[1])
    block = reporting.figure(DRAWN[name](), alt="Drawn", caption="Drawn")
    assert len(draws) == 1
    assert bare(block.content["svg"]) == leisurely


def drawn_thrice(ax: Axes) -> str:
    """Matplotlib's own way: drawn to be placed, drawn before it is saved, and saved."""
    drawing = ax.get_figure(root=True)
    assert drawing is not None
    drawing.draw_without_rendering()
    drawing.set_layout_engine("none")
    stream = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "libmkt", "svg.fonttype": "path"}):  # type: ignore[arg-type]
        around = drawing.get_tightbbox().padded(0.1)
        nothing = {"Date": None, "Creator": None}
        drawing.savefig(stream, format="svg", dpi=144, bbox_inches=around, metadata=nothing)
    return tidied(stream.getvalue())


def bare(svg: str) -> list[str]:
    """The elements of a drawing without the ids that a change in a place's last digit changes."""
    return re.sub(r"f[0-9a-f]{8}-|p[0-9a-f]{10}|C0_0_[0-9a-f]+", "", svg).split(">")


def test_the_words_for_who_cannot_see_it_are_a_text_or_sentences_by_code() -> None:
    told: list[Told] = [
        ("margins_over", {"label": "women", "ratio": 1.2}),
        ("margins_even", {}),
    ]
    shown = [
        reporting.figure(Figure().add_subplot(), alt=alt, caption="c").content["alt"]
        for alt in ("Drawn", told[1], told)
    ]
    assert shown[:2] == ["Drawn", "Each group has its share of all readers."]
    assert shown[2] == "Most over its share: women (1.20 times). " + shown[1]
    with pytest.raises(ParameterError, match="alternative text"):
        reporting.figure(Figure().add_subplot(), alt=[], caption="c")

"""What a reader sees of a figure: its words, and whether they stand on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

Words = list[tuple[str, Bbox]]


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    from libmkt.plots import style

    yield
    plt.close("all")
    style.use()


def figure_of(drawn: Axes | Figure) -> Figure:
    return drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)


def words_of(drawn: Axes | Figure) -> Words:
    """Every printed text with the room it takes, in pixels."""
    figure = figure_of(drawn)
    figure.draw_without_rendering()
    found = []
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and _belongs(text):
            box = Text.get_window_extent(text)  # an annotation's own box holds its arrow too
            found.append((text.get_text(), box))
    return found


def _belongs(text: Text) -> bool:
    """Tick labels beyond the ends of an axis exist but are not drawn."""
    axes = text.axes
    if axes is None:
        return True
    for axis in (axes.xaxis, axes.yaxis):
        for tick in [*axis.majorTicks, *axis.minorTicks]:
            if text is tick.label2:
                return False
            if text is tick.label1:
                low, high = sorted(axis.get_view_interval())
                return bool(low <= tick.get_loc() <= high)
    return True


@pytest.fixture
def seen() -> Callable[[Axes | Figure], Words]:
    return words_of


@pytest.fixture
def faults() -> Callable[[Axes | Figure], list[str]]:
    """What a careful eye would complain about: overlapping or cut words."""

    def look(drawn: Axes | Figure) -> list[str]:
        words = words_of(drawn)
        figure = figure_of(drawn).bbox
        found = []
        for i, (one, a) in enumerate(words):
            if a.x0 < -1 or a.y0 < -1 or a.x1 > figure.x1 + 1 or a.y1 > figure.y1 + 1:
                found.append(f"cut: {one!r}")
            for other, b in words[i + 1 :]:
                wide = min(a.x1, b.x1) - max(a.x0, b.x0)
                high = min(a.y1, b.y1) - max(a.y0, b.y0)
                if wide > 1 and high > 1:
                    found.append(f"{one!r} on {other!r}: {wide:.0f} x {high:.0f} px")
        return found

    return look

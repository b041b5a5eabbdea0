"""The look of every figure: colours, sizes, the typeface, and figures as SVG text.

One place decides them, so that forty reports look alike.  Colour never speaks
alone: lines differ in dashes, marks in shape, signs are printed, so that a page
keeps its meaning in grey print and for readers who see colours differently.
The typeface is DejaVu Sans, which travels with matplotlib and holds the letters
of all four languages (á ǵ ı ń ó ú, oʻ gʻ, Cyrillic).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from libmkt import workbench
from libmkt.text.svg import tidied

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 6.8  # inches; the text column of an A4 page with margins of 18 mm
HEIGHT: Final = 3.4  # inches
SIZE: Final = 9.0  # points, of all text in a figure
SMALL: Final = 8.0  # points, of second lines and notes
FONT: Final = "DejaVu Sans"

# One dash pattern a line, so that six lines can be told apart in grey print.
DASHES: Final = (
    "solid",
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (9, 2)),
    (0, (3, 1, 1, 1, 1, 1)),
)
SHAPES: Final = ("D", "^", "s", "v", "P", "X")  # marks, told apart without colour

# After Okabe and Ito (2008), Color Universal Design, each darkened until its name can be
# printed in it: contrast on white 4.5 or more (WCAG 2.2, 1.4.3).  Seven, so that the one
# nearest to a library's accent can be left out.
_LINES: Final = ("#1f5f8b", "#b04a00", "#00734f", "#a03a7a", "#806000", "#5b4bb0", "#4d4d4d")
_LINES_DARK: Final = ("#7cc0ea", "#f2a05c", "#4fcfa5", "#e79ac6", "#e3c34d", "#b3a8f5", "#c8c8c8")


@dataclass(frozen=True)
class Look:
    """The colours in use, as ``#rrggbb``."""

    accent: str  # what the reader should see first
    ink: str  # text
    quiet: str  # second text: units, notes; contrast on paper at least 4.5
    rule: str  # grid, axes and other thin lines
    paper: str  # background
    fill: str  # bars and dots that are not highlighted
    band: str  # doubt, and spans of time that are shaded
    warn: str  # a signal, a shortfall: always with a shape or a sign
    lines: tuple[str, ...]  # six colours of lines, the accent first


@lru_cache(maxsize=8)
def look(accent: str = workbench.ACCENT, *, dark: bool = False) -> Look:
    """The colours that go with an accent, on white or dark paper.

    Parameters
    ----------
    accent
        ``#rrggbb``; `library.yml` checks its contrast on white.
    dark
        For a dark page; a dark accent is mixed with white until it can be seen.

    Examples
    --------
    >>> look("#00734f").lines[:2]
    ('#00734f', '#1f5f8b')
    """
    others = _LINES_DARK if dark else _LINES
    if dark and sum(_rgb(accent)) < 360:
        accent = mix(accent, "#ffffff", 0.45)
    nearest = min(others, key=lambda colour: _distance(colour, accent))
    lines = (accent, *(colour for colour in others if colour != nearest))
    if dark:
        return Look(
            accent,
            "#f0f2f4",
            "#b4bcc4",
            "#56606a",
            "#16191d",
            "#6d7a86",
            "#2c333a",
            "#f2a05c",
            lines,
        )
    return Look(
        accent, "#1c2126", "#565f68", "#c9ced3", "#ffffff", "#aab6bf", "#e6eaed", "#b04a00", lines
    )


def use(accent: str | None = None, *, dark: bool = False) -> None:
    """Draw with this accent from here on, or with the workbench's own (None) again."""
    global _chosen
    _chosen = look(accent or workbench.accent(), dark=dark) if accent or dark else None


def current() -> Look:
    """The colours in use: those of `use`, else of the library whose report was begun."""
    return _chosen or look(workbench.accent())


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it.

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    parts = (round(a + (b - a) * share) for a, b in zip(_rgb(colour), _rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def readable_on(colour: str) -> str:
    """Black or white, whichever reads better on `colour`.

    >>> readable_on("#1f5f8b"), readable_on("#cfe0ea")
    ('#ffffff', '#000000')
    """
    from libmkt.library import contrast

    return max("#ffffff", "#000000", key=lambda text: contrast(text, colour))


@contextmanager
def house() -> Iterator[Look]:
    """Matplotlib with the house settings inside a ``with`` block, whatever the user's are."""
    import matplotlib as mpl

    now = current()
    with mpl.rc_context(settings(now)):  # type: ignore[arg-type]
        yield now


def settings(now: Look) -> dict[str, Any]:
    """Matplotlib's settings for figures in these colours."""
    return {
        "font.family": [FONT],
        "font.size": SIZE,
        "axes.labelsize": SIZE,
        "axes.titlesize": SIZE,
        "xtick.labelsize": SIZE,
        "ytick.labelsize": SIZE,
        "legend.fontsize": SIZE,
        "text.color": now.ink,
        "axes.labelcolor": now.ink,
        "axes.edgecolor": now.rule,
        "axes.facecolor": now.paper,
        "figure.facecolor": now.paper,
        "xtick.major.pad": 6.0,  # clear of the lowest number of the other axis
        "xtick.color": now.rule,
        "ytick.color": now.rule,
        "xtick.labelcolor": now.ink,
        "ytick.labelcolor": now.ink,
        "axes.unicode_minus": True,
        "axes.grid": False,
        "axes.axisbelow": True,
        "hatch.linewidth": 0.6,
        "figure.dpi": 96.0,
        "text.usetex": False,
        "text.parse_math": False,  # a $ in a label is a dollar
    }


def sheet(ax: Axes | None = None, *, width: float = WIDTH, height: float = HEIGHT) -> Axes:
    """`ax` without its frame, or a new current one of house size (inches)."""
    if ax is None:
        import matplotlib.pyplot as plt

        from libmkt.plots.layout import OneAxes

        ax = plt.figure(figsize=(width, height), layout=OneAxes()).add_subplot()
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)
    return ax


def room(ax: Axes, *, rough: bool = False) -> tuple[float, float]:
    """Width and height of the plot in points, once all that stands around it has its place.

    Parameters
    ----------
    rough
        A point or two may be wanting: placed once, it is not looked at again.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None  # an Axes that was drawn on has its figure
    from libmkt.plots.layout import OneAxes

    engine = figure.get_layout_engine()
    if engine is None:
        figure.draw_without_rendering()
    elif rough and isinstance(engine, OneAxes):
        engine.once(figure)
    else:  # placing everything is the half of drawing that is needed here
        engine.execute(figure)
    box = ax.get_window_extent()
    return box.width * 72 / figure.dpi, box.height * 72 / figure.dpi


def paper_width(ax: Axes) -> float:
    """Width of the whole figure in points."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return float(figure.get_size_inches()[0]) * 72


def svg(figure: Figure) -> str:
    """A figure as one SVG element: the same bytes for the same figure, no request, no date.

    Letters are drawn as outlines.  Real text would be half as large and could be
    searched, but falls back to another typeface where DejaVu Sans is missing (each
    Windows), and then labels that were measured not to overlap do; the words can be
    found in the caption, the alternative text and the table beside the figure.

    Ids that nothing refers to are left out and the others carry a digest of the
    picture, so that many figures can stand in one page; styles are attributes, which
    a strict content security policy lets through.
    """
    import matplotlib as mpl

    out = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "libmkt", "svg.id": None}):
        figure.savefig(out, format="svg", metadata=nothing, facecolor=figure.get_facecolor())
    return tidied(out.getvalue())


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _distance(one: str, other: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(_rgb(one), _rgb(other), strict=True))


_chosen: Look | None = None

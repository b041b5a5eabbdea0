"""One thing a row, from the top: the canvas that rankings, estimates and plans share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from libmkt.plots import labels, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 0.172  # inches, one line of a label
APART = 0.1  # inches, between rows


def canvas(
    ax: Axes | None, names: Sequence[str], *, bold: Sequence[bool] = (), extra: float = 0.5
) -> tuple[Axes, list[float]]:
    """Axes with one named row each, from the top, high enough for names of several lines.

    Parameters
    ----------
    ax
        Where to draw; None makes a figure as high as its rows need.
    names
        What each row is called; none is cut, a long one takes several lines.
    bold
        Which names are set in bold.
    extra
        Inches above and below the rows.

    Returns
    -------
    tuple
        The axes, and the height at which each row stands (rows go down from 0).
    """
    width = style.WIDTH * 72 if ax is None else style.paper_width(ax)
    heavy = list(bold) or [False] * len(names)
    shown = _broken(names, heavy, width * 0.34)
    if max((text.count("\n") for text in shown), default=0) > 1:  # sentences, not names
        shown = _broken(names, heavy, width * 0.46)
    heights = [text.count("\n") * LINE + LINE + APART for text in shown]
    places, total = [], 0.0
    for height in heights:
        places.append(-(total + height / 2))
        total += height
    ax = style.sheet(ax, height=total + extra)
    ax.spines["bottom"].set_visible(False)
    ax.set_yticks(places, shown)
    ax.set_ylim(-total, 0)
    for text, b in zip(ax.get_yticklabels(), heavy, strict=True):
        text.set_fontweight("bold" if b else "normal")
        text.set_linespacing(1.1)
    return ax, places


def _broken(names: Sequence[str], bold: Sequence[bool], room: float) -> list[str]:
    return [labels.wrapped(name, room, bold=b) for name, b in zip(names, bold, strict=True)]


def column(
    ax: Axes, places: Sequence[float], texts: Sequence[str], *, bold: Sequence[bool] = ()
) -> None:
    """Print a text at the right of each row, flush right, outside the plot."""
    heavy = list(bold) or [False] * len(texts)
    wide = max(
        (labels.extent(t, bold=b)[0] for t, b in zip(texts, heavy, strict=True)), default=0.0
    )
    for place, text, b in zip(places, texts, heavy, strict=True):
        ax.annotate(
            text,
            (1.0, place),
            (10 + wide, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            ha="right",
            va="center",
            fontweight="bold" if b else "normal",
            annotation_clip=False,
        )


def head(ax: Axes, text: str, texts: Sequence[str], *, bold: bool = False) -> None:
    """Say above the column of texts at the right what it holds."""
    wide = max((labels.extent(t, bold=bold)[0] for t in texts), default=0.0)
    ax.annotate(
        labels.wrapped(text, style.paper_width(ax) * 0.6, style.SMALL, bold),
        (1.0, 1.0),
        (10 + wide, 5),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=style.SMALL,
        fontweight="bold" if bold else "normal",
        color=style.current().quiet,
        annotation_clip=False,
    )


def upright(ax: Axes, at: float, *, dashed: bool = True) -> None:
    """Draw a thin upright line across all rows."""
    ax.axvline(
        at, color=style.current().quiet, lw=1.0, ls=(0, (4, 2)) if dashed else "solid", zorder=2.5
    )


def highlighted(names: Sequence[str], highlight: str | Sequence[str] | None) -> list[bool]:
    """Which rows are shown in the accent.

    >>> highlighted(["A", "B"], "B")
    [False, True]
    """
    if highlight is None:
        return [False] * len(names)
    chosen = {highlight} if isinstance(highlight, str) else set(highlight)
    return [name in chosen for name in names]

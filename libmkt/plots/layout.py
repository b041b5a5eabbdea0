"""Places the one plot of a figure: what matplotlib's constrained layout does, in half the time.

Constrained layout measures everything twice, for figures whose many plots must give way
to one another.  A figure of one plot is measured until it stays where it is, which is
once where it stood there already.
"""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import Bbox

STILL = 0.5 / 72  # inches that nobody sees: less is no move
MOST = 3  # times that a figure is measured; names at the ends of an axis move with it


class OneAxes(ConstrainedLayoutEngine):
    """Constrained layout, with a short way for a figure that holds one plot and nothing else."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.shown: Bbox | None = None  # what is drawn, inches; None where it was not measured

    def execute(self, fig: Any) -> Any:
        """Move and size the plot so that all that stands around it has its place."""
        self.shown = None
        ax = _alone(fig)
        if ax is None:
            return super().execute(fig)
        for _turn in range(MOST):
            if self._placed(fig, ax):
                break
        return None

    def once(self, fig: Figure) -> None:
        """Place the plot without looking whether it moved something by that."""
        ax = _alone(fig)
        if ax is None:
            super().execute(fig)
        else:
            self._placed(fig, ax)

    def _placed(self, fig: Figure, ax: Axes) -> bool:
        """Measure all and place the plot; whether it stood where it should."""
        width, height = fig.get_size_inches()
        now = ax.get_position(original=True)
        box = ax.get_tightbbox(for_layout_only=True)
        if box is None:  # nothing is visible
            return True
        around = box.transformed(fig.transFigure.inverted())
        wide, high = self.get()["w_pad"] / width, self.get()["h_pad"] / height
        wanted = Bbox.from_extents(
            wide + now.x0 - around.x0,
            high + now.y0 - around.y0,
            1 - wide - around.x1 + now.x1,
            1 - high - around.y1 + now.y1,
        )
        if wanted.width <= 0 or wanted.height <= 0:  # no room: it stays, as constrained layout says
            super().execute(fig)
            return True
        moved = abs(wanted.get_points() - now.get_points()) * (width, height)
        if moved.max() < STILL:
            plain = not (ax.get_title() or ax.get_xlabel() or ax.get_ylabel())
            self.shown = box.transformed(fig.dpi_scale_trans.inverted()) if plain else None
            return True
        ax.set_position(wanted)
        ax.set_in_layout(True)  # a place that is set by hand would be left alone from here on
        return False


def _alone(fig: Figure) -> Axes | None:
    """The one plot of a figure that holds nothing else."""
    if len(fig.axes) != 1 or fig.subfigs or fig.legends or fig.texts or fig.images:
        return None
    [ax] = fig.axes
    return ax if ax.get_subplotspec() is not None and ax.get_in_layout() else None

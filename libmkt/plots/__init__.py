"""Tidy tables drawn: each plot takes a table, computes nothing, and returns its Axes."""

from libmkt.plots.estimates import estimates, strip
from libmkt.plots.funnel import funnel, quadrant
from libmkt.plots.heatmap import heatmap
from libmkt.plots.ranking import factors, progress, ranking
from libmkt.plots.series import panels, series

__all__ = [
    "estimates",
    "factors",
    "funnel",
    "heatmap",
    "panels",
    "progress",
    "quadrant",
    "ranking",
    "series",
    "strip",
]

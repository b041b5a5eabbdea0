"""Tidy tables drawn: each plot takes a table, computes nothing, and returns its Axes."""

from libmkt.plots.answers import answers
from libmkt.plots.estimates import estimates, strip
from libmkt.plots.funnel import funnel
from libmkt.plots.heatmap import heatmap
from libmkt.plots.kano import kano_map
from libmkt.plots.likert import likert
from libmkt.plots.quadrant import quadrant
from libmkt.plots.ranking import factors, progress, ranking
from libmkt.plots.series import panels, series
from libmkt.plots.steps import steps
from libmkt.plots.zone import zone

__all__ = [
    "answers",
    "estimates",
    "factors",
    "funnel",
    "heatmap",
    "kano_map",
    "likert",
    "panels",
    "progress",
    "quadrant",
    "ranking",
    "series",
    "steps",
    "strip",
    "zone",
]

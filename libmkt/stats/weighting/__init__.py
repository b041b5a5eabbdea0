"""Weighting of a sample to known margins, and standard errors that respect it.

`rake`, `poststratify` and `calibrate` give a `Weighting`; `trim` cuts its extremes; `linearised`
and `reweighted` carry it into standard errors.  Held to R's `survey` (tests/golden/weighting.R).
"""

from libmkt.stats.weighting.calibration import calibrate
from libmkt.stats.weighting.frame import Frame
from libmkt.stats.weighting.methods import poststratify, rake
from libmkt.stats.weighting.record import Weighting, kish
from libmkt.stats.weighting.trimming import trim
from libmkt.stats.weighting.variance import design_columns, linearised, reweighted

__all__ = [
    "Frame",
    "Weighting",
    "calibrate",
    "design_columns",
    "kish",
    "linearised",
    "poststratify",
    "rake",
    "reweighted",
    "trim",
]

"""Surveys: who answered, estimates with their doubt, tables of them."""

from libmkt.surveys.dropout import dropouts, item_nonresponse
from libmkt.surveys.estimates import means, quantiles, ratios, shares, totals
from libmkt.surveys.margins import sample_margins
from libmkt.surveys.quality import Quality, Rules, flagged, without_flagged
from libmkt.surveys.response import response_rates
from libmkt.surveys.weighting import weighting_told

__all__ = [
    "Quality",
    "Rules",
    "dropouts",
    "flagged",
    "item_nonresponse",
    "means",
    "quantiles",
    "ratios",
    "response_rates",
    "sample_margins",
    "shares",
    "totals",
    "weighting_told",
    "without_flagged",
]

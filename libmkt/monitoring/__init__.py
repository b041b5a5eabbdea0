"""Indicators, identities, growth, factors, plan, control and peers from tidy counts."""

from libmkt.monitoring.dynamics import averages, dynamics
from libmkt.monitoring.identities import identities
from libmkt.monitoring.indicators import fund_use, indicators
from libmkt.monitoring.reproduce import reproduce
from libmkt.monitoring.totals import totals

__all__ = [
    "averages",
    "dynamics",
    "fund_use",
    "identities",
    "indicators",
    "reproduce",
    "totals",
]

"""Indicators, identities, growth, factors, plan, control and peers from tidy counts."""

from libmkt.monitoring.advice import (
    check_counts,
    doubts,
    growth_advice,
    month_advice,
    position_advice,
)
from libmkt.monitoring.breaks import suspected_breaks
from libmkt.monitoring.control import control
from libmkt.monitoring.dynamics import averages, dynamics
from libmkt.monitoring.factors import factor_sentence, factors
from libmkt.monitoring.identities import identities
from libmkt.monitoring.indicators import fund_use, indicators
from libmkt.monitoring.peers import PeerIndex, funnel, nearest, peer_index, percentiles
from libmkt.monitoring.plan import plan_fact
from libmkt.monitoring.reproduce import reproduce
from libmkt.monitoring.scope import scope
from libmkt.monitoring.telling import growth_told, series_told
from libmkt.monitoring.totals import totals

__all__ = [
    "PeerIndex",
    "averages",
    "check_counts",
    "control",
    "doubts",
    "dynamics",
    "factor_sentence",
    "factors",
    "fund_use",
    "funnel",
    "growth_advice",
    "growth_told",
    "identities",
    "indicators",
    "month_advice",
    "nearest",
    "peer_index",
    "percentiles",
    "plan_fact",
    "position_advice",
    "reproduce",
    "scope",
    "series_told",
    "suspected_breaks",
    "totals",
]

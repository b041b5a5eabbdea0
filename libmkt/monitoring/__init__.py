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
from libmkt.monitoring.retention import retention
from libmkt.monitoring.scope import recent, scope, unit_of
from libmkt.monitoring.telling import (
    chart_told,
    growth_told,
    plan_told,
    ranking_told,
    series_told,
)
from libmkt.monitoring.totals import totals

__all__ = [
    "PeerIndex",
    "averages",
    "chart_told",
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
    "plan_told",
    "position_advice",
    "ranking_told",
    "recent",
    "reproduce",
    "retention",
    "scope",
    "series_told",
    "suspected_breaks",
    "totals",
    "unit_of",
]

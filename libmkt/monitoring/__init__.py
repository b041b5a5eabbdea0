"""Indicators, identities, growth, factors, plan, control and peers from tidy counts."""

from libmkt.monitoring.advice import (
    check_counts,
    doubts,
    growth_advice,
    month_advice,
)
from libmkt.monitoring.averages import averages
from libmkt.monitoring.breaks import suspected_breaks
from libmkt.monitoring.control import control
from libmkt.monitoring.course import Course, course
from libmkt.monitoring.dynamics import dynamics
from libmkt.monitoring.factors import factor_sentence, factors
from libmkt.monitoring.grown import grown, grown_told
from libmkt.monitoring.identities import identities
from libmkt.monitoring.indicators import fund_use, indicators
from libmkt.monitoring.peers import nearest, percentiles
from libmkt.monitoring.places import (
    funnel_told,
    peer_doubts,
    position_advice,
    position_told,
    strip_told,
)
from libmkt.monitoring.plan import plan_fact, targets
from libmkt.monitoring.reproduce import reproduce
from libmkt.monitoring.retention import retention
from libmkt.monitoring.scope import named, recent, scope, unit_of
from libmkt.monitoring.standing import PeerIndex, funnel, peer_index
from libmkt.monitoring.telling import (
    about_told,
    chart_told,
    growth_told,
    plan_told,
    ranking_told,
    series_told,
)
from libmkt.monitoring.totals import totals

__all__ = [
    "Course",
    "PeerIndex",
    "about_told",
    "averages",
    "chart_told",
    "check_counts",
    "control",
    "course",
    "doubts",
    "dynamics",
    "factor_sentence",
    "factors",
    "fund_use",
    "funnel",
    "funnel_told",
    "grown",
    "grown_told",
    "growth_advice",
    "growth_told",
    "identities",
    "indicators",
    "month_advice",
    "named",
    "nearest",
    "peer_doubts",
    "peer_index",
    "percentiles",
    "plan_fact",
    "plan_told",
    "position_advice",
    "position_told",
    "ranking_told",
    "recent",
    "reproduce",
    "retention",
    "scope",
    "series_told",
    "strip_told",
    "suspected_breaks",
    "targets",
    "totals",
    "unit_of",
]

"""Indicators, identities, growth, factors, plan, control and peers from tidy counts."""

from libmkt.monitoring.dynamics import averages, dynamics
from libmkt.monitoring.indicators import fund_use, indicators
from libmkt.monitoring.totals import totals

__all__ = ["averages", "dynamics", "fund_use", "indicators", "totals"]

"""Needs: what matters to people, what falls short of it, what is asked for and not had."""

from libmkt.needs.demand import juster, refusal_rate
from libmkt.needs.derived import derived_importance
from libmkt.needs.gaps import Cleaning, Zones, zones
from libmkt.needs.importance import importance_performance
from libmkt.needs.kano import Kano, kano
from libmkt.needs.sections import (
    Derived,
    derived,
    other_questions,
    rated,
    unanswered_told,
    wanted,
)
from libmkt.needs.telling import ends, kano_shown, kano_told, needs_advice, paired, shortfall_told

__all__ = [
    "Cleaning",
    "Derived",
    "Kano",
    "Zones",
    "derived",
    "derived_importance",
    "ends",
    "importance_performance",
    "juster",
    "kano",
    "kano_shown",
    "kano_told",
    "needs_advice",
    "other_questions",
    "paired",
    "rated",
    "refusal_rate",
    "shortfall_told",
    "unanswered_told",
    "wanted",
    "zones",
]

"""Needs: what matters to people, what falls short of it, what is asked for and not had."""

from libmkt.needs.advice import needs_advice
from libmkt.needs.demand import juster, refusal_rate
from libmkt.needs.derived import derived_importance
from libmkt.needs.gaps import Cleaning, Zones, zones
from libmkt.needs.importance import importance_performance
from libmkt.needs.kano import Kano, kano
from libmkt.needs.sections import (
    DRAWN,
    Derived,
    derived,
    other_questions,
    rated,
    ratings_shown,
    unanswered_told,
    wanted,
)
from libmkt.needs.telling import (
    drawn_doubt,
    ends,
    kano_shown,
    kano_told,
    paired,
    shortfall_told,
)
from libmkt.needs.tolerance import tolerated, zones_sureness, zones_told

__all__ = [
    "DRAWN",
    "Cleaning",
    "Derived",
    "Kano",
    "Zones",
    "derived",
    "derived_importance",
    "drawn_doubt",
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
    "ratings_shown",
    "refusal_rate",
    "shortfall_told",
    "tolerated",
    "unanswered_told",
    "wanted",
    "zones",
    "zones_sureness",
    "zones_told",
]

"""Services: how they are used, and what people say, do and are seen to do about one."""

from libmkt.services.evidence import evidence, published_evidence, side_by_side
from libmkt.services.observed import activities, busiest, occupancy, seen_in
from libmkt.services.table import named_told, service_row
from libmkt.services.telling import (
    said_told,
    seen_told,
    service_advice,
    service_doubts,
    verdict_told,
)

__all__ = [
    "activities",
    "busiest",
    "evidence",
    "named_told",
    "occupancy",
    "published_evidence",
    "said_told",
    "seen_in",
    "seen_told",
    "service_advice",
    "service_doubts",
    "service_row",
    "side_by_side",
    "verdict_told",
]

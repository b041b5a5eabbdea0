"""A survey's labels, scales, routing and roles: the codebook beside the answers."""

from libmkt.codebook.reading import DROPPED, MISSING, PARADATA, SurveyReading
from libmkt.codebook.records import (
    ROLES,
    SCALES,
    TYPES,
    UNKNOWN,
    Category,
    Codebook,
    Condition,
    Field,
    Texts,
    Value,
    said,
)

__all__ = [
    "DROPPED",
    "MISSING",
    "PARADATA",
    "ROLES",
    "SCALES",
    "TYPES",
    "UNKNOWN",
    "Category",
    "Codebook",
    "Condition",
    "Field",
    "SurveyReading",
    "Texts",
    "Value",
    "said",
]

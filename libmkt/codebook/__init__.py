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
    Replication,
    Texts,
    Value,
    said,
)
from libmkt.codebook.store import SUFFIX, beside, load, save
from libmkt.codebook.turned import turned

__all__ = [
    "DROPPED",
    "MISSING",
    "PARADATA",
    "ROLES",
    "SCALES",
    "SUFFIX",
    "TYPES",
    "UNKNOWN",
    "Category",
    "Codebook",
    "Condition",
    "Field",
    "Replication",
    "SurveyReading",
    "Texts",
    "Value",
    "beside",
    "load",
    "said",
    "save",
    "turned",
]

"""What libraries count, and the passports of the indicators made from it."""

from libmkt.measures.codes import CODES
from libmkt.measures.counted import MEASURES, Measure, measure
from libmkt.measures.observed import ACTIVITIES
from libmkt.measures.passports import INDICATORS, Passport, label, passport
from libmkt.words.numbers import register_names

__all__ = ["INDICATORS", "MEASURES", "Measure", "Passport", "label", "measure", "passport"]

# So that the slot {measure:m} of a sentence shows the name of a code.
register_names({m.code: m.name for m in MEASURES.values()})
register_names({p.code: p.name for p in INDICATORS.values()})
register_names(CODES)
register_names(ACTIVITIES)

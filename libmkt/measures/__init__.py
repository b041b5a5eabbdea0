"""What libraries count, and the passports of the indicators made from it."""

from libmkt.measures.counted import MEASURES, Measure, measure
from libmkt.measures.passports import INDICATORS, Passport, label, passport

__all__ = ["INDICATORS", "MEASURES", "Measure", "Passport", "label", "measure", "passport"]

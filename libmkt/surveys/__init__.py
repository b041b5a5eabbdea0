"""Surveys: who answered, estimates with their doubt, tables of them."""

from libmkt.surveys.estimates import means, quantiles, ratios, shares, totals

__all__ = ["means", "quantiles", "ratios", "shares", "totals"]

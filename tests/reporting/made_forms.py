"""Figures and forms for the tests of a ministry's form."""

from __future__ import annotations

import pandas as pd

from libmkt import tables
from libmkt.library import Library
from libmkt.reporting import form_figures
from libmkt.reporting.forms import Check, Form, Place

LIBRARY = Library(name={"en": "Centre", "kaa": "Oray"})


def counts(*rows: tuple) -> pd.DataFrame:
    """Rows of library, period, measure, value [, kind, part of the ages, branch]."""
    made = []
    for library, period, measure, value, *more in rows:
        kind, part, branch = [*more, *["flow", "", ""][len(more) :]]
        name = "age" if part else ""
        made.append([library, branch, period, measure, value, "", kind, name, part, "x", ""])
    return pd.DataFrame(made, columns=list(tables.COUNTS))


def form(*places: Place, checks: tuple[Check, ...] = (), **more: object) -> Form:
    fields = {"title": "Form", "template": "form.xlsx", "cells": list(places), **more}
    return Form.model_validate({**fields, "checks": list(checks)})


LOANS = Place(id="loans", cell="B2", measure="loans")

TOLD = counts(
    ("A", "2025", "loans", 1500.0),
    ("A", "2024", "loans", 1000.0),
    ("A", "2025", "visits", 4.0),
)

NOTED = form(LOANS, Place(id="visits", cell="B3", measure="visits"))


def deviations() -> list[form_figures.Deviation]:
    found = form_figures.figures(NOTED, TOLD, period="2025")
    return form_figures.deviations(NOTED, found)

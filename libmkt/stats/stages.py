"""The stages of drawing of a design, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from libmkt.stats.design import Codes, Design, Floats, named_columns


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of drawing; units are numbered from 0, and so are their strata."""

    unit: Codes  # (rows,) the unit of each row
    stratum: Codes  # (units,) the stratum of each unit
    drawn: Floats  # (strata,) units drawn in each stratum
    population: Floats  # (strata,) units there are; infinite where not stated
    factor: Floats  # (strata,) product of the sampling fractions of the stages before


def _codes(*columns: pd.Series | Codes) -> Codes:
    """Numbers from 0 for the combinations of the columns that occur."""
    found = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        one, _ = pd.factorize(column)
        found, _ = pd.factorize(found * (int(one.max(initial=0)) + 1) + one)
    return found.astype(np.intp)


def stages(table: pd.DataFrame, design: Design) -> tuple[Stage, ...]:
    """The stages of drawing that bear on the variance.

    Later stages count only where the stage before has a population size: without one,
    the first units are taken as drawn with replacement, and their spread holds all.
    """
    rows = len(table)
    strata = np.zeros(rows, np.intp) if design.strata is None else _codes(table[design.strata])
    clusters = named_columns(design.clusters)
    sizes = named_columns(design.population)
    factor = np.ones(rows)
    found: list[Stage] = []
    for level in range(max(1, len(clusters))):
        if clusters:
            unit = _codes(strata, table[clusters[level]])
        else:
            unit = np.arange(rows, dtype=np.intp)
        first = _first_rows(unit)
        stratum = strata[first]
        drawn = np.bincount(stratum).astype(float)
        at = _first_rows(strata)
        population = np.full(len(drawn), np.inf)
        if level < len(sizes):
            population = pd.to_numeric(table[sizes[level]]).to_numpy(float)[at]
        found.append(Stage(unit, stratum, drawn, population, factor[at]))
        if level >= len(sizes):
            break
        factor = factor * (drawn / population)[strata]
        strata = unit
    return tuple(found)


def _first_rows(codes: Codes) -> Codes:
    """The first row of each code, by code."""
    _, first = np.unique(codes, return_index=True)
    return first.astype(np.intp)

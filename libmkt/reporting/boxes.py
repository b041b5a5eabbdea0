"""The three boxes that close every report: what we would do, how sure, from what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from libmkt import words
from libmkt.errors import Message, N_, ParameterError
from libmkt.reporting import session
from libmkt.reporting.document import Block
from libmkt.tables import Reading

MOST_ACTIONS = 3


@dataclass(frozen=True)
class Action:
    """One proposed action: a sentence code with its fields, its owner, the rule behind it."""

    code: str
    fields: Mapping[str, Any]
    owner: str
    rule: str


def actions(proposed: Sequence[Action]) -> Block:
    """*What we would do*: at most three actions, each with an owner and its rule.

    A person's note may replace them (``actions:`` in parameters/notes/...).

    Raises
    ------
    ParameterError
        More than three are proposed: choosing is the report's work.
    """
    if len(proposed) > MOST_ACTIONS:
        raise ParameterError(
            Message(N_("A report proposes at most {most} actions"), {"most": MOST_ACTIONS})
        )
    items = [
        {"text": words.sentence(a.code, **a.fields), "owner": a.owner, "rule": a.rule}
        for a in proposed
    ]
    return Block("actions", {"items": items})


def sureness(statements: Sequence[str]) -> Block:
    """*How sure*: sample, weights, breaks, exclusions, what was not asked."""
    return Block("sureness", {"items": [s for s in statements if s]})


def sources(*readings: Reading) -> Block:
    """*Sources*: each file with its hash, what was kept and dropped and why.

    It also carries the session's record (published values, files opened) to the runner.
    """
    files, rules = [], []
    for reading in readings:
        files += [
            {
                "file": f.file,
                "sha256": f.sha256,
                "size": f.size,
                "cells_in": f.cells_in,
                "cells_kept": f.cells_kept,
                "description": f.description,
            }
            for f in reading.files
        ]
        rules += [
            {
                "file": str(row.file),
                "rule": str(row.rule),
                "outcome": str(row.outcome),
                "cells": int(row.cells),
                "example": str(row.example),
                "reason": str(row.reason),
            }
            for row in reading.log.itertuples()
        ]
    return Block("sources", {"files": files, "rules": rules, **session.record()})

"""The three boxes that close every report: what we would do, how sure, from what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from libmkt import words
from libmkt.errors import N_, Message, ParameterError
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
                **{name: str(row[name]) for name in ("file", "rule", "outcome")},
                "cells": int(row["cells"]),
                **{name: _said(row[name]) for name in ("example", "reason")},
            }
            for row in reading.log.to_dict("records")
        ]
    return Block("sources", {"files": files, "rules": rules, **session.record()})


def _said(value: Any) -> str:
    """A cell of the row log in the reader's language: a message is translated, text stays."""
    return words.translate(value) if isinstance(value, Message) else str(value)

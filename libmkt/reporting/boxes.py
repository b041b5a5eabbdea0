"""The three boxes that close every report: what we would do, how sure, from what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.errors import N_, Message, ParameterError
from libmkt.reporting import session
from libmkt.reporting.document import Block
from libmkt.tables import Reading

if TYPE_CHECKING:
    import pandas as pd

MOST_ACTIONS = 3


def actions(proposed: pd.DataFrame | Sequence[Mapping[str, Any]]) -> Block:
    """*What we would do*: at most three actions, each with an owner and its rule.

    A person's note may replace them (``actions:`` in parameters/notes/...).

    Parameters
    ----------
    proposed
        One row an action: code and fields of its sentence, owner and rule (codes of
        sentences).

    Raises
    ------
    ParameterError
        More than three are proposed: choosing is the report's work.
    """
    if len(proposed) > MOST_ACTIONS:
        raise ParameterError(
            Message(N_("A report proposes at most {most} actions"), {"most": MOST_ACTIONS})
        )
    rows = proposed if isinstance(proposed, Sequence) else proposed.to_dict("records")
    items = [
        {
            "text": words.sentence(row["code"], **row["fields"]),
            "owner": words.sentence(row["owner"]),
            "rule": words.sentence(row["rule"]),
        }
        for row in rows
    ]
    return Block("actions", {"items": items})


def sureness(statements: Sequence[tuple[str, Mapping[str, Any]]]) -> Block:
    """*How sure*: sample, weights, breaks, exclusions, what was not asked.

    Parameters
    ----------
    statements
        Pairs of a sentence's code and its fields, as analyses give them; a sentence that
        two of them give (a closure that touches loans and visits) is said once.  Where small
        groups were hidden, or looked for, the rule is said last.
    """
    told = [*statements, *session.privacy_told()]
    said = dict.fromkeys(words.sentence(code, **fields) for code, fields in told)
    return Block("sureness", {"items": list(said)})


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

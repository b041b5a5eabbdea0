"""Code that a student reads: comments and marked texts are translated, nothing else is."""

from __future__ import annotations

import io
import json

from libmkt.words.code import code, comments
from libmkt.words.extract import notebook_messages

SOURCE = """from libmkt.words import _

# Loans by year
x = _("Jámi") + "# no comment"  # the total
y = [_("Loans"), _("a \\"quoted\\" word")]
### BEGIN SOLUTION
z = 1  # noqa
"""


def test_comments_are_those_with_words_and_no_signs() -> None:
    assert list(comments(SOURCE)) == ["Loans by year", "the total"]


def test_code_speaks_the_students_language_and_stays_the_same_program() -> None:
    said = code(SOURCE, say=lambda text: f"«{text}»")
    assert said.startswith('\n# «Loans by year»\nx = "«Jámi»" + "# no comment"  # «the total»\n')
    assert "_(" not in said and "### BEGIN SOLUTION" in said and "# noqa" in said
    names: dict[str, object] = {}
    exec(said, names)
    assert names["y"] == ["«Loans»", '«a "quoted" word»'] and names["z"] == 1


def test_only_the_comments_of_a_lesson_are_messages() -> None:
    cells = [{"cell_type": "code", "source": "x = 1  # a year"}]
    for metadata, expected in (({}, []), ({"libmkt": {"lesson": "L05"}}, ["a year"])):
        file = io.BytesIO(json.dumps({"cells": cells, "metadata": metadata}).encode())
        assert [found[2] for found in notebook_messages(file)] == expected

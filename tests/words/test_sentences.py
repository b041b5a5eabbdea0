"""One template a code."""

import pytest

from libmkt import words
from libmkt.errors import Message, ParameterError
from libmkt.words import sentences
from libmkt.words.build import slots


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ParameterError, match="no sentence for the code nonsense"):
        words.sentence("nonsense")


def test_a_counted_sentence_takes_the_form_of_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Message("{n} day closed", plural="{n} days closed")
    monkeypatch.setitem(sentences.SENTENCES, "test_days", counted)
    assert words.sentence("test_days", n=1) == "1 day closed"
    assert words.sentence("test_days", n=5) == "5 days closed"


def test_every_sentence_has_slots_that_can_be_filled() -> None:
    values = {"n": 2, "p": 0.5, "+": 1.5, "": 3}
    for code, template in sentences.SENTENCES.items():
        forms = [template] if isinstance(template, str) else [template.template, template.plural]
        for form in filter(None, forms):
            fields = {
                name: "2026" if mark in ("long", "short", "axis") else values.get(mark[:1], "x")
                for name, mark in slots(form)
            }
            assert words.fill(form, **fields), code

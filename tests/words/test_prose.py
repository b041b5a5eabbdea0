"""Markdown a block at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt import words
from libmkt.words.prose import blocks

CELL = """# Growth dynamics

The reader is the *director*.
One decision: what to order,
and when.

- users, see `users`
- visits
  over two lines
1. first
2. second

> a quotation

| Measure | Value |
| --- | ---: |
| Loans | 285 |

```python
print("left alone")
```

$$
x = 1
$$

<div>left alone</div>

---
![](picture.png)
"""


def test_what_a_translator_sees() -> None:
    assert [block.text for block in blocks(CELL) if block.text] == [
        "Growth dynamics",
        "The reader is the *director*. One decision: what to order, and when.",
        "users, see `users`",
        "visits over two lines",
        "first",
        "second",
        "a quotation",
        "Measure",
        "Value",
        "Loans",
    ]


def test_what_is_not_prose_stays_as_it_is() -> None:
    said = words.markdown(CELL, say=lambda text: text.upper())
    assert 'print("left alone")' in said and "<div>left alone</div>" in said
    assert "x = 1" in said and "![](picture.png)" in said and "| --- | ---: |" in said
    assert "# GROWTH DYNAMICS\n" in said and "- VISITS OVER TWO LINES\n1. FIRST" in said
    assert "| MEASURE | VALUE |\n" in said and "> A QUOTATION" in said


def test_a_new_wrapping_asks_for_no_new_translation() -> None:
    one, other = "A line\nand another.", "A line and\nanother."
    assert [b.text for b in blocks(one)] == [b.text for b in blocks(other)]


def test_a_line_break_that_was_meant_is_kept() -> None:
    assert words.markdown("One  \ntwo\nthree") == "One  \ntwo three"


@pytest.mark.parametrize("text", ["", "\n", "one", "one\n", "- [ ] task", "```\nopen", "|a|", "  "])
def test_english_says_the_same_as_the_source(text: str) -> None:
    assert words.markdown(text).split() == text.replace("|a|", "| a |").split()


@given(st.text(st.sampled_from("ab #-*|`>$<\n1.)[]x_~="), max_size=60))
def test_no_text_breaks_the_cutting_and_no_letter_is_lost(text: str) -> None:
    said = words.markdown(text, say=str)
    assert [c for c in said if c.isalnum()] == [c for c in text if c.isalnum()]

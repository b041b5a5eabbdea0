"""A codebook as a form to print: one HTML page in one language, without any request."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final

from libmkt.codebook import Category, Codebook, Condition, Field, said
from libmkt.errors import N_, Message
from libmkt.surveys.form_parts import blocks, check_questions, is_grid, question
from libmkt.words.catalog import speaking, translate

BOX: Final = '<span class="box"></span>'
IN_LINE: Final = 8  # answers from which a scale stands in one line
_SPOKEN: Final = ("kaa", "uz", "ru")
_STYLE: Final = """
@page { size: A4; margin: 14mm 15mm; }
body { font: 11pt/1.35 "Segoe UI", "Noto Sans", Arial, sans-serif; color: #000; margin: 0 auto;
       max-width: 180mm; padding: 4mm; }
h1 { font-size: 16pt; margin: 0 0 2mm; }
h2 { font-size: 11pt; margin: 0 0 1.5mm; }
section { break-inside: avoid; margin: 5mm 0 0; }
section.long { break-inside: auto; }
.head { display: flex; justify-content: flex-end; gap: 8mm; font-size: 9pt; margin-bottom: 4mm; }
.blank { display: inline-block; min-width: 28mm; border-bottom: .3mm solid #000; }
.box { display: inline-block; width: 3.6mm; height: 3.6mm; border: .3mm solid #000;
       vertical-align: -.4mm; }
.note { font-style: italic; margin: 0 0 1.5mm; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: .8mm 0; break-inside: avoid; }
.line { display: flex; flex-wrap: wrap; gap: 1mm 5mm; }
.write { border-bottom: .3mm solid #000; height: 8mm; }
small { color: #444; font-size: 8pt; }
table { border-collapse: collapse; width: 100%; }
tr { break-inside: avoid; }
th, td { border-bottom: .2mm solid #777; padding: 1.2mm; text-align: center; font-weight: normal; }
table.even { table-layout: fixed; }
table.even thead td { width: 42%; }
thead th { font-size: 8.5pt; vertical-align: bottom; line-height: 1.15; }
tbody th { text-align: left; width: 42%; }
"""


def page(codebook: Codebook, *, language: str | None = None) -> str:
    """The page, ready to be printed on A4.

    Parameters
    ----------
    codebook
        The questionnaire.
    language
        Of questions and answers; None takes the codebook's first.

    Returns
    -------
    str
        HTML.  The small figure beside a box is the code that is typed in.

    Raises
    ------
    DataError
        The codebook has no questions.

    Examples
    --------
    >>> made = page(Codebook((Field("quiet", wording={"en": "Is it <quiet>?"}),)))
    >>> "1. Is it &lt;quiet&gt;?" in made
    True
    """
    check_questions(codebook)
    wanted = language or codebook.languages[0]
    with speaking(wanted if wanted in _SPOKEN else "en"):
        form = _Page(codebook, wanted)
        body = "\n".join(
            form.asked(number, block) for number, block in enumerate(blocks(codebook), start=1)
        )
        return "\n".join([*form.head(), body, "</body>", "</html>", ""])


class _Page:
    """Writes the parts of the page in one language."""

    def __init__(self, codebook: Codebook, language: str) -> None:
        self.codebook = codebook
        self.language = language
        runs = enumerate(blocks(codebook), start=1)
        self.numbers = {one.name: number for number, block in runs for one in block}

    def head(self) -> list[str]:
        """Title, places for number and day, and how to answer."""
        title = html.escape(said(self.codebook.title, self.language) or self.codebook.name)
        blank = '<span class="blank"></span>'
        places = (N_("number on the form"), N_("day it was filled in"))
        how = N_("Do not write your name. Mark one box a question, unless several are asked for.")
        return [
            "<!doctype html>",
            f'<html lang="{html.escape(self.language)}">',
            f'<head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>',
            "<body>",
            '<div class="head">',
            *(f"<span>{self._told(text)}: {blank}</span>" for text in places),
            "</div>",
            f"<h1>{title}</h1>",
            f"<p>{self._told(how)}</p>",
        ]

    def asked(self, number: int, block: Sequence[Field]) -> str:
        """One question, or one grid."""
        first = block[0]
        text = html.escape(said(question(first), self.language) or first.name)
        parts = [f"<h2>{number}. {text}</h2>", self._routing(first.relevant)]
        if is_grid(block):
            parts.append(self._grid(block))
        elif first.scale == "multiple":
            how = self._told(N_("Several answers may be marked."))
            parts += [f'<p class="note">{how}</p>', self._boxes(first.categories, with_codes=False)]
        elif first.categories:
            parts.append(self._boxes((*first.categories, *first.missing)))
        else:
            parts.append('<div class="write"></div>' * (3 if first.scale == "text" else 1))
        long = ' class="long"' if len(block) > 8 else ""
        return f"<section{long}>\n" + "\n".join(filter(None, parts)) + "\n</section>"

    def _boxes(self, codes: Sequence[Category], *, with_codes: bool = True) -> str:
        """Answers below one another; a long scale in one line."""
        items = "\n".join(
            f"<li>{BOX} {html.escape(code.text(self.language))}{self._code(code, with_codes)}</li>"
            for code in codes
        )
        kind = ' class="line"' if len(codes) >= IN_LINE and with_codes else ""
        return f"<ul{kind}>\n{items}\n</ul>"

    def _code(self, code: Category, shown: bool) -> str:
        """The code beside an answer, where the answer does not say it itself."""
        known = code.text(self.language).partition(" ")[0] == str(code.value)
        return f" <small>{html.escape(str(code.value))}</small>" if shown and not known else ""

    def _grid(self, block: Sequence[Field]) -> str:
        """Rows that are answered alike, as a table."""
        first = block[0]
        codes = (*first.categories, *first.missing)
        heads = "".join(
            f'<th scope="col">{html.escape(code.text(self.language))}{self._code(code, True)}</th>'
            for code in codes
        )
        rows = [
            f'<tr><th scope="row">{html.escape(one.text(self.language))}</th>'
            f"{f'<td>{BOX}</td>' * len(codes)}</tr>"
            for one in block
        ]
        even = ' class="even"' if len(codes) >= IN_LINE else ""
        return "\n".join(
            [f"<table{even}>\n<thead><tr><td></td>{heads}</tr></thead>\n<tbody>", *rows]
        ) + "\n</tbody>\n</table>"  # fmt: skip

    def _routing(self, conditions: Sequence[Condition]) -> str:
        """Who goes past the question, in words; "" where everybody is asked."""
        return "\n".join(f'<p class="note">{self._condition(one)}</p>' for one in conditions)

    def _condition(self, one: Condition) -> str:
        of = self.codebook[one.field]
        if one.values:
            labels = of.labels(self.language)
            answers = ", ".join(str(labels.get(value, value)) for value in one.values)
        else:
            answers = " – ".join("" if n is None else f"{n:g}" for n in (one.low, one.high))
        row = f" ({of.text(self.language)})" if of.battery else ""
        only = N_("Only if question {number} was answered: {answers}")
        unless = N_("Not if question {number} was answered: {answers}")
        number = f"{self.numbers[one.field]}{row}"
        return self._told(unless if one.negated else only, number=number, answers=answers)

    def _told(self, text: str, **fields: str) -> str:
        return html.escape(translate(Message(text, fields)))

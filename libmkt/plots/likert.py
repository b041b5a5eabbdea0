"""Answers on a scale: bars that part at the middle of the scale, one a question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from libmkt import words
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.plots import labels, notes, rows, scale, style
from libmkt.plots.columns import floats, present
from libmkt.words import _, fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def likert(
    table: pd.DataFrame,
    *,
    label: str = "question",
    answer: str = "label",
    value: str = "estimate",
    n: str | None = "n",
    neutral: str | None = None,
    top: int = 2,
    tops: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the shares of ordered answers, a bar a question, on both sides of the middle.

    Parameters
    ----------
    table
        One row a question and answer, questions in order from the top, answers from the
        lowest to the highest, the same for all questions.
    label, answer, value
        Columns of questions, of answers and of shares (0 to 1).
    n
        Column of how many answered, printed with each question; None prints none.
    neutral
        The answer that stands on the middle line, half on each side; None takes the
        middle one of an odd number of answers, and parts an even number.
    top
        How many of the highest answers are added up and printed at the right.
    tops
        Their shares with their doubt, one row a question: the columns `label`, `value`,
        conf_low and conf_high; None prints the sums alone.

    Raises
    ------
    DataError
        A column is missing, the table is empty, a question lacks an answer or has it
        twice, or `neutral` is not among the answers.

    Notes
    -----
    Parts too small for their number are left without; the table has them.  Robbins and
    Heiberger (2011), Proceedings of the Survey Research Methods Section, 1058-1066.

    Examples
    --------
    >>> table = pd.DataFrame({"question": "Opening hours", "n": 200,
    ...     "label": ["bad", "fair", "good"], "estimate": [0.2, 0.3, 0.5]})
    >>> [text.get_text() for text in likert(table, top=1).texts]
    ['20%', '30%', '50%', '50%', 'good']
    >>> tops = pd.DataFrame({"question": ["Opening hours"], "estimate": [0.5],
    ...                      "conf_low": [0.43], "conf_high": [0.57]})
    >>> likert(table, top=1, tops=tops).texts[3].get_text()
    '50% (43% to 57%)'
    """
    present(table, [label, answer, value, n])
    questions = [str(q) for q in table[label].drop_duplicates()]
    answers = [str(a) for a in table[answer].drop_duplicates()]
    shares = _shares(table, label, answer, value, questions, answers)
    middle = _middle(answers, neutral)
    names = _with_bases(table, label, n, questions) if n else questions
    with style.house() as look:
        ax, places = rows.canvas(ax, names, extra=0.95)
        colours = _colours(len(answers), middle)
        lefts = [-sum(own[: math.floor(middle)]) - _half(own, middle) for own in shares]
        ends = [left + sum(own) for left, own in zip(lefts, shares, strict=True)]
        _axis(ax, min(lefts), max(ends))
        wide, _high = style.room(ax)
        per_share = wide / (ax.get_xlim()[1] - ax.get_xlim()[0])
        for place, own, left in zip(places, shares, lefts, strict=True):
            _bar(ax, place, own, left, colours, per_share)
        ax.axvline(0, color=look.quiet, lw=1.0, zorder=3)
        sums = [sum(own[-top:]) for own in shares]
        texts = [_whole(share) for share in sums]
        if tops is not None:
            texts = _with_doubt(tops, label, value, questions)
        rows.column(ax, places, texts, bold=[True] * len(sums))
        rows.head(ax, " + ".join(answers[-top:]), texts, bold=True)
        _name_answers(ax, answers, colours)
    return ax


def _with_doubt(tops: pd.DataFrame, label: str, value: str, questions: Sequence[str]) -> list[str]:
    """The shares of the highest answers as they are printed, in the order of the questions."""
    present(tops, [label, value, "conf_low", "conf_high"])
    own = tops.assign(**{label: tops[label].astype(str)}).drop_duplicates(label)
    return scale.shares(
        own.set_index(label).reindex(list(questions)), value, "conf_low", "conf_high"
    )


def _shares(
    table: pd.DataFrame,
    label: str,
    answer: str,
    value: str,
    questions: Sequence[str],
    answers: Sequence[str],
) -> list[list[float]]:
    """Shares of each question in the order of the answers; a missing share is 0."""
    wrong, found = [], []
    for question in questions:
        own = table[table[label].astype(str) == question]
        given = [str(a) for a in own[answer]]
        if sorted(given) != sorted(answers):
            told = Message("{answers}", {"answers": ", ".join(given)})
            what = Message(N_("each question needs each answer once"))
            wrong.append(Problem(question, what, told))
            continue
        known = dict(zip(given, floats(own[value]), strict=True))
        found.append([known[a] if math.isfinite(known[a]) else 0.0 for a in answers])
    if wrong:
        raise DataError(Message(N_("This table cannot be drawn")), wrong)
    return found


def _middle(answers: Sequence[str], neutral: str | None) -> float:
    """Place of the middle line among the answers: on one (k + .5), or between two (k)."""
    if neutral is None:
        return len(answers) / 2
    if neutral not in answers:
        what = Message(N_("expected one of: {allowed}"), {"allowed": ", ".join(answers)})
        raise DataError(
            Message(N_("This table cannot be drawn")),
            [Problem("neutral", what, Message("{found}", {"found": neutral}))],
        )
    return list(answers).index(neutral) + 0.5


def _half(own: Sequence[float], middle: float) -> float:
    """Half of the answer on which the middle line stands."""
    at = math.floor(middle)
    return 0.0 if at == middle else own[at] / 2


def _with_bases(table: pd.DataFrame, label: str, n: str, questions: Sequence[str]) -> list[str]:
    bases = table.drop_duplicates(label)[n]
    named = []
    for name, base in zip(questions, bases, strict=True):
        told = fill(_("n = {n:n0}"), n=float(base)).replace(" ", "\N{NO-BREAK SPACE}")
        named.append(f"{name} ({told})")
    return named


def _colours(many: int, middle: float) -> list[str]:
    """From the warning colour through grey to the accent, darker towards the ends."""
    look = style.current()
    found = []
    for i in range(many):
        away = i + 0.5 - middle
        side = middle if away < 0 else many - middle
        strength = abs(away) / max(side, 0.5)
        if away == 0:
            found.append(look.band)
        else:
            end = look.warn if away < 0 else look.accent
            found.append(style.mix(end, look.paper, 0.75 - 0.7 * strength))
    return found


def _axis(ax: Axes, left: float, right: float) -> None:
    """Shares on both sides of 0, all written without a sign."""
    from matplotlib.ticker import FuncFormatter

    scale.numbers(ax, "x", left, right, unit="share", count=5)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda at, _place: _whole(abs(at))))


def _whole(share: float) -> str:
    return words.percent(share, 0)


def _bar(
    ax: Axes,
    place: float,
    own: Sequence[float],
    left: float,
    colours: Sequence[str],
    per_share: float,
) -> None:
    paper = style.current().paper
    for share, colour in zip(own, colours, strict=True):
        ax.barh(
            place,
            share,
            left=left,
            height=rows.LINE * 1.15,
            color=colour,
            ec=paper,
            lw=0.6,
            zorder=2,
        )
        text = _whole(share)
        if share * per_share > labels.line_width(text, style.SMALL) * 1.05 + 6:
            ax.text(
                left + share / 2,
                place,
                text,
                ha="center",
                va="center_baseline",
                fontsize=style.SMALL,
                color=style.readable_on(colour),
                zorder=4,
            )
        left += share


def _name_answers(ax: Axes, answers: Sequence[str], colours: Sequence[str]) -> None:
    from matplotlib.patches import Patch

    room, _high = style.room(ax)
    names = [labels.wrapped(answer, room - 30, style.SMALL) for answer in answers]
    wide = sum(labels.extent(name, style.SMALL)[0] + 28 for name in names)
    columns = len(names) if wide <= room else max(1, min(len(names), 2))
    notes.legend(ax, [Patch(fc=c) for c in colours], names, lines=1, columns=columns)

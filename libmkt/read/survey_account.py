"""What reading a survey has given so far: problems, columns left out, lines of the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from libmkt.codebook import beside as codebook_beside
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.source import File, RowLog
from libmkt.read.survey_open import Opened

SHOWN = 40  # problems that an error lists
_OUTCOMES = {
    "blank_row": "dropped", "row_twice": "dropped", "rows_described": "dropped",
    "letters_mended": "repaired", "code_with_decimals": "repaired", "lost_letters": "repaired",
    "number_repaired": "repaired", "date_number": "repaired", "redacted": "repaired",
}  # fmt: skip


@dataclass
class Account:
    """What one file has given so far."""

    file: File
    opened: Opened
    log: RowLog
    problems: list[Problem] = field(default_factory=list)
    dropped: list[tuple[str, str, str, int]] = field(default_factory=list)

    def note(
        self, rule: str, example: str, cells: int, outcome: str = "", why: Message | str = ""
    ) -> None:
        """One line of the log; what the rule does is known by its name."""
        outcome = outcome or _OUTCOMES.get(rule, "noted")
        self.log.add(rule, outcome, cells=cells, example=example, reason=why)

    def leave(self, column: str, why: str, cells: int) -> None:
        """Leave one column out."""
        self.dropped.append((self.file.shown, column, why, cells))

    def tell_dropped(self) -> None:
        """A line of the log for each reason for which columns were left out."""
        reasons: dict[str, list[tuple[str, int]]] = {}
        for _file, column, why, cells in self.dropped:
            reasons.setdefault(why, []).append((column, cells))
        for why, columns in reasons.items():
            names = ", ".join(name for name, _ in columns)[:200]
            self.note(f"column_{why}", names, sum(cells for _, cells in columns), "dropped")

    def refuse(self, problems: list[Problem]) -> NoReturn:
        """Say all that is wrong, and how an answer that is right is made known."""
        shown = list(problems[:SHOWN])
        if len(problems) > SHOWN:
            more = Message(N_("... and {n} more"), {"n": len(problems) - SHOWN})
            shown.append(Problem("", more))
        place = codebook_beside(self.file.path).name
        hint = N_("What an answer may be stands in {file}: libmkt check FILE --as survey --save")
        hints = [Message(hint, {"file": place})]
        raise DataError(
            Message(
                N_("{file} cannot be used as a survey: {n} problem"),
                {"file": self.file.shown, "n": len(problems)},
                plural=N_("{file} cannot be used as a survey: {n} problems"),
            ),
            shown,
            hints,
        )

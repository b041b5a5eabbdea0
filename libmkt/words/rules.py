"""The rules of a row log: by which of them a reader keeps, drops or repairs a figure."""

from __future__ import annotations

from typing import Final

from libmkt.errors import N_, Message
from libmkt.words.catalog import _, translate
from libmkt.words.survey_rules import REASONS, SURVEY_RULES

RULES: Final = {
    "kept": N_("figures kept"),
    "empty": N_("empty cells"),
    "no_data": N_("marks for no data"),
    "closed_empty": N_("empty, because closed"),
    "closed_zero": N_("empty because this branch was closed: taken as 0"),
    "closed": N_("figures of a time when the branch was closed"),
    "total_row": N_("rows that are sums"),
    "note_row": N_("remarks"),
    "note_with_figures": N_("described remarks that hold figures"),
    "heading_again": N_("headings repeated"),
    "described": N_("left out by the description"),
    "after_end": N_("after the described end"),
    "added_to_first": N_("added to the same figure above"),
    "duplicate": N_("the same figure a second time"),
    "repeated_elsewhere": N_("given by an earlier file or sheet too"),
    "number_as_text": N_("numbers kept as text"),
    "number_repaired": N_("blanks, commas or signs in numbers"),
    "lost_letters": N_("lost letters put back"),
    "lost_letters_unknown": N_("a ? in a name that no list knows"),
    "file_without_figures": N_("a file that is not filled in"),
    "encoding_guessed": N_("encoding found from the bytes"),
    "footnote_mark": N_("footnote marks"),
    "share_over_one": N_("shares above one, kept as printed"),
    "mixed_periods": N_("periods of different length, kept apart"),
    "measure_from_title": N_("what is counted, from the title or the file's name"),
    "period_from_title": N_("the period, from the title"),
    "period_from_sheet": N_("the period, from the sheet's name"),
    "period_from_file": N_("the period, from the file's name"),
    "dates_as_months": N_("dates stand for months"),
    "column_understood": N_("a column taken as"),
    "column_personal": N_("columns about persons, not read"),
    "column_total": N_("columns that are sums, not read"),
    "column_text": N_("columns of text, not read"),
    "column_word": N_("columns of numbers and codes, not read"),
    "column_told": N_("columns left out by the description"),
    "column_others": N_("columns that the description does not name"),
    "column_empty": N_("empty columns"),
    "column_absent": N_("described columns that are not in the file"),
    "sheet_without_figures": N_("sheets without figures"),
    "sheet_hidden": N_("hidden sheets, not read"),
    "not_counted": N_("empty cells: nobody counted there"),
    "as_above": N_("empty cells of dates, times and places: taken as in the row above"),
    "crowded": N_("more counted than there are seats: kept as it is"),
    "own_activity": N_("activities of one's own"),
}


def rule_name(code: str) -> str:
    """A rule in words, in the language in use; an unknown code as it is.

    >>> rule_name("total_row"), rule_name("missing_code -1")
    ('rows that are sums', '-1 stands for no figure')
    """
    rule, _blank, missing = code.partition(" ")
    if rule == "missing_code":
        return translate(Message(N_("{code} stands for no figure"), {"code": missing}))
    if code.startswith("column_") and code not in RULES:
        return _(REASONS.get(code.removeprefix("column_"), code))
    return _(RULES.get(rule, SURVEY_RULES.get(rule, rule)))

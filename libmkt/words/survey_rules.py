"""What a survey's reader does, in words: its rules, why it leaves columns out, its scales."""

from __future__ import annotations

from typing import Final

from libmkt.errors import N_
from libmkt.words.catalog import _

SURVEY_RULES: Final = {
    "answers_kept": N_("answers kept"),
    "paradata": N_("time, language and number of the respondent"),
    "blank_row": N_("empty rows"),
    "row_twice": N_("the same row a second time"),
    "rows_described": N_("rows that are no respondents (previews, tests)"),
    "rows_above": N_("rows above the headings"),
    "headings_fewer": N_("heading rows that somebody has deleted"),
    "sheet_unread": N_("sheets that were not read"),
    "letters_mended": N_("letters put back that were decoded twice"),
    "code_with_decimals": N_("codes that became decimals (1.0)"),
    "number_with_words": N_("numbers with words behind them"),
    "date_number": N_("dates that became numbers"),
    "redacted": N_("e-mails, phones and card numbers blotted out in open answers"),
    "two_answers": N_("two answers where one is possible: none is taken"),
    "id_not_unique": N_("respondents' numbers repeat: rows are counted instead"),
    "id_hashed": N_("respondents' numbers replaced by keyed hashes"),
    "id_dropped": N_("respondents' numbers left out: without a workbench there is no key"),
    "key_made": N_("a new key was made: numbers differ from those of an older key"),
    "codebook_beside": N_("the codebook beside the file"),
    "legend_sheet": N_("question texts and labels from another sheet"),
    "structure_beside": N_("the structure or form beside the file"),
    "structure_other": N_("structures or forms of other surveys: not used"),
    "structure_broken": N_("structures of other surveys that cannot be read: not used"),
    "structures_several": N_("several structures or forms fit the columns: none is used"),
    "ticks_apart": N_("columns of 1 and 0 in one group: taken for questions of their own"),
    "field_absent": N_("questions of the codebook without a column"),
    "question_changed": N_("questions that are others than in the structure: drafted anew"),
    "row_added": N_("new rows of a grid"),
    "label_near": N_("answers spelled nearly like a label"),
    "answer_added": N_("answers that the structure does not know, added"),
    "few_respondents": N_("few respondents: what is guessed from them is weak"),
    "user_missing": N_("codes that stand for no answer"),
    "set_not_reached": N_("nothing ticked and nothing answered after it: not taken as no"),
    "guess_battery": N_("grids of questions"),
    "guess_options": N_("questions with several answers"),
    "guess_scale": N_("scales"),
    "guess_choices": N_("answers to choose from"),
    "guess_missing": N_("codes for no answer"),
    "guess_empty": N_("nobody answered"),
    "guess_role": N_("recommendation from 0 to 10"),
    "guess_background": N_("who answers (small groups are hidden)"),
    "wave_added": N_("asked for the first time"),
    "wave_removed": N_("no longer asked"),
    "wave_renamed": N_("renamed"),
    "wave_wording": N_("asked in other words"),
    "wave_option_added": N_("answers that are new"),
    "wave_option_removed": N_("answers that are gone"),
    "wave_option_label": N_("answers in other words"),
    "wave_code": N_("answers under another code"),
    "wave_scale": N_("another scale"),
    "wave_type": N_("another type"),
    "wave_range": N_("another range"),
    "wave_missing": N_("other codes for no answer"),
    "wave_routing": N_("asked of others"),
    "wave_reverse": N_("turned round"),
}
REASONS: Final = {
    "personal": N_("name a person"),
    "looks_email": N_("hold e-mails"),
    "looks_phone": N_("hold phones"),
    "looks_ip": N_("hold IP addresses"),
    "looks_card": N_("hold card numbers"),
    "looks_coordinates": N_("hold coordinates"),
    "internal": N_("are of the program"),
    "timing": N_("are times of pages"),
    "summary": N_("repeat what their options say"),
    "repeated": N_("stand twice"),
    "row_numbers": N_("only number the rows"),
    "not_in_codebook": N_("are not in the codebook"),
}
SCALES: Final = {
    "nominal": N_("nominal"),
    "ordinal": N_("ordinal"),
    "interval": N_("number"),
    "multiple": N_("several answers"),
    "text": N_("text"),
    "date": N_("date"),
}


def reason_name(code: str) -> str:
    """Why a column was left out, in the language in use.

    >>> reason_name("looks_email")
    'hold e-mails'
    """
    return _(REASONS.get(code, code))


def scale_name(code: str) -> str:
    """The name of a scale, in the language in use.

    >>> scale_name("multiple")
    'several answers'
    """
    return _(SCALES.get(code, code))

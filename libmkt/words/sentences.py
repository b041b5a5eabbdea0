"""One template for each code that an analysis may return.

A template is an English sentence, marked for the catalogues, whose slots are the
columns of the row that is told.  Write it so that no language has to bend a word
that comes from outside: measures and places stand as labels ("{measure:m}: {value:n0}"),
never inside a phrase ("{measure} fell").  The marks of the slots are those of
`libmkt.words.fill`.  A sentence that counts something by ``n`` gives both English forms:

    "closed_days": Message(N_("{n} day closed"), plural=N_("{n} days closed")),

Add a code in its analysis's block, in order of reading; `python -m libmkt.words.build`
then brings the template to the translators.
"""

from __future__ import annotations

from typing import Any, Final

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.words.catalog import translate

SENTENCES: Final[dict[str, str | Message]] = {
    # what every analysis may say
    "no_data": N_("No data"),
    "too_few": N_("Too few answers"),
    "hidden": N_("Hidden for privacy"),
}


def sentence(code: str, /, **fields: Any) -> str:
    """The sentence for a code, with its fields filled in, in the language in use.

    Raises
    ------
    ParameterError
        There is no such code, or a slot has no value.

    Examples
    --------
    >>> sentence("no_data")
    'No data'
    """
    if code not in SENTENCES:
        raise ParameterError(
            Message(N_("There is no sentence for the code {code}"), {"code": code}),
            [Problem("code", Message(N_("it is missing in libmkt/words/sentences.py")))],
        )
    template = SENTENCES[code]
    if isinstance(template, Message):
        return translate(Message(template.template, fields, template.plural))
    return translate(Message(template, fields))

"""Open answers, made ready: language and script, one search key, whether anything is said."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from libmkt.text.fold import plain, search_key
from libmkt.text.language import UNKNOWN, commonest, written
from libmkt.text.redact import redacted

_SIGNS: Final = re.compile(r"\w")
# Answers that say that there is nothing to say, as search keys.
_NOTHING: Final = frozenset(
    search_key(one)
    for said in (
        "none, nil, nill, na, n/a, no, nope, nah, nothing, no comment, no comments, no opinion",
        "no suggestion, no suggestions, not applicable, nothing to add, nothing so far, no idea",
        "none so far, none at the moment, don't know, I don't know, idk",
        "нет, нету, ничего, никаких, не знаю, нет предложений, нет комментариев, без комментариев",
        "затрудняюсь ответить, нечего добавить, ничего не надо, всё устраивает и нет предложений",
        "joq, hesh nárse, usınıs joq, usınısım joq, usınıslarım joq, bilmeymen, pikirim joq",
        "yoʻq, yuq, hech narsa, taklif yoʻq, taklifim yoʻq, takliflarim yoʻq, bilmayman",
    )
    for one in said.split(",")
)


def told(answers: pd.Series) -> pd.DataFrame:
    """Open answers with what is needed to sort them.

    Parameters
    ----------
    answers
        Texts, a respondent each; missing ones may be among them.

    Returns
    -------
    DataFrame
        A row an answer, with the index of `answers`: text (e-mails, phones, card numbers and
        IP addresses blotted out), language (kaa, uz, ru, en; of those too short to tell the
        commonest of their script, else "unknown"), script (latin, cyrillic, mixed, none),
        key (small Latin letters without marks, the same for both scripts), said (false for
        missing ones, signs only, and "none", "нет", "joq", "yo'q").

    Examples
    --------
    >>> found = told(pd.Series(["Jańa kitaplar kerek", "жаңа китаплар", "-", None]))
    >>> found[["language", "key", "said"]].to_numpy().tolist()[:2]
    [['kaa', 'jana kitaplar kerek', True], ['kaa', 'jana kitaplar', True]]
    >>> found["said"].tolist()
    [True, True, False, False]
    """
    texts = [redacted(plain(one))[0] if isinstance(one, str) else "" for one in answers]
    how = [written(text) for text in texts]
    usual = commonest(how)
    languages = [
        usual.get(one.script, UNKNOWN) if one.language == UNKNOWN else one.language for one in how
    ]
    keys = [
        search_key(text, short_u="o" if language == "uz" else "w")
        for text, language in zip(texts, languages, strict=True)
    ]
    return pd.DataFrame(
        {
            "text": pd.Series(texts, dtype="str"),
            "language": pd.Series(languages, dtype="str"),
            "script": pd.Series([one.script for one in how], dtype="str"),
            "key": pd.Series(keys, dtype="str"),
            "said": [
                bool(_SIGNS.search(text)) and bool(key) and key.strip("? ") not in _NOTHING
                for text, key in zip(texts, keys, strict=True)
            ],
        }
    ).set_index(answers.index)

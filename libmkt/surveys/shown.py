"""Tables about the sample in the reader's words: margins, flags, the ends of a scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
from pandas.api.types import is_numeric_dtype

from libmkt import words
from libmkt.codebook import Codebook
from libmkt.errors import Told
from libmkt.surveys.asked import closed_fields
from libmkt.surveys.banner_questions import Question
from libmkt.surveys.quality import Quality, without_flagged


def margins_shown(
    found: pd.DataFrame | None, codebook: Codebook, *, language: str = "en"
) -> pd.DataFrame:
    """`sample_margins` with the questions' and the categories' words.

    Parameters
    ----------
    found
        Result of `sample_margins`; None where nothing is known of the population.
    codebook, language
        What the columns mean, and the language of the words.

    Returns
    -------
    DataFrame
        The same rows, and question (its words, on its first row alone) and label; no rows of
        None.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> book = Codebook((Field("sex", label={"en": "Sex"}, categories=(
    ...     Category(1, {"en": "women"}), Category(2, {"en": "men"}))),))
    >>> found = pd.DataFrame({"variable": "sex", "category": ["1", "2"]})
    >>> margins_shown(found, book)[["question", "label"]].to_numpy().tolist()
    [['Sex', 'women'], ['', 'men']]
    """
    if found is None:
        return pd.DataFrame(columns=["question", "label", "n", "estimate", "target", "ratio"])
    texts, labels = words_of(codebook, found["variable"].unique(), language=language)
    pairs = list(zip(found["variable"], found["category"], strict=True))
    first = ~found.duplicated("variable")
    return found.assign(
        question=[
            texts.get(name, name) if top else ""
            for (name, _), top in zip(pairs, first, strict=True)
        ],
        label=[labels.get(name, {}).get(code, code) for name, code in pairs],
    )


def margins_told(found: pd.DataFrame) -> list[Told]:
    """Which group is most over and which most under its share of the population.

    Parameters
    ----------
    found
        Result of `margins_shown`; rows without a ratio are passed over.

    Returns
    -------
    list of (code, fields)
        "margins_over" and "margins_under" (label, ratio), where there are such groups.

    Examples
    --------
    >>> found = pd.DataFrame({"label": ["women", "men"], "ratio": [1.21, 0.74]})
    >>> [words.sentence(code, **fields) for code, fields in margins_told(found)]
    ['Most over its share: women (1.21 times).', 'Most under its share: men (0.74 times).']
    """
    ranked = found.dropna(subset=["ratio"]).sort_values("ratio", kind="stable")
    told: list[Told] = []
    for code, row in (("margins_over", ranked.tail(1)), ("margins_under", ranked.head(1))):
        for one in row.to_dict("records"):
            if (one["ratio"] > 1) == (code == "margins_over") and one["ratio"] != 1:
                told.append((code, {"label": one["label"], "ratio": one["ratio"]}))
    return told


def words_of(
    codebook: Codebook | None, names: Iterable[str], *, language: str = "en"
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What these questions and their categories are called, as far as the codebook has them.

    Returns
    -------
    dict, dict
        Name of a question to its words; name of a question to its codes (as text) and their
        words. Both are empty without a codebook.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> book = Codebook((Field("sex", label={"en": "Sex"}, categories=(
    ...     Category(1, {"en": "women"}),)),))
    >>> words_of(book, ["sex", "age"])
    ({'sex': 'Sex'}, {'sex': {'1': 'women'}})
    """
    fields = {name: codebook[name] for name in names if name in codebook} if codebook else {}
    texts = {name: field.text(language) for name, field in fields.items()}
    labels = {
        name: {str(one.value): one.text(language) for one in field.categories}
        for name, field in fields.items()
    }
    return texts, labels


def titles(codebook: Codebook, *, language: str = "en") -> dict[str, str]:
    """What each question is called where several stand together: no two alike.

    Parameters
    ----------
    codebook
        What the questions are.
    language
        Of their words.

    Returns
    -------
    dict
        Name to words; questions of one wording begin with what they are for (importance,
        performance), else end with their name.

    Examples
    --------
    >>> from libmkt.codebook import Field
    >>> fields = [Field(f"{role[:3]}_wifi", label={"en": "Wi-Fi"}, role=role)
    ...           for role in ("importance", "performance")]
    >>> titles(Codebook((*fields, Field("sex"))))
    {'imp_wifi': 'Importance: Wi-Fi', 'per_wifi': 'Performance: Wi-Fi', 'sex': 'sex'}
    """
    import libmkt.measures  # noqa: F401 (registers the names that roles are shown by)

    plain = {one.name: one.text(language) for one in codebook.fields}
    count = Counter(plain.values())
    with_role = {
        one.name: f"{words.name(one.role)}: {plain[one.name]}"
        if one.role and count[plain[one.name]] > 1
        else plain[one.name]
        for one in codebook.fields
    }
    count = Counter(with_role.values())
    return {
        name: f"{text} ({name})" if count[text] > 1 and text != name else text
        for name, text in with_role.items()
    }


def rules_shown(quality: Quality, codebook: Codebook | None = None) -> pd.DataFrame:
    """The rules that flagged somebody, in words.

    Parameters
    ----------
    quality
        Result of `libmkt.surveys.flagged`.
    codebook
        A battery is called by what its questions are for, where the codebook says so; None
        calls it by its name.

    Returns
    -------
    DataFrame
        One row a rule, in their order: rule (a sentence in the language in use), n (answers
        flagged), estimate (their share, 0 to 1).

    Examples
    --------
    >>> rules = pd.DataFrame({"flag": ["duplicate", "any"], "label": ["", ""], "n": [3, 3],
    ...     "base": 640, "estimate": [0.0047, 0.0047], "threshold": [1.0, None],
    ...     "rule": ["flag_duplicate", "flag_any"]})
    >>> rules_shown(Quality(pd.DataFrame({"any": [True]}), rules))["rule"].to_list()
    ['All answers as in an earlier row', 'By any of the rules']
    """
    seen = quality.rules[quality.rules["n"] > 0]
    names = _batteries(codebook) if codebook else {}
    told = [
        words.sentence(
            row["rule"], label=names.get(row["label"], row["label"]), threshold=row["threshold"]
        )
        for row in seen.to_dict("records")
    ]
    return seen.assign(rule=told)[["rule", "n", "estimate"]].reset_index(drop=True)


def _batteries(codebook: Codebook) -> dict[str, str]:
    """Name of a battery to what all its questions are for, in the reader's language."""
    roles: dict[str, set[str]] = {}
    for field in codebook.fields:
        roles.setdefault(field.battery, set()).add(field.role)
    return {
        battery: words.name(found.pop())
        for battery, found in roles.items()
        if battery and len(found) == 1 and "" not in found
    }


def flags_told(quality: Quality) -> list[Told]:
    """How many answers look doubtful by any rule.

    Parameters
    ----------
    quality
        Result of `libmkt.surveys.flagged`.

    Returns
    -------
    list of (code, fields)
        "flagged_answers" (n, of: all answers, share: 0 to 1); nothing where none is flagged.

    Examples
    --------
    >>> flags_told(Quality(pd.DataFrame({"any": [True, False]}), pd.DataFrame()))
    [('flagged_answers', {'n': 1, 'of': 2, 'share': 0.5})]
    """
    total, flags = int(quality.flags["any"].sum()), len(quality.flags)
    if not total:
        return []
    return [("flagged_answers", {"n": total, "of": flags, "share": total / flags})]


def scale_ends(codebook: Codebook, name: str) -> tuple[int, int]:
    """The lowest and the highest answer of one question.

    Parameters
    ----------
    codebook, name
        What the columns mean, and the name of a question with answers or limits.

    Returns
    -------
    (low, high)
        Codes, as whole numbers.

    Raises
    ------
    ValueError
        The question has neither answers nor limits, or answers that are no numbers.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> scale_ends(Codebook((Field("q", categories=(Category(1), Category(5))),)), "q")
    (1, 5)
    """
    field = codebook[name]
    limits = [one for one in (field.minimum, field.maximum) if one is not None]
    values = [int(float(one)) for one in (*field.values, *limits)]
    return min(values), max(values)


def moved_by_flags(
    table: pd.DataFrame,
    quality: Quality,
    codebook: Codebook,
    *,
    weights: str | None = None,
    without: Sequence[Question] = (),
    language: str = "en",
    most: int = 5,
) -> pd.DataFrame:
    """The means that would move most without the doubtful answers: `without_flagged` in words.

    Parameters
    ----------
    table
        A respondent a row, in the rows of which `quality` flags some.
    weights
        Column of weights; None counts everybody alike.
    without
        Questions whose groups are reported apart; left out, as those that say who answers.
    most
        How many questions are shown.

    Returns
    -------
    DataFrame
        One row a question of ratings or numbers, the most moved first: asked (its words), n,
        estimate, kept (the mean without those flagged), difference, effect_size (difference
        in standard errors).  No rows where nobody is flagged.

    Notes
    -----
    The mean of the codes of age or sex says nothing, and beside the groups that are shown it would
    tell how large a hidden one is.

    Examples
    --------
    >>> from libmkt.codebook import Field
    >>> table = pd.DataFrame({"mark": [1, 2, 3, 9]})
    >>> flags = Quality(pd.DataFrame({"any": [False, False, False, True]}), pd.DataFrame())
    >>> book = Codebook((Field("mark", "interval", label={"en": "Mark"}),))
    >>> moved_by_flags(table, flags, book)[["asked", "estimate", "kept"]].to_numpy().tolist()
    [['Mark', 3.75, 2.0]]
    """
    describing = codebook.describing(*(one.name for one in without))
    rated = [
        field.name
        for field in closed_fields(table, codebook)
        if field.scale in ("ordinal", "interval")
        and is_numeric_dtype(table[field.name])
        and field.name not in describing
    ]
    columns = ["asked", "n", "estimate", "kept", "difference", "effect_size"]
    if not rated or not quality.flags["any"].any():
        return pd.DataFrame(columns=columns)
    only = replace(quality, flags=quality.flags[["any"]])
    found = without_flagged(table, only, rated, weights=weights)
    told = found.assign(asked=found["question"].map(titles(codebook, language=language)))
    order = told["effect_size"].abs().sort_values(ascending=False, kind="stable").index
    return told.loc[order, columns].dropna().head(most).reset_index(drop=True)

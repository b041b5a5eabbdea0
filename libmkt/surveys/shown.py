"""The words of questions and margins, and the ends of a scale, for the tables of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from libmkt import words
from libmkt.codebook import Codebook
from libmkt.errors import Told


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
        "margins_over" and "margins_under" (label, ratio), where there are such groups;
        "margins_even" where all have their share.  Nothing of no ratio.

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
    return told or ([("margins_even", {})] if len(ranked) else [])


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

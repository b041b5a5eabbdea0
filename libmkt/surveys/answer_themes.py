"""Themes that lie in open answers themselves: what often stands together, without a dictionary."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.stats.design import Floats
from libmkt.stats.margins import wilson_limits
from libmkt.text.fold import search_key
from libmkt.text.language import UNKNOWN

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’‘ʻʼ`´-][^\W\d_]+)*")
_STEMMED: Final = {"ru": "russian", "en": "english"}
_MAIN: Final = 0.35  # share of an answer's weight that its main theme must have
_RUNS: Final = 8  # parts of the answers that themes are found in anew
_PART: Final = 0.8
_TOLD: Final = 3  # answers that a word stands in at least, so that it points at nobody
_FEATURES: Final = 4000
STABLE: Final = 0.5  # Jaccard below which a theme is called unstable
COLUMNS: Final = (
    *("theme", "language", "words", "n", "count", "estimate", "conf_low", "conf_high"),
    *("stability", "note"),
)
# Words that tell nothing of a theme, as search keys.
_EMPTY: Final = {
    "en": "the and to more of for is in are it be not i would very can have on with at my we you"
    " your they that this there need should no some but so too all from or a an as by do does dont"
    " cant if its like just also was were has had will could been than then when what which who how"
    " me us our their them these those such only even much many most other any each every into out"
    " up down about after before because please library libraries perhaps maybe think better good"
    " make get know really feel hope able lot one sometimes always often improve provide allow"
    " s t m ve re ll etc however though especially during time times people students student",
    "ru": "и в на не что для нет есть очень бы как мне по с но все всё надо к из за это я мы вы у"
    " от до или только было быть чтобы так же ещё еще нужно больше более если когда можно хотелось"
    " хотел хотела его её их они он она мой моя ваш ваша наш библиотека библиотеке библиотеки"
    " библиотеку там тут здесь где уже то а о об при без под над который которые этот эта эти",
    "kaa": "hám ushın kerek menen kóp joq bar bul edi boldı bolsa jáne tek eken lazım men siz biz"
    " olar ol sol usı da de ta te ǵana júdá oǵada bolıp bolıw qılıw etiw kóbirek dep eń hár hám"
    " kitapxana kitapxanada kitapxananıń bolsın edi bolar eken emes",
    "uz": "va uchun kerak bilan koʻp yoʻq bor bu edi boʻldi boʻlsa yana faqat ekan lozim men siz"
    " biz ular u shu oʻsha ham da juda boʻlib boʻlish qilish koʻproq deb eng har kutubxona"
    " kutubxonada kutubxonaning boʻlsin boʻlardi emas",
}
_STOP: Final = {
    language: frozenset(
        search_key(w, short_u="o" if language == "uz" else "w") for w in words.split()
    )
    for language, words in _EMPTY.items()
}


@dataclass(frozen=True, eq=False)
class Themes:
    """Themes found in open answers, language by language."""

    themes: pd.DataFrame  # one row a theme, see `themes`
    answers: pd.DataFrame  # one row an answer: language, theme (0: none), strength (0 to 1)
    left: pd.DataFrame  # languages without themes: language, n (answers), note: see `themes`
    seed: int
    wanted: int  # themes asked for a language
    minimum: int  # answers that a theme has at least

    def __str__(self) -> str:
        shaky = int((self.themes["note"] == "unstable").sum())
        return (
            f"{len(self.themes)} themes of {len(self.answers)} answers; {shaky} of them unstable; "
            f"{int((self.answers['theme'] == 0).sum())} answers in none"
            + "".join(f"; none in {r.language} ({r.n}: {r.note})" for r in self.left.itertuples())
        )


def themes(
    answers: pd.DataFrame,
    *,
    count: int = 8,
    minimum: int = 5,
    least: int = 60,
    seed: int = 0,
    level: float = 0.95,
) -> Themes:
    """Themes of open answers by what stands together in them.

    Parameters
    ----------
    answers
        What `libmkt.surveys.told` gives; those that say nothing are left out.
    count
        How many themes to look for in each language: a choice, not a finding.
    minimum
        A theme of fewer answers is dissolved.
    least
        A language with fewer answers has no themes.
    seed
        Of the parts that stability is measured by; the themes themselves do not hang on it.
    level
        Confidence level of Wilson's intervals.

    Returns
    -------
    Themes
        ``themes``: theme (from 1, the largest of a language first), language, words (its
        most telling ones, as written), n (answers in the language), count, estimate (share
        of n), conf_low, conf_high, stability (0 to 1), note (unstable: below .5).  An answer
        is counted in its main theme alone.  ``left``: each language without a theme, its n,
        and a note: too-few (answers), not-known (which language it is), nothing-shared (no
        two answers have a telling word in common), too-small (each theme has fewer than
        `minimum` answers); the answers of all of them stand in ``answers`` with theme 0.

    Raises
    ------
    ParameterError
        `count` is below 2.
    DataError
        No language has enough answers.

    Notes
    -----
    Words stemmed (Russian, English: Snowball) and folded to one script, weighted by TF-IDF
    of their 3 to 5 letters; non-negative matrix factorisation (Lee and Seung (1999), Nature
    401, 788-791) from a fixed start.  Stability: found anew in 8 parts of 80 % of the
    answers, the mean over parts of the best Jaccard overlap; Hennig (2007), Computational
    Statistics and Data Analysis 52, 258-271, calls below .5 dissolved, from .75 stable.

    Examples
    --------
    >>> from libmkt.surveys.answers import told
    >>> said = told(pd.Series(["more seats and chairs"] * 30 + ["printer broken again"] * 30))
    >>> found = themes(said, count=2)
    >>> found.themes[["words", "count", "stability"]].to_numpy().tolist()
    [['chairs, seats', 30, 1.0], ['again, broken, printer', 30, 1.0]]
    """
    if count < 2:
        what = Message(N_("expected at least 2"))
        raise ParameterError(Message(N_("no themes can be found")), [Problem("count", what)])
    said = answers[answers["said"]]
    sizes = said["language"].value_counts()
    usable = [str(one) for one in sizes.index if sizes[one] >= least and one != UNKNOWN]
    if not usable:
        what = Message(N_("expected at least {least} answers in one language"), {"least": least})
        found = Message("{n}", {"n": int(sizes.max()) if len(sizes) else 0})
        raise DataError(Message(N_("no themes can be found")), [Problem("answers", what, found)])
    placed = said[["language"]].assign(theme=0, strength=np.nan)
    rows: list[dict[str, Any]] = []
    why = {one: "not-known" if one == UNKNOWN else "too-few" for one in sizes.index}
    for language in usable:
        part = said[said["language"] == language]
        words = [_words(text, language) for text in part["text"]]
        vectors = _vectors([" ".join(one) for one in words])
        if vectors is None:
            why[language] = "nothing-shared"
            continue
        main, strength = _main(_weights(vectors, count), minimum)
        steady = _stability(vectors, main, count, minimum, seed)
        why[language] = "" if main.any() else "too-small"
        at = placed.index.get_indexer(part.index)
        placed.iloc[at, 1] = np.where(main > 0, main + len(rows), 0)
        placed.iloc[at, 2] = np.where(main > 0, strength, np.nan)
        for theme in range(1, int(main.max(initial=0)) + 1):
            inside = main == theme
            row = {"theme": len(rows) + 1, "language": language}
            row |= {"words": _telling(part["text"], words, inside, language)}
            rows.append(row | _counted(int(inside.sum()), len(part), steady[theme - 1], level))
    left = [(str(one), int(sizes[one]), note) for one, note in why.items() if note]
    return Themes(
        pd.DataFrame(rows, columns=list(COLUMNS)),
        placed,
        pd.DataFrame(left, columns=["language", "n", "note"]),
        seed,
        count,
        minimum,
    )


def _counted(count: int, n: int, stability: float, level: float) -> dict[str, Any]:
    low, high = wilson_limits(count / n, n, level)
    row: dict[str, Any] = {"n": n, "count": count, "estimate": count / n}
    row |= {"conf_low": low, "conf_high": high, "stability": stability}
    return row | {"note": "unstable" if stability < STABLE else ""}


def _stems(language: str) -> Callable[[str], str]:
    if language not in _STEMMED:
        return lambda word: word
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(_STEMMED[language]).stemWord
    return stem


def _words(text: str, language: str) -> list[str]:
    """Words that tell something, stemmed and folded to one script."""
    stem, short_u = _stems(language), "o" if language == "uz" else "w"
    found = (word.lower() for word in _WORD.findall(text))
    return [
        key
        for word in found
        if search_key(word, short_u=short_u) not in _STOP.get(language, ())
        and len(key := search_key(stem(word), short_u=short_u)) > 2
    ]


def _vectors(texts: Sequence[str]) -> Any:
    """(answers, n-grams) weights; None where nothing stands in two answers."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        min_df=2,
        max_features=_FEATURES,
        sublinear_tf=True,
    )
    try:
        return vectors.fit_transform(texts).tocsr()
    except ValueError:
        return None


def _weights(vectors: Any, count: int) -> Floats:
    """(answers, themes): how much of each theme an answer has."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    count = min(count, *vectors.shape)
    model = NMF(count, init="nndsvd", max_iter=100, tol=1e-3, random_state=0)
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)  # themes are settled long before
        weights = model.fit_transform(vectors)
    return np.asarray(weights * np.linalg.norm(model.components_, axis=1), float)


def _main(weights: Floats, minimum: int) -> tuple[np.ndarray, Floats]:
    """The main theme of each answer from 1, the largest first (0: none), and its share."""
    whole = weights.sum(1)
    best = weights.argmax(1)
    strength = np.divide(weights.max(1), whole, out=np.zeros_like(whole), where=whole > 0)
    clear = strength >= _MAIN
    sizes = Counter(best[clear].tolist())
    order = sorted(sizes, key=lambda theme: (-sizes[theme], theme))
    number = {theme: i for i, theme in enumerate(order, start=1) if sizes[theme] >= minimum}
    main = np.array([number.get(theme, 0) for theme in best]) * clear
    return main, strength


def _stability(vectors: Any, main: np.ndarray, count: int, minimum: int, seed: int) -> Floats:
    """Each theme's mean best Jaccard overlap with themes found anew in parts of the answers."""
    rng = np.random.default_rng(seed)
    size = int(main.max(initial=0))
    found = np.zeros((_RUNS, size))
    for run in range(_RUNS):
        part = np.sort(rng.choice(len(main), int(_PART * len(main)), replace=False))
        again, _ = _main(_weights(vectors[part], count), minimum)
        for theme in range(1, size + 1):
            inside = main[part] == theme
            for other in range(1, int(again.max(initial=0)) + 1):
                new = again == other
                overlap = (inside & new).sum() / max((inside | new).sum(), 1)
                found[run, theme - 1] = max(found[run, theme - 1], overlap)
    return np.asarray(found.mean(0), float)


def _telling(
    texts: pd.Series, words: Sequence[Sequence[str]], inside: np.ndarray, language: str
) -> str:
    """Up to four words that stand in a theme far more often than elsewhere, as written."""
    own: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for row, keys in enumerate(words):
        (own if inside[row] else rest).update(set(keys))
    n, m = int(inside.sum()), max(int((~inside).sum()), 1)
    score = {
        key: (k / n - rest[key] / m) * np.log((k + 0.5) / n / ((rest[key] + 0.5) / m))
        for key, k in own.items()
        if k / n > rest[key] / m and k >= _TOLD
    }
    best = sorted(score, key=lambda key: (-score[key], key))[:4]
    shown = _as_written(texts[inside], best, language)
    return ", ".join(dict.fromkeys(shown))


def _as_written(texts: pd.Series, keys: Sequence[str], language: str) -> list[str]:
    """The commonest spelling of each key, in small letters."""
    spelled: dict[str, Counter[str]] = {key: Counter() for key in keys}
    stem, short_u = _stems(language), "o" if language == "uz" else "w"
    for text in texts:
        for word in _WORD.findall(text):
            key = search_key(stem(word.lower()), short_u=short_u)
            if key in spelled:
                spelled[key][word.lower()] += 1
    return [min(of, key=lambda word: (-of[word], word)) for of in spelled.values() if of]

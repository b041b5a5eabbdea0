"""What a survey's columns mean: `Codebook`, `Field`, `Category`, `Condition`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from libmkt.errors import N_, Message, ParameterError
from libmkt.yamlfile import nearest

# How the values of a field may be used.  "multiple" is a question with several answers:
# its table columns are NAME/option, one a category.
Scale = Literal["nominal", "ordinal", "interval", "multiple", "text", "date"]
SCALES: Final[tuple[str, ...]] = get_args(Scale)
Type = Literal["string", "integer", "number", "boolean", "date", "datetime"]
TYPES: Final[tuple[str, ...]] = get_args(Type)
Value = str | int | float
ReplicateKind = Literal["bootstrap", "jackknife", "stratified jackknife", "brr", "fay"]
REPLICATE_KINDS: Final[tuple[str, ...]] = get_args(ReplicateKind)
Centre = Literal["mean", "estimate"]
Texts = Mapping[str, str]  # language (kaa, uz, ru, en ...; UNKNOWN where it is not known) to text
UNKNOWN: Final = "und"  # ISO 639-2: undetermined

# What a field is for, beyond being a question.
ROLES: Final = (
    *("nps", "satisfaction", "importance", "performance", "minimum", "desired", "perceived"),
    *("kano_functional", "kano_dysfunctional", "not_applicable", "other", "comment", "attention"),
    *("weight", "stratum", "cluster", "fpc", "replicate", "consent"),
    "background",  # who answers: age, sex, place, branch; small groups of it are hidden
)


@dataclass(frozen=True)
class Category:
    """One answer that may be chosen (or one code that stands for no answer)."""

    value: Value  # as it stands in the table: a code
    label: Texts = field(default_factory=dict)
    column: str = ""  # of an option: its heading in the file; else its code there, if another

    def text(self, language: str = "en") -> str:
        """The label in a language, or the nearest there is; the code where there is none."""
        return said(self.label, language) or str(self.value)


@dataclass(frozen=True)
class Condition:
    """When a field was asked: another field has one of `values`, or lies from `low` to `high`.

    Of a multiple-response field: one of `values` is chosen.  `negated` turns it round.
    """

    field: str
    values: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None
    negated: bool = False


@dataclass(frozen=True)
class Field:
    """One question (or one row of a grid of questions, with `battery` shared).

    The table of a `SurveyReading` has the columns `columns`: the name itself, or of a
    multiple-response question ``NAME/option`` for each option.
    """

    name: str
    scale: Scale = "nominal"
    type: Type = "string"
    label: Texts = field(default_factory=dict)  # short, for tables and figures
    wording: Texts = field(default_factory=dict)  # what was asked
    waves: Mapping[str, Texts] = field(default_factory=dict)  # wave to wording, where it differed
    categories: tuple[Category, ...] = ()  # in the order of the questionnaire
    missing: tuple[Category, ...] = ()  # codes that stand for no answer: refused, do not know
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    relevant: tuple[Condition, ...] = ()  # routing: asked where all of these hold
    battery: str = ""  # the grid of questions it belongs to
    role: str = ""  # one of ROLES
    item: str = ""  # what pairs fields of different roles: importance and performance of "14"
    other_of: str = ""  # of a text "other, please say": the field it belongs to
    reverse: bool = False  # a high value means less of what its battery measures: see `turned`
    column: str = ""  # heading in the file, where it is not the name

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in the table of a `SurveyReading`.

        >>> Field("uses", "multiple", categories=(Category("loans"), Category("wifi"))).columns
        ('uses/loans', 'uses/wifi')
        """
        if self.scale == "multiple":
            return tuple(f"{self.name}/{one.value}" for one in self.categories)
        return (self.name,)

    @property
    def values(self) -> tuple[Value, ...]:
        """The codes that may be answered, in order."""
        return tuple(one.value for one in self.categories)

    def text(self, language: str = "en", *, wave: str = "") -> str:
        """Label in a language, else the wording (of a wave), else the name."""
        worded = self.waves.get(wave, self.wording)
        return said(self.label, language) or said(worded, language) or self.name

    def labels(self, language: str = "en") -> dict[Value, str]:
        """Code to label, in the order of the questionnaire.

        >>> Field("q", categories=(Category(1, {"en": "Yes"}), Category(2))).labels()
        {1: 'Yes', 2: '2'}
        """
        return {one.value: one.text(language) for one in self.categories}


@dataclass(frozen=True)
class Replication:
    """How the weights of the fields of the role replicate were made; full weights, not factors."""

    kind: ReplicateKind
    scale: float | None = None  # None is that of the kind
    factors: tuple[float, ...] = ()  # one a replicate, in the order of the fields; empty for 1
    rho: float = 0.0  # Fay's coefficient
    centre: Centre = "mean"  # that squares are taken from: of the replicates, or the estimate
    df: int | None = None  # degrees of freedom; None takes the rank of the weights less 1


@dataclass(frozen=True)
class Codebook:
    """All fields of one survey, in the order of the questionnaire."""

    fields: tuple[Field, ...]
    name: str = ""  # short, for files: needs-2026
    title: Texts = field(default_factory=dict)
    wave: str = ""  # the wave these answers are of
    languages: tuple[str, ...] = ("en",)  # the first is the one it was written in
    source: str = ""  # the program it came from: limesurvey, kobo, qualtrics ...
    replication: Replication | None = None  # of the fields of the role replicate

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(one.name for one in self.fields)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that its table has, in order, without the respondent and the paradata."""
        return tuple(name for one in self.fields for name in one.columns)

    def __getitem__(self, name: str) -> Field:
        """The field of this name.

        Raises
        ------
        ParameterError
            There is none; the nearest name is told.
        """
        for one in self.fields:
            if one.name == name:
                return one
        meant = nearest(name, self.names)
        hint = Message(N_("did you mean {meant}?"), {"meant": meant or ""})
        raise ParameterError(
            Message(N_("The codebook has no field {name}"), {"name": name}),
            hints=[hint] if meant else [],
        )

    def __contains__(self, name: object) -> bool:
        """Whether a field has this name."""
        return name in self.names

    def having(
        self, *, role: str | None = None, battery: str | None = None, scale: str | None = None
    ) -> tuple[Field, ...]:
        """The fields of a role, a battery, a scale, in order; what is None is not asked.

        >>> book = Codebook((Field("I1", role="importance"), Field("P1", role="performance")))
        >>> [one.name for one in book.having(role="performance")]
        ['P1']
        """
        return tuple(
            one
            for one in self.fields
            if role in (None, one.role)
            and battery in (None, one.battery)
            and scale in (None, one.scale)
        )

    def describing(self, *named: str) -> tuple[str, ...]:
        """Names of the questions that say who answers, not what people think or do.

        Those of the roles background, stratum and cluster, and those named: what a report
        parts people by, or weights them to.

        >>> book = Codebook((Field("age", role="background"), Field("liked"), Field("branch")))
        >>> book.describing("branch")
        ('age', 'branch')
        """
        roles = ("background", "stratum", "cluster")
        return tuple(f.name for f in self.fields if f.role in roles or f.name in named)

    def pairs(self, first: str, second: str) -> tuple[tuple[Field, Field], ...]:
        """Fields of two roles with the same `item`: importance and performance, a Kano pair.

        >>> book = Codebook((Field("I1", role="importance", item="1"),
        ...                  Field("P1", role="performance", item="1")))
        >>> [(a.name, b.name) for a, b in book.pairs("importance", "performance")]
        [('I1', 'P1')]
        """
        others = {one.item: one for one in self.having(role=second) if one.item}
        return tuple((one, others[one.item]) for one in self.having(role=first)
                     if one.item in others)  # fmt: skip


def said(texts: Texts, language: str) -> str:
    """A text in a language, else in English, else in an unknown one, else the first; "" if none.

    >>> said({"ru": "Да", "en": "Yes"}, "kaa"), said({"und": "Awa"}, "ru"), said({}, "en")
    ('Yes', 'Awa', '')
    """
    for one in (language, "en", UNKNOWN):
        if texts.get(one):
            return texts[one]
    return next((text for text in texts.values() if text), "")

"""What parameters/library.yml holds: the library's name, look, sources and defaults."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from libmkt import yamlfile
from libmkt.errors import N_, Message, ParameterError

Language = Literal["kaa", "uz", "ru", "en"]
Format = Literal["html", "docx", "xlsx", "pdf", "pptx"]
_K = "Least persons of a group that a report shows; smaller ones are hidden. 1 hides none."
LEAST_CONTRAST = 4.5  # of text on its background: WCAG 2.2, 1.4.3


def _per_language(value: Any) -> Any:
    """One text serves all languages."""
    return {"en": value} if isinstance(value, str) else value


PerLanguage = Annotated[dict[Language, str], BeforeValidator(_per_language)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcePaths(_Strict):
    """A named source: one file, folder or pattern, or several."""

    paths: list[str] = Field(min_length=1)
    about: str = ""


class Signatory(_Strict):
    """Who signs a printed report."""

    name: str
    position: PerLanguage


class Library(_Strict):
    """The contents of library.yml; only the name must be given."""

    name: PerLanguage
    address: PerLanguage = {}
    logo: str | None = None
    accent: str = "#1f5f8b"
    language: Language = "en"
    time_zone: str = "UTC"
    k: Annotated[int, Field(ge=1, le=1000, strict=True, description=_K)] = 5
    signatories: list[Signatory] = []
    letterhead: str | None = None
    formats: list[Format] = ["html"]
    data_roots: list[str] = ["data"]
    sources: dict[str, SourcePaths] = {}

    @field_validator("sources", mode="before")
    @classmethod
    def _paths(cls, value: Any) -> Any:
        """``name: file`` and ``name: [file, file]`` are short for ``name: {paths: [...]}``."""
        if not isinstance(value, dict):
            return value
        return {name: _source(paths) for name, paths in value.items()}

    @field_validator("accent")
    @classmethod
    def _readable(cls, value: str) -> str:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise ParameterError(Message(N_("expected a colour as #rrggbb")))
        found = contrast(value, "#ffffff")
        if found < LEAST_CONTRAST:
            what = N_(
                "{colour} is too pale on white: contrast {found:n1}, {least:n1} is the least that "
                "can be read"
            )
            fields = {"colour": value, "found": found, "least": LEAST_CONTRAST}
            raise ParameterError(Message(what, fields))
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            what = N_("expected a time zone such as Asia/Samarkand")
            raise ParameterError(Message(what)) from None
        return value

    def in_language(self, texts: dict[Any, str], language: str) -> str:
        """The text in `language`, else in the library's own, else in any it has."""
        return in_language(texts, language, self.language)


def in_language(texts: Mapping[Any, str], *wanted: str) -> str:
    """The first text there is of the languages wanted, then English, then any.

    >>> in_language({"ru": "фонд", "en": "stock"}, "kaa")
    'stock'
    """
    for code in (*wanted, "en"):
        if code in texts:
            return texts[code]
    return next(iter(texts.values()), "")


def _source(paths: Any) -> Any:
    if isinstance(paths, str):
        return {"paths": [paths]}
    return {"paths": paths} if isinstance(paths, list) else paths


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (1 to 21), as WCAG 2.2 defines it.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def read_library(found: yamlfile.YamlFile) -> Library:
    """The library a YAML file describes.

    Raises
    ------
    DataError
        A name is unknown or a value does not fit, with its line.
    """
    return yamlfile.checked(found, Library)

"""The styles of a Word report: a person can change each in one place."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from libmkt.reporting.writers import word_parts

# On every Windows, with all Karakalpak and Uzbek letters; LibreOffice has a double of it.
FONT = "Arial"
SOFT, CONTENTS, CODE, WARNING, NOTE = (
    "Libmkt Soft",
    "Libmkt Contents",
    "Libmkt Code",
    "Libmkt Warning",
    "Libmkt Note",
)
_GREY = "59636E"

# size, bold, colour (accent, grey or None), points before and after
_LOOKS: dict[str, tuple[float, bool, str | None, float, float]] = {
    "Normal": (10.5, False, None, 0, 6),
    "Title": (20, True, None, 6, 4),
    "Subtitle": (13, False, None, 0, 2),
    "Heading 1": (14, True, "accent", 18, 6),
    "Heading 2": (12, True, "accent", 12, 4),
    "Heading 3": (10.5, True, "accent", 10, 4),
    "Caption": (9.5, True, None, 12, 4),
    "Header": (8.5, False, _GREY, 0, 6),
    "Footer": (8.5, False, _GREY, 0, 0),
    "TOC 1": (10.5, False, None, 0, 2),
    SOFT: (9, False, _GREY, 0, 6),
    CONTENTS: (12, True, "accent", 14, 4),
    CODE: (8.5, False, None, 4, 6),
    WARNING: (10.5, False, None, 6, 6),
    NOTE: (10.5, False, None, 4, 4),
}


def prepare(document: Any, accent: str) -> None:
    """Make or set every style that the writer uses; a letterhead's own fonts are kept."""
    own = document.styles["Normal"].font.name  # what a letterhead wants
    for name, (size, bold, colour, before, after) in _LOOKS.items():
        style = _style(document, name)
        if own is None:
            _font(style, "Courier New" if name == CODE else FONT)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        if colour:
            style.font.color.rgb = RGBColor.from_string(
                accent[1:].upper() if colour == "accent" else colour
            )
        elif name != "Normal":
            style.font.color.rgb = RGBColor(0x1C, 0x21, 0x26)
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
    for name in ("Heading 1", "Heading 2", "Heading 3", CONTENTS):
        document.styles[name].paragraph_format.keep_with_next = True
    for name in ("Title", "Subtitle"):  # without the line and the letter-spacing of the template
        element = document.styles[name].element
        for old in (*element.pPr.findall(qn("w:pBdr")), *element.rPr.findall(qn("w:spacing"))):
            old.getparent().remove(old)


def _style(document: Any, name: str) -> Any:
    if name in document.styles:
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == "TOC 1")
    style.base_style = document.styles["Normal"]
    return style


def _font(style: Any, name: str) -> None:
    """One font for all scripts; a theme's font would win over a name, so it goes."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(
        0, word_parts.element("w:rFonts", ascii=name, hAnsi=name, cs=name, eastAsia=name)
    )

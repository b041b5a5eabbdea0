"""What Word needs and python-docx has no call for: fields, languages, borders, descriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# Word knows uz-Latn-UZ, ru-RU and en-GB. It knows no Karakalpak; the tag is still the true
# one (BCP 47), which readers of the screen use, and `no_proofing` keeps the red waves away.
TAGS = {"kaa": "kaa-Latn", "uz": "uz-Latn-UZ", "ru": "ru-RU", "en": "en-GB"}


def element(name: str, /, **attributes: str) -> Any:
    """An element such as ``w:lang`` with its ``w:`` attributes.

    >>> element("w:tab", val="right").get(qn("w:val"))
    'right'
    """
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def field(paragraph: Any, code: str, result: str) -> None:
    """A field Word can update, showing `result` until it does."""
    _mark(paragraph, "begin")
    run = paragraph.add_run()
    text = element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    run._r.append(text)
    _mark(paragraph, "separate")
    paragraph.add_run(result)
    _mark(paragraph, "end")


def contents(first: Any, paragraph: Callable[[], Any], entries: list[tuple[str, str]]) -> None:
    """A contents field over the headings, filled in: bookmark and text of each entry.

    It shows no page numbers, which only Word can count: *Update field* there adds to it
    what the person has written.
    """
    _mark(first, "begin")
    text = element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = r' TOC \o "1-1" \h \z \n '
    first.add_run()._r.append(text)
    _mark(first, "separate")
    line = first
    for i, (bookmark, entry) in enumerate(entries):
        line = first if i == 0 else paragraph()
        link = element("w:hyperlink", anchor=bookmark, history="1")
        run = line.add_run(entry)
        link.append(run._r)
        line._p.append(link)
    _mark(line, "end")


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Mark a paragraph under a name that links can go to."""
    begin = element("w:bookmarkStart", id=str(number), name=name)
    place = paragraph._p.find(qn("w:pPr"))
    if place is None:
        paragraph._p.insert(0, begin)
    else:
        place.addnext(begin)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def speak(document: Any, language: str) -> None:
    """The language of the whole document, for spelling and for readers of the screen."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    tag = TAGS[language]
    properties.append(element("w:lang", val=tag, eastAsia=tag, bidi=tag))
    normal = document.styles["Normal"].element.get_or_add_rPr()
    for name in ("w:lang", "w:noProof"):
        for old in normal.findall(qn(name)):
            normal.remove(old)
    if language == "kaa":
        normal.insert_element_before(element("w:noProof"), *_AFTER_NO_PROOF)


_AFTER_NO_PROOF = (
    *("w:snapToGrid", "w:vanish", "w:webHidden", "w:color", "w:spacing", "w:w", "w:kern"),
    *("w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd"),
    *("w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout"),
)


def describe(picture: Any, alt: str) -> None:
    """The words for a person who cannot see a picture, which stands close to its text."""
    picture._inline.docPr.set("descr", alt)
    for side in ("distT", "distB", "distL", "distR"):  # where they are absent, readers add room
        picture._inline.set(side, "0")


def modernise(document: Any) -> None:
    """Make the empty document of python-docx one of today: no *Compatibility Mode*, no preview.

    The preview would show an empty page in folders.
    """
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package.rels.pop(key)


def describe_table(table: Any, title: str, description: str = "") -> None:
    """A table's title (and description) for a person who cannot see it."""
    properties = table._tbl.tblPr
    for name, said in (("w:tblCaption", title), ("w:tblDescription", description)):
        if said:
            properties.append(element(name, val=said))


def repeat_header(row: Any) -> None:
    """Let a row stand again on top of each page that its table reaches."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """Let no page end inside a row."""
    row._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))


def borders(cell: Any, **sides: tuple[int, str]) -> None:
    """Borders of a cell: side=(eighths of a point, colour as rrggbb)."""
    made = element("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            size, colour = sides[side]
            line = element(f"w:{side}", val="single", sz=str(size), space="0", color=colour)
            made.append(line)
    _cell_properties(cell, made)


def shade(cell: Any, colour: str) -> None:
    """The ground of a cell."""
    _cell_properties(cell, element("w:shd", val="clear", color="auto", fill=colour))


def shade_paragraph(paragraph: Any, colour: str, bar: str) -> None:
    """A ground under a paragraph and a bar on its left."""
    properties = paragraph._p.get_or_add_pPr()
    frame = element("w:pBdr")
    frame.append(element("w:left", val="single", sz="24", space="8", color=bar))
    later = (
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:spacing"),
        *("w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr"),
    )
    properties.insert_element_before(frame, *later)
    ground = element("w:shd", val="clear", color="auto", fill=colour)
    properties.insert_element_before(ground, *later[1:])


def rule_below(paragraph: Any, colour: str, size: int = 6) -> None:
    """A line under a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    frame = element("w:pBdr")
    frame.append(element("w:bottom", val="single", sz=str(size), space="4", color=colour))
    properties.insert_element_before(
        frame, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def _cell_properties(cell: Any, made: Any) -> None:
    cell._tc.get_or_add_tcPr().insert_element_before(
        made, *(("w:shd",) if made.tag == qn("w:tcBorders") else ()),
        "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark",
    )  # fmt: skip


def _mark(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))


def cell_margins(table: Any, points: float) -> None:
    """Room left and right of the text in all cells of a table."""
    made = element("w:tblCellMar")
    for side in ("left", "right"):
        made.append(element(f"w:{side}", w=str(round(points * 20)), type="dxa"))
    table._tbl.tblPr.insert_element_before(made, "w:tblLook", "w:tblCaption", "w:tblDescription")


def new_numbering(document: Any) -> int | None:
    """The id of a list that counts from 1; None where a letterhead has no numbered lists."""
    try:
        numbering = document.part.numbering_part.element
        style = document.styles["List Number"].element
        used = style.pPr.numPr.numId.val
    except (KeyError, NotImplementedError, AttributeError):
        return None
    abstract = numbering.num_having_numId(used).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(0).add_startOverride(1)
    return int(made.numId)


def item(document: Any, depth: int, number: int | None) -> Any:
    """An empty item of a list; its bullet is written out where the styles lack one."""
    wanted = "List Number" if number is not None else "List Bullet"
    name = wanted if depth == 0 else f"{wanted} {min(depth + 1, 3)}"
    if name not in document.styles:
        return document.add_paragraph("• ")
    paragraph = document.add_paragraph(style=name)
    if number is not None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number
    return paragraph

"""What an .xlsx keeps beside its values: how far a sheet reaches, errors, formulas without a value.

The reader of cells gives an empty text for a cell that shows ``#REF!`` and for a formula
whose result was never saved, and sets aside memory for every cell up to the furthest: a
stray sign in XFD1048576 would take 512 GB.  So the sheets' XML is looked at first.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

LARGEST_SHEET = 30_000_000  # cells: a million rows of thirty columns
LARGEST_XML = 1_500_000_000  # bytes of one sheet, unpacked
_COLUMNS = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})\d')
_ROW = re.compile(rb'<(?:\w+:)?c [^>]*?r="[A-Z]{1,3}(\d{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?'
    rb"<(?:\w+:)?v>([^<]*)",
    re.DOTALL,
)
_FORMULA = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*'
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class Parts:
    """What is known of one sheet besides its values."""

    furthest: str = ""  # the cell that makes the sheet too large to be read; "" for none
    cells: dict[tuple[int, int], str] = field(default_factory=dict)  # row, column: what it shows


def parts(content: bytes) -> dict[str, Parts]:
    """What stands behind the values of each sheet, by its name; empty if it is no .xlsx.

    Parameters
    ----------
    content
        The bytes of a workbook.

    Returns
    -------
    dict
        Name of a sheet: its `Parts`.  Rows and columns count from 0; a formula without a
        saved result is shown with its ``=``.
    """
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for name, path in _sheets(book):
                if book.getinfo(path).file_size > LARGEST_XML:
                    found[name] = Parts("XFD1048576")
                else:
                    found[name] = _parts(book.read(path))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError, ValueError,
            NotImplementedError, RuntimeError, EOFError):  # fmt: skip
        return found  # damaged or another format: the reader of cells says so
    return found


def _sheets(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and path of each sheet."""
    targets = {
        node.get("Id"): posixpath.normpath(posixpath.join("/xl", node.get("Target", ""))).lstrip(
            "/"
        )
        for node in _tree(book, "xl/_rels/workbook.xml.rels").iter()
        if node.get("Target")
    }
    named = []
    for node in _tree(book, "xl/workbook.xml").iter():
        if node.tag.endswith("}sheet"):
            key = next((v for k, v in node.attrib.items() if k.endswith("}id")), "")
            path = targets.get(key, "")
            if "worksheets/" in path:
                named.append((node.get("name", ""), path))
    return named


def _tree(book: zipfile.ZipFile, path: str) -> ElementTree.Element:
    text = book.read(path)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:  # none of ours: how a small file grows
        raise ValueError(path)
    return ElementTree.fromstring(text)


def _parts(xml: bytes) -> Parts:
    letters = max(set(_COLUMNS.findall(xml)), key=lambda a: (len(a), a), default=b"A")
    row = max((int(number) for number in set(_ROW.findall(xml))), default=1)
    if (_index(letters) + 1) * row > LARGEST_SHEET:
        return Parts(f"{letters.decode()}{row}")
    cells = {}
    if b'"e"' in xml:
        for column, number, shown in _ERROR.findall(xml):
            cells[int(number) - 1, _index(column)] = shown.decode("utf-8", "replace")
    if b"<f" in xml or b":f" in xml:
        for column, number, formula in _FORMULA.findall(xml):
            cells[int(number) - 1, _index(column)] = "=" + formula.decode("utf-8", "replace")
    return Parts(cells=cells)


def _index(letters: bytes) -> int:
    """A column's number from 0.

    >>> _index(b"A"), _index(b"AA"), _index(b"XFD")
    (0, 26, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1

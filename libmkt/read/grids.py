"""A file as a grid of cells, whatever program wrote it."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.parts import Parts, parts

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t|"
_END = "\x00end"


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells of one sheet, and how they were found.

    `rows` may differ in length; a cell is text, a number, a bool, a date or "".
    Row 0 of `rows` is row 1 of the file.  `merged` are (first row, first column,
    last row, last column), all from 0.
    """

    path: Path
    rows: list[list[Any]]
    sheet: str = ""
    encoding: str = ""  # "" for a workbook
    delimiter: str = ""
    guessed: bool = False  # the encoding was guessed from the bytes
    unread: tuple[str, ...] = ()  # sheets of the same workbook that were not read
    hidden: tuple[str, ...] = ()  # hidden ones, not read unless they are named
    merged: tuple[tuple[int, int, int, int], ...] = field(default=())

    @property
    def width(self) -> int:
        """Cells in the longest row."""
        return max((len(row) for row in self.rows), default=0)


def sheets(
    path: Path,
    content: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> list[Grid]:
    """The cells of a table file: one grid, or one a sheet that holds figures.

    Parameters
    ----------
    path
        Its name decides nothing but what is printed: the bytes say what it is.
    content
        The file's bytes.
    encoding, delimiter, sheet
        As described for the source; None finds them.  `sheet` may be a pattern (*).

    Raises
    ------
    DataError
        The file is empty, is not a table, or is not what its description says.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise refusal(path, N_("the file is empty"))
    if content[:4] == b"PK\x03\x04" or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _workbook(path, content, sheet)
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")) or (
        head.startswith(b"<") and b"<table" in head
    ):
        what = N_("this is a web page or XML saved under another name: save it as xlsx or csv")
        raise refusal(path, what)
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff")) or (encoding or "").startswith("utf-16")
    if head.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!", b"7z\xbc")) or (
        b"\x00" in content and not utf16
    ):
        raise refusal(path, N_("this is not a table but a binary file"))
    return [_text(path, content, encoding, delimiter)]


def refusal(path: Path, what: str, row: int | None = None, **fields: Any) -> DataError:
    """A DataError that says one thing of a file."""
    summary = Message(N_("{file} cannot be read as counts"), {"file": path.name})
    where = path.name if row is None else Message(N_("row {first}"), {"first": row})
    return DataError(summary, [Problem(where, Message(what, fields))])


def _text(path: Path, content: bytes, encoding: str | None, delimiter: str | None) -> Grid:
    text, used, guessed = _decoded(path, content, encoding)
    separator = delimiter or _delimiter(text)
    if text.lower().startswith("sep=") and len(text.splitlines()[0]) == 5:
        # Excel's own first line; the row stays so that row numbers hold
        separator = text[4]
    # A row of our own at the end: if it is not found there, a quotation mark was left open.
    end = _END if text.endswith(("\n", "\r")) else "\n" + _END
    reader = csv.reader(io.StringIO(text + end, newline=""), delimiter=separator)
    rows: list[list[Any]] = []
    try:
        for row in reader:
            rows.append(row)
    except csv.Error as error:
        raise refusal(path, N_("not a table: {why}"), len(rows) + 1, why=str(error)) from None
    _check_quotes(path, rows, separator)
    del rows[-1]
    if rows and rows[0][:1] and str(rows[0][0]).lower() == "sep=":
        rows[0] = []
    return Grid(path, rows, encoding=used, delimiter=separator, guessed=guessed)


def _check_quotes(path: Path, rows: list[list[Any]], separator: str) -> None:
    """Refuse a file in which a quotation mark that was never closed swallowed rows."""
    width = max(len(row) for row in rows)
    for number, row in enumerate(rows):
        for cell in row:
            if _END not in cell and "\n" not in cell:
                continue
            swallowed = any(
                line.count(separator) == width - 1 > 1 and any(map(str.isdigit, line))
                for line in cell.split("\n")
            )
            if swallowed or (_END in cell and cell != _END):
                what = N_("a quotation mark is never closed: what follows is no table")
                raise refusal(path, what, number + 1)


def _decoded(path: Path, content: bytes, encoding: str | None) -> tuple[str, str, bool]:
    """The text, the encoding used, and whether that was guessed."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            encoding = encoding if encoding and name == "utf-8-sig" else name
            if name == "utf-8-sig":
                content = content.removeprefix(mark)
            break
    if encoding is not None:
        try:
            return content.decode(encoding), encoding, False
        except LookupError:
            raise refusal(path, N_("there is no encoding {name}"), name=encoding) from None
        except UnicodeDecodeError as error:
            row = content[: error.start].count(b"\n") + 1
            raise refusal(
                path,
                N_("the bytes are not {name}: name the right encoding in the description"),
                row,
                name=encoding,
            ) from None
    try:
        return content.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        if row := _mixed(content):
            raise refusal(
                path,
                N_("some of the text is UTF-8 and some is not: save the whole file as UTF-8"),
                row,
            ) from None
        found = _code_page(content)
        return content.decode(found, errors="replace"), found, True


def _mixed(content: bytes) -> int:
    """The first row that is not UTF-8 where most letters of a file are, else 0.

    In a file of one code page, bytes that happen to be UTF-8 are rare (in Russian "Дё").
    """
    text = content.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    letters = sum(letter > "\x7f" for letter in text) - lost
    return text[: text.index("\ufffd")].count("\n") + 1 if letters > lost else 0


def _code_page(content: bytes) -> str:
    """Windows code page of text that is not UTF-8: Cyrillic or Western.

    In cp1251 nearly every high byte is a Cyrillic letter (0xC0-0xFF and a few more)
    and they stand in rows; Western text has single accented letters in Latin words.
    """
    high = [byte >= 0xC0 or byte in b"\xa8\xb8\xa1\xa2\xaa\xba\xaf\xbf\xb2\xb3" for byte in content]
    pairs = sum(one and other for one, other in itertools.pairwise(high))
    return "cp1251" if pairs * 2 > sum(high) else "cp1252"


def _delimiter(text: str) -> str:
    """The sign that parts the cells: the one that most lines hold equally often."""
    lines = [line for line in text.splitlines()[:200] if line.strip()][:60]
    best, best_score = ",", 0.0
    for sign in _DELIMITERS:
        counts = [line.count(sign) for line in lines]
        used = [count for count in counts if count]
        if not used:
            continue
        common = max(set(used), key=used.count)
        score = used.count(common) / len(lines) * (1 + min(common, 20) / 100)
        if score > best_score:
            best, best_score = sign, score
    return best


def _workbook(path: Path, content: bytes, sheet: str | None) -> list[Grid]:
    import fnmatch

    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except Exception as error:  # calamine raises its own kinds, one a format
        if _locked(content):
            raise refusal(path, N_("the workbook is locked by a password")) from None
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        if "detect" in why:
            raise refusal(path, N_("the workbook is damaged or of an unknown kind")) from None
        raise refusal(path, N_("the workbook is damaged: {why}"), why=why) from None
    names = [str(name) for name in book.sheet_names]
    hidden = tuple(
        str(one.name)
        for one in book.sheets_metadata
        if one.visible != calamine.SheetVisibleEnum.Visible and sheet is None
    )
    if set(hidden) >= set(names):
        hidden = ()
    wanted = [
        name
        for name in names
        if name not in hidden and (sheet is None or fnmatch.fnmatchcase(name, sheet))
    ]
    if not wanted:
        raise refusal(
            path,
            N_("there is no sheet {sheet}; its sheets: {names}"),
            sheet=sheet,
            names=", ".join(names),
        )
    grids = []
    behind = parts(content)
    for name in wanted:
        here = behind.get(name, Parts())
        if here.furthest:
            raise refusal(
                path,
                N_("sheet {sheet} reaches to cell {cell}: delete what stands outside the table"),
                sheet=name,
                cell=here.furthest,
            )
        try:
            found = book.get_sheet_by_name(name)
            cells = found.to_python(skip_empty_area=False)
        except Exception as error:
            raise refusal(
                path,
                N_("sheet {sheet} cannot be read: {why}"),
                sheet=name,
                why=str(error).splitlines()[0],
            ) from None
        for (row, column), shown in here.cells.items():  # errors, formulas without a result
            if row < len(cells) and column < len(cells[row]) and not _filled(cells[row][column]):
                cells[row][column] = shown
        if not any(_filled(cell) for row in cells for cell in row):
            continue
        spans = tuple((a, b, c, d) for (a, b), (c, d) in found.merged_cell_ranges or ())
        grids.append(Grid(path, cells, sheet=name, merged=spans, hidden=hidden))
    if not grids:
        raise refusal(path, N_("the workbook holds no figures"))
    if sheet is not None:
        return grids
    kept = _with_figures(grids)
    unread = tuple(grid.sheet for grid in grids if grid not in kept)
    return [replace(kept[0], unread=unread), *kept[1:]]


def _locked(content: bytes) -> bool:
    """Whether a workbook that could not be opened says that it is encrypted."""
    if content.startswith(b"PK"):  # an OpenDocument: its list of files is not encrypted
        import zipfile

        try:
            with zipfile.ZipFile(io.BytesIO(content)) as files:
                return b"encryption-data" in files.read("META-INF/manifest.xml")
        except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError):
            return False
    return "EncryptedPackage".encode("utf-16-le") in content


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _with_figures(grids: list[Grid]) -> list[Grid]:
    """Those sheets with ten numbers or more, or the fullest: the rest are notes and lists."""
    counts = [
        sum(isinstance(c, (int, float)) and not isinstance(c, bool) for row in g.rows for c in row)
        for g in grids
    ]
    most = max(counts)
    return [g for g, n in zip(grids, counts, strict=True) if n == most or n >= 10]

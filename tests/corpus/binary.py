"""The corpus's workbooks and other files that are not text, made anew for each run."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl

Rows = list[list[Any]]
TABLE: Rows = [["District", "Year", "Visits", "Loans"], ["A", 2024, 5, 6], ["B", 2024, 7, 8]]


def book(rows: Rows, change: Callable[[Any, Any], object] | None = None) -> bytes:
    """A workbook of one sheet; `change` gets the workbook and the sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Sheet1"
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(made, sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def archive(files: dict[str, str]) -> bytes:
    """A zip file that is no workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return stream.getvalue()


def locked() -> bytes:
    """The frame of a workbook under a password: a compound file with an encrypted stream."""
    free, end, unused = 0xFFFFFFFF, 0xFFFFFFFE, b"\xff" * 4

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        head = text.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(text), kind, 1, free, right, child
        )
        return head + bytes(36) + struct.pack("<IQ", start, size)

    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<I", 0) + unused * 108
    sectors = 2 + 8 + 8
    chain = [0xFFFFFFFD, end, *range(3, 10), end, *range(11, 18), end]
    fat = b"".join(struct.pack("<I", n) for n in chain) + unused * (128 - sectors)
    folder = entry("Root Entry", 5, 1, free, end, 0) + entry(
        "EncryptedPackage", 2, free, 2, 2, 4096
    )
    folder += entry("EncryptionInfo", 2, free, free, 10, 4096) + bytes(128)
    return head + fat + folder + b"\x04\0\x04\0" * 2048


def _hidden(made: Any, _sheet: Any) -> None:
    other = made.create_sheet("Secret")
    other.sheet_state = "hidden"
    for row in [["District", "Year", "Visits"], *(["A", 2024 - i, i] for i in range(20))]:
        other.append(row)


def _error(_made: Any, sheet: Any) -> None:
    sheet["C2"], sheet["C2"].data_type = "#REF!", "e"


def _cell(name: str, value: Any) -> Callable[[Any, Any], object]:
    return lambda _made, sheet: sheet.__setitem__(name, value)


def _joined(cells: str) -> Callable[[Any, Any], object]:
    return lambda _made, sheet: sheet.merge_cells(cells)


def files() -> dict[str, bytes]:
    """Every file that is not text, by its name."""
    plain = book(TABLE)
    visits = ["District", "Year", "Visits"]
    return {
        "empty.csv": b"",
        "nothing.xlsx": b"",
        "empty-book.xlsx": book([]),
        "plain.xlsx": plain,
        "book-named.csv": plain,
        "truncated.xlsx": plain[: len(plain) // 2],
        "end-lost.xlsx": plain[:-10],
        "zip-named.xlsx": archive({"a.txt": "hello"}),
        "empty-zip.xlsx": archive({}),
        "locked.xlsx": locked(),
        "compound.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "random.xls": bytes(range(256)) * 8,
        "picture.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "blank-above.xlsx": book([[] for _ in range(100)] + TABLE),
        "two-tables.xlsx": book([*TABLE, [], ["District", "Year", "Events", "Users"], *TABLE[1:]]),
        "side-by-side.xlsx": book([[*visits, "", "District", "Year", "Loans"],
                                   ["A", 2024, 5, "", "A", 2024, 8]]),
        "hidden-sheet.xlsx": book(TABLE, _hidden),
        "far-cell.xlsx": book(TABLE, _cell("XFD1048576", "x")),
        "far-row.xlsx": book(TABLE, _cell("A1048576", "checked")),
        "error.xlsx": book(TABLE, _error),
        "unsaved-formula.xlsx": book([visits, ["A", 2024, "=2+3"], ["B", 2024, 7]]),
        "joined-name.xlsx": book([visits, ["A", 2023, 5], [None, 2024, 7]], _joined("A2:A3")),
        "joined-year.xlsx": book([visits, ["A", 2024, 5], ["B", None, 7]], _joined("B2:B3")),
        "joined-figure.xlsx": book([visits, ["A", 2024, 5], ["B", 2024, None]], _joined("C2:C3")),
        "months.xlsx": book([["District", "Date", "Visits"], ["A", dt.date(2024, 1, 31), 5],
                             ["A", dt.date(2024, 2, 29), 5]]),
        "yes.xlsx": book([visits, ["A", 2024, True], ["B", 2024, 5]]),
        "text-numbers.xlsx": book([visits, ["A", "2024", "1204"], ["B", "2024", "'5"]]),
        "wide-months-visits.csv": _wide(300),
        "long-cell.csv": b"District,Year,Visits\n" + b"A" * 200_000 + b",2024,5\n",
        "commas-above.csv": b",,,\n" * 100 + b"District,Year,Visits\nA,2024,5\n",
    }  # fmt: skip


def _wide(count: int) -> bytes:
    months = [f"{2000 + i // 12}-{i % 12 + 1:02d}" for i in range(count)]
    lines = [",".join(["District", *months])]
    lines += [",".join([f"D{row}", *["7"] * count]) for row in range(16)]
    return "\n".join(lines).encode()

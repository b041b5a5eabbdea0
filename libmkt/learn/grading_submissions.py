"""Finds what students have handed in: one notebook each, called by what its file or folder is.

Taken as they come: ``07/L05/L05.ipynb`` as `libmkt lesson` writes it, ``07/L05.ipynb``,
``07.ipynb``, ``L05-07.ipynb``, ``07.zip`` with a notebook in it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from libmkt.errors import N_, Message, why
from libmkt.learn import lessons
from libmkt.learn.session import SETTINGS
from libmkt.reporting.store import safe_name

MARKS = "_marks"  # the folder of results within the folder of submissions
LARGEST = 30_000_000  # bytes of a notebook that is still opened
_LESSON = re.compile(r"^l\d\d$", re.IGNORECASE)


@dataclass
class Submission:
    """What one student has handed in."""

    student: str
    file: str  # from the folder of submissions, with forward slashes
    content: bytes = b""
    settings: dict[str, Any] = field(default_factory=dict)  # of lesson.json, if it came along
    notebook: dict[str, Any] = field(default_factory=dict)  # empty where it cannot be opened
    problems: list[Message] = field(default_factory=list)
    doubts: list[Message] = field(default_factory=list)  # for the teacher alone
    changed: float = 0.0  # when its file was last written

    @property
    def lesson(self) -> str:
        """The lesson that the notebook says it is; "" where it does not."""
        found = _part(self.notebook.get("metadata"), "libmkt").get("lesson")
        if isinstance(found, str):
            return found
        named = _lesson_in(PurePosixPath(self.file).stem)
        return named or str(self.settings.get("lesson", ""))

    @property
    def language(self) -> str:
        """The language of the student's notebook; "" where it does not say."""
        found = _part(self.notebook.get("metadata"), "libmkt").get("language")
        return str(found or self.settings.get("language", ""))


def find(folder: Path) -> list[Submission]:
    """All notebooks and archives in a folder, in order of student.

    What cannot be opened is told in `problems` and has no notebook.
    """
    return sorted(_all(folder), key=_in_order)


def of_lesson(found: Sequence[Submission], lesson: str) -> list[Submission]:
    """One submission a student: of this lesson, if there is one, and the newest of several."""
    students: dict[str, list[Submission]] = {}
    for one in found:  # two names that make one file name are one student
        students.setdefault(safe_name(one.student).casefold(), []).append(one)
    return [_chosen(many, lesson) for many in students.values()]


def most_common_lesson(found: Sequence[Submission]) -> str:
    """The lesson that most notebooks are of; "" where none says."""
    known = set(lessons.names())
    count = Counter(one.lesson for one in found if one.lesson in known)
    return count.most_common(1)[0][0] if count else ""


def _in_order(one: Submission) -> tuple[Any, ...]:
    """Numbers by size, then texts."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part)
                 for part in re.split(r"(\d+)", one.student) if part)  # fmt: skip


def _all(folder: Path) -> Iterator[Submission]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith((".", "_")) for part in parts) or not path.is_file():
            continue
        suffix = path.suffix.lower()
        if suffix not in (".ipynb", ".zip"):
            continue
        made = Submission(_student(parts), "/".join(parts))
        try:
            made.changed = path.stat().st_mtime
            if path.stat().st_size > LARGEST:
                made.problems.append(_too_large())
            elif suffix == ".zip":
                _unzip(made, path.read_bytes())
            else:
                made.content = path.read_bytes()
                made.settings = _settings(path.parent / SETTINGS)
        except OSError as error:
            made.problems.append(_not_opened(why(error)))
        if _LESSON.match(made.student):
            made.problems.append(
                Message(N_("Neither file nor folder says whose it is: not marked"))
            )
        elif made.content or not made.problems:
            _open(made)
        yield made


def _student(parts: tuple[str, ...]) -> str:
    """What a student is called by: the folder below the top one, else the file's name.

    >>> _student(("07", "L05", "L05.ipynb")), _student(("L05-07.ipynb",)), _student(("08.zip",))
    ('07', '07', '08')
    """
    named = [part for part in parts[:-1] if not _LESSON.match(part)]
    if named:
        return named[0].strip()
    stem = PurePosixPath(parts[-1]).stem
    rest = re.sub(r"(?i)(^|[-_ .])l\d\d(?=$|[-_ .])", "", stem)
    return rest.strip("-_ .") or stem


def _lesson_in(stem: str) -> str:
    found = re.search(r"(?i)(?:^|[-_ .])(l\d\d)(?=$|[-_ .])", stem)
    return found[1].upper() if found else ""


def _chosen(many: Sequence[Submission], lesson: str) -> Submission:
    usable = [one for one in many if one.notebook and one.lesson in (lesson, "")]
    newest = max(usable or many, key=lambda one: (one.changed, one.file))
    if len(usable) > 1:
        said = N_("{n} notebooks were handed in; the newest counts: {file}")
        fields = {"n": len(usable), "file": newest.file}
        newest.problems.append(Message(said, fields))
    if not any(letter.isdecimal() for letter in newest.student):
        newest.doubts.append(Message(N_(
            "Is {student} a person's name? Numbers are enough, and marks then name nobody."),
            {"student": newest.student}))  # fmt: skip
    return newest


def _open(made: Submission) -> None:
    """Read the notebook, or tell why it is none."""
    if not made.content.strip():
        made.problems.append(_not_opened(Message(N_("it is empty"))))
        return
    try:
        found = json.loads(made.content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        made.problems.append(_not_opened(Message(N_("it is not JSON, as notebooks are"))))
        return
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list) or not all(_is_cell(cell) for cell in cells):
        made.problems.append(_not_opened(Message(N_("it is not a notebook of Jupyter"))))
        return
    if not cells:
        made.problems.append(_not_opened(Message(N_("it is empty"))))
        return
    made.notebook = found


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return False
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return isinstance(cell.get("metadata", {}), dict) and all(isinstance(x, str) for x in lines)


def _unzip(made: Submission, archive: bytes) -> None:
    """Take the one notebook of an archive, and lesson.json beside it."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as held:
            inside = [i for i in held.infolist() if i.filename.lower().endswith(".ipynb")
                      and not re.search(r"(^|/)[._]", i.filename)]  # fmt: skip
            if len(inside) != 1:
                said = N_("the archive holds {n} notebooks; one is expected")
                made.problems.append(_not_opened(Message(said, {"n": len(inside)})))
                return
            if inside[0].file_size > LARGEST:
                made.problems.append(_too_large())
                return
            # no more is unpacked than the size that was told
            made.content = held.read(inside[0])
            beside = str(PurePosixPath(inside[0].filename).parent / SETTINGS)
            if beside in held.namelist() and held.getinfo(beside).file_size < LARGEST:
                made.settings = _parsed(held.read(beside))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        why_not = Message("{why}", {"why": str(error) or type(error).__name__})
        made.problems.append(_not_opened(why_not))


def _settings(path: Path) -> dict[str, Any]:
    try:
        return _parsed(path.read_bytes()[:100_000]) if path.is_file() else {}
    except OSError:
        return {}


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _part(found: Any, name: str) -> dict[str, Any]:
    part = found.get(name) if isinstance(found, dict) else None
    return part if isinstance(part, dict) else {}


def _not_opened(reason: Message) -> Message:
    return Message(N_("It cannot be opened: {why}"), {"why": reason})


def _too_large() -> Message:
    return _not_opened(Message(N_("it is larger than {n} megabytes"), {"n": LARGEST // 10**6}))

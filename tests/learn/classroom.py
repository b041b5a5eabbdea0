"""A class's submissions, made from the lesson's own solutions: right, wrong, and worse."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.learn import deliver
from libmkt.learn.exercise import Lesson, seed_of

ROOT = Path(__file__).resolve().parents[2]
Notebook = dict[str, Any]

# What a student may write in place of an answer, and worse; each in the cell `increments`.
MISCHIEF = {
    "endless": "while True:\n    x = 1",
    "stubborn": (
        "while True:\n    try:\n        while True:\n            x = 1\n"
        "    except BaseException:\n        x = 2"
    ),
    "deletes": "import pathlib, shutil\nshutil.rmtree(pathlib.Path.cwd().parent)",
    "deletes-home": "import pathlib, shutil\nshutil.rmtree(pathlib.Path.home())",
    "gigabyte": "for i in range(1000):\n    print('x' * 1_000_000)",
    "dies": "import os\nos._exit(3)",
    "syntax": "increments = [1, 2",
    "memory": "held = []\nwhile True:\n    held.append(bytearray(10_000_000))",
    "network": "import socket\nsocket.create_connection(('127.0.0.1', 9))",
    "program": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', '0'])",
}


def solved(lesson: Lesson, language: str = "en") -> Notebook:
    """The lesson's notebook with all solutions, as a student would hand it in."""
    with words.speaking(language):
        made = deliver.notebook(deliver.source(lesson, ROOT), lesson, solved=True)
    return copy.deepcopy(made)


def answer(notebook: Notebook, code: str, source: str) -> Notebook:
    """The notebook with another answer to one exercise."""
    cell(notebook, code)["source"] = source
    return notebook


def cell(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    """The cell of a grade_id."""
    found: dict[str, Any] = next(
        one
        for one in notebook["cells"]
        if one["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )
    return found


def hand_in(
    folder: Path, student: str, notebook: Notebook | bytes, lesson: Lesson, **settings: Any
) -> Path:
    """Put a notebook where `libmkt lesson` had put it, with the lesson.json of the student."""
    own = folder / student / lesson.name
    own.mkdir(parents=True)
    content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    (own / f"{lesson.name}.ipynb").write_bytes(content)
    known = {"lesson": lesson.name, "seed": seed_of(lesson.name, student), "language": "en"}
    (own / "lesson.json").write_text(json.dumps({**known, **settings}), encoding="utf-8")
    return own


def zipped(notebook: Notebook, lesson: Lesson) -> bytes:
    """An archive with the notebook in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(f"L/{lesson.name}.ipynb", json.dumps(notebook))
    return stream.getvalue()


def thirty(folder: Path, lesson: Lesson, other: Lesson) -> dict[str, str]:
    """A class of thirty; what each of them did, by number."""
    did: dict[str, str] = {}
    languages = ("kaa", "uz", "ru", "en")

    def add(kind: str, notebook: Notebook | bytes) -> None:
        student = f"{len(did) + 1:02}"
        did[student] = kind
        hand_in(folder, student, notebook, lesson)

    for kind, source in MISCHIEF.items():
        add(kind, answer(solved(lesson, "ru"), "increments", source))
    add("empty file", b"")
    add("not json", b"{ this is no notebook")
    add("other lesson", solved(other))
    with words.speaking("kaa"):
        add("untouched", deliver.notebook(deliver.source(lesson, ROOT), lesson))
    while len(did) < 30:
        language = languages[len(did) % 4]
        notebook = solved(lesson, language)
        kind = "right"
        if len(did) % 3 == 0:
            kind = "wrong"
            answer(notebook, "increments", "increments = [1, 2, 3, 4]\n" + _yearly(lesson))
        if len(did) % 5 == 0:
            kind = "wrong"
            answer(notebook, "one_percent", "one_percent = yearly.iloc[-1] / 100")
        cell(notebook, "conclusion")["source"] = (
            "In 2025 the four branches lent more. **So** it is."
        )
        add(kind, notebook)
    return did


def _yearly(lesson: Lesson) -> str:
    """The lines of the solution that later cells need."""
    found = cell(solved(lesson), "increments")["source"]
    return "\n".join(line for line in found.splitlines() if line.startswith("yearly"))

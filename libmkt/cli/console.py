"""The terminal: which language it speaks, and letters that it lacks."""

from __future__ import annotations

import os
import sys
from collections.abc import Container, Sequence
from pathlib import Path

from libmkt.errors import LibmktError

LANGUAGE_VARIABLE = "LIBMKT_LANGUAGE"


def interface_language() -> str:
    """The language to speak: LIBMKT_LANGUAGE, else the workbench's, else the machine's, else en.

    Raises
    ------
    ParameterError
        LIBMKT_LANGUAGE names no language of libmkt.
    """
    from libmkt import words

    named = os.environ.get(LANGUAGE_VARIABLE)
    if named:
        return words.check_language(named)
    found = _workbench_language() or _machine_language()
    return found if found in words.LANGUAGES else "en"


def _workbench_language() -> str | None:
    # One line is looked for, not the file checked: --help has to come at once and always.
    import re

    from libmkt import workbench

    try:
        text = (workbench.find_root() / workbench.MARK).read_text(encoding="utf-8-sig")
    except (LibmktError, OSError, UnicodeDecodeError):
        return None
    found = re.search(r"^language:\s*[\"']?([a-z]+)", text, re.MULTILINE)
    return found[1] if found else None


def _machine_language() -> str:
    named = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    if not named and sys.platform == "win32":
        import ctypes
        import locale

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        named = locale.windows_locale.get(code, "")
    return named.replace("-", "_").split("_")[0].split(".")[0].lower()


def calm_streams() -> None:
    """Let a console that lacks a letter (cp866 has no ǵ) show the plain one, not a stack trace."""
    import codecs

    codecs.register_error("libmkt", _plain_letters)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="libmkt")


def _plain_letters(error: UnicodeError) -> tuple[str, int]:
    import unicodedata

    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    plain = unicodedata.normalize("NFKD", lost.translate(_PLAIN))
    return plain.encode("ascii", "ignore").decode() or "?" * len(lost), error.end


_PLAIN = str.maketrans(
    {"ı": "i", "–": "-", "—": "-", "−": "-", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"',
     "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "…": "...", "→": "->", "\u00a0": " ", "\u202f": " "}
)  # fmt: skip


def program() -> str:
    """How this program is called from another folder: its short name where that is known.

    Before ``.venv`` is activated the short name is not, and ``python -m libmkt`` works in
    the checkout alone.
    """
    import shutil

    return "libmkt" if shutil.which("libmkt") else f'"{sys.executable}" -m libmkt'


def near(path: Path) -> str:
    """The path from here if it is below, else as it is."""
    full, here = path.resolve(), Path.cwd().resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else str(path)


def columns(rows: Sequence[Sequence[str]], *, right: Container[int]) -> list[str]:
    """Rows as columns of text; those whose numbers are in `right` are set to the right.

    >>> columns([("a", "1"), ("bcd", "10")], right=[1])
    ['a     1', 'bcd  10']
    """
    wide = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  ".join(f"{cell:>{w}}" if k in right else f"{cell:<{w}}"
                  for k, (cell, w) in enumerate(zip(row, wide, strict=True))).rstrip()
        for row in rows
    ]  # fmt: skip

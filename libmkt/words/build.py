"""Bring the catalogues up to date: ``python -m libmkt.words.build [--check] [--prune]``.

Messages are found in libmkt/ and notebooks/, translations are kept, and the compiled
.mo is made.  The files hold no date and no line number, so that they change only when a
message or a translation does.  A comment ``#. check: ...`` before a translation asks a
native reader to look at it, and stays until it is deleted.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from libmkt.words import kaa
from libmkt.words.extract import (
    NotPlainError,
    notebook_messages,
    python_messages,
    table_messages,
)

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from babel.messages.catalog import Message as Entry

ROOT: Final = Path(__file__).resolve().parent.parent.parent
SOURCES: Final = ("libmkt/**/*.py", "notebooks/**/*.ipynb", "docs/sentences.csv")
READERS: Final = {".py": python_messages, ".ipynb": notebook_messages, ".csv": table_messages}
TRANSLATED: Final = ("kaa", "uz", "ru")
CHECK: Final = "check:"  # how a translator's comment begins

# Babel would give Uzbek two forms and Karakalpak none of its own.
PLURAL_FORMS: Final = {
    "kaa": kaa.PLURAL_FORMS,
    "uz": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<10 || n%100>=20) ? 1 : 2);",
}

Key = str | tuple[str, str]  # a message, or its singular and plural


@dataclass(frozen=True)
class Doubt:
    """One thing wrong with a catalogue."""

    language: str
    what: str  # "untranslated", "fuzzy", "obsolete", "slots", "new", "compiled"
    message: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: {self.message}"


def catalogue_path(language: str, root: Path = ROOT) -> Path:
    """Where the catalogue of a language stands."""
    return root / "libmkt" / "words" / language / "LC_MESSAGES" / "libmkt.po"


def messages(root: Path = ROOT) -> dict[Key, list[str]]:
    """Every message of the sources, with the files where it stands.

    The order is by first file, then by message.

    Raises
    ------
    NotPlainError
        A marked message is put together by the program.
    """
    found: dict[str, tuple[Key, list[str]]] = {}
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            if any(part.startswith(".") for part in path.relative_to(root).parts):
                continue
            read = READERS[path.suffix]
            name = path.relative_to(root).as_posix()
            try:
                with path.open("rb") as file:
                    for _line, _function, key, _comments in read(file):
                        singular = key if isinstance(key, str) else key[0]
                        known, files = found.setdefault(singular, (key, []))
                        if name not in files:
                            files.append(name)
                        if isinstance(known, str) and not isinstance(key, str):
                            found[singular] = (key, files)
            except (NotPlainError, SyntaxError, ValueError) as error:
                raise NotPlainError(f"{name}: {error}") from None
    return dict(sorted(found.values(), key=lambda one: (one[1][0], str(one[0]))))


def read_catalogue(language: str, root: Path = ROOT) -> Catalog:
    """The catalogue of a language as it is on disk; an empty one if there is none."""
    from babel.messages.pofile import read_po

    path = catalogue_path(language, root)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, charset="utf-8")


def updated(old: Catalog, found: dict[Key, list[str]], language: str, *, prune: bool) -> Catalog:
    """The catalogue with exactly the messages found, their translations kept.

    What is no longer used stays at the end, as obsolete, unless `prune`.
    """
    new = _empty(language)
    known = {_singular(entry): entry for entry in [*old.obsolete.values(), *_entries(old)]}
    for key, files in found.items():
        before = known.pop(key if isinstance(key, str) else key[0], None)
        fits = before is not None and isinstance(before.id, str) == isinstance(key, str)
        new.add(
            key,
            before.string if before is not None and fits else None,
            locations=[(file, 0) for file in files],
            flags=before.flags - {"python-format", "python-brace-format"} if before else (),
            auto_comments=[c for c in before.auto_comments if c.startswith(CHECK)]
            if before
            else (),
            user_comments=before.user_comments if before else (),
        )
    if not prune:
        for left in known.values():
            if _translated(left):
                left.locations = []
                new.obsolete[_key(left)] = left
    return new


def doubts(catalogue: Catalog, language: str, found: dict[Key, list[str]]) -> Iterator[Doubt]:
    """What a catalogue lacks, in its order."""
    held = {_key(entry) for entry in _entries(catalogue)}
    for key in found:
        if key not in held:
            yield Doubt(language, "new", key if isinstance(key, str) else key[0])
    for entry in _entries(catalogue):
        if _key(entry) not in found:
            yield Doubt(language, "not in the sources", _singular(entry))
        elif not _translated(entry):
            yield Doubt(language, "untranslated", _singular(entry))
        elif entry.fuzzy:
            yield Doubt(language, "fuzzy", _singular(entry))
        elif other := slots_differ(entry):
            yield Doubt(language, "slots", f"{_singular(entry)} / {other}")
    for entry in catalogue.obsolete.values():
        yield Doubt(language, "obsolete", _singular(entry))


def slots_differ(entry: Entry) -> str:
    """The first form of a translation whose {slots} are not its message's, or ""."""
    source = entry.id if isinstance(entry.id, str) else entry.id[1]
    forms = [entry.string] if isinstance(entry.string, str) else entry.string or ()
    for form in forms:
        if slots(form) != slots(source):
            return str(form)
    return ""


def slots(text: str) -> set[tuple[str, str]]:
    """Names and marks of the slots of a template.

    >>> sorted(slots("{measure:m}: {value}"))
    [('measure', 'm'), ('value', '')]
    """
    try:
        return {(name, mark or "") for _, name, mark, _ in Formatter().parse(text) if name}
    except ValueError:  # a lone brace, as in Markdown: the text is no template
        return set()


def po_text(catalogue: Catalog) -> bytes:
    """A catalogue as a .po file."""
    from babel.messages.pofile import write_po

    file = io.BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False)
    return file.getvalue()


def mo_text(catalogue: Catalog) -> bytes:
    """A catalogue as a compiled .mo file."""
    from babel.messages.mofile import write_mo

    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _empty(language: str) -> Catalog:
    """A catalogue whose header holds what never changes: no date, no program's version."""
    from babel.messages.catalog import Catalog

    forms = PLURAL_FORMS[language]
    count = int(forms[len("nplurals=")])

    class Plain(Catalog):
        num_plurals = count
        plural_expr = forms.partition("plural=(")[2][:-2] or "0"
        plural_forms = forms

        @property
        def mime_headers(self) -> list[tuple[str, str]]:
            return [
                ("Project-Id-Version", "libmkt"),
                ("Language", language),
                ("Plural-Forms", forms),
                ("MIME-Version", "1.0"),
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Transfer-Encoding", "8bit"),
            ]

    return Plain(
        header_comment=f"# libmkt in {language}. How to mend it: docs/languages.md.", fuzzy=False
    )


def _entries(catalogue: Catalog) -> Iterator[Entry]:
    return (entry for entry in catalogue if entry.id)


def _singular(entry: Entry) -> str:
    return entry.id if isinstance(entry.id, str) else str(entry.id[0])


def _key(entry: Entry) -> Key:
    return entry.id if isinstance(entry.id, str) else (entry.id[0], entry.id[1])


def _translated(entry: Entry) -> bool:
    forms = entry.string or ("",)
    return bool(forms) if isinstance(forms, str) else all(forms)


def check(root: Path = ROOT) -> list[Doubt]:
    """Everything that keeps the catalogues from being whole."""
    found = messages(root)
    all_doubts: list[Doubt] = []
    for language in TRANSLATED:
        catalogue = read_catalogue(language, root)
        all_doubts += doubts(catalogue, language, found)
        compiled = catalogue_path(language, root).with_suffix(".mo")
        fresh = mo_text(updated(catalogue, found, language, prune=True))
        if not compiled.exists() or compiled.read_bytes() != fresh:
            all_doubts.append(Doubt(language, "compiled", "libmkt.mo is not that of libmkt.po"))
    return all_doubts


def update(root: Path = ROOT, *, prune: bool = False) -> None:
    """Write the catalogues anew from the sources, and compile them."""
    found = messages(root)
    for language in TRANSLATED:
        catalogue = updated(read_catalogue(language, root), found, language, prune=prune)
        path = catalogue_path(language, root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_text(catalogue))
        path.with_suffix(".mo").write_bytes(mo_text(catalogue))


def main(arguments: Iterable[str] | None = None) -> int:
    """Update the catalogues, or say what they lack."""
    parser = argparse.ArgumentParser(
        prog="python -m libmkt.words.build",
        description="Bring the catalogues up to date with the sources, and compile them.",
    )
    parser.add_argument("--check", action="store_true", help="write nothing, say what is missing")
    parser.add_argument("--prune", action="store_true", help="forget translations no longer used")
    options: Any = parser.parse_args(None if arguments is None else list(arguments))
    try:
        if not options.check:
            update(prune=options.prune)
        left = check()
    except NotPlainError as error:
        print(error, file=sys.stderr)
        return 2
    for doubt in left:
        print(doubt)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())

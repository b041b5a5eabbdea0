"""Names whose letters were lost: ``N?kis`` when a workbook was saved as plain CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from libmkt import workbench
from libmkt.errors import MissingError
from libmkt.text.fold import search_key

LANGUAGES = ("kaa", "uz", "ru", "en")
# Gives the true spelling (or the name as it was) and the candidates that were found.
Repair = Callable[[str], tuple[str, list[str]]]
_INSIDE = re.compile(r"\w\?|\?\w")


def repairer(root: Path | None = None) -> Repair | None:
    """What repairs names by the lists of data/places, or None where there are none.

    Parameters
    ----------
    root
        The workbench; None finds it from the working directory.
    """
    names = _names(spellings(root))
    return (lambda name: repaired(name, names)) if names else None


def spellings(root: Path | None = None) -> tuple[tuple[str, int], ...]:
    """The lists of places that `repairer` takes, each with the time it was last changed."""
    try:
        lists = workbench.place_lists(root or workbench.find_root())
    except MissingError:
        return ()
    return tuple((str(path), path.stat().st_mtime_ns) for path in lists)


def repaired(name: str, names: tuple[str, ...]) -> tuple[str, list[str]]:
    """The one known name that `name` may be, a ``?`` standing for a lost letter or none.

    Parameters
    ----------
    name
        As the file shows it.
    names
        True spellings.

    Returns
    -------
    tuple
        The spelling (`name` itself unless exactly one place fits) and what fits.

    Examples
    --------
    >>> repaired("N?kis", ("Nókis", "Xojeli"))
    ('Nókis', ['Nókis'])
    >>> repaired("T?rt?l", ("Tórtúl", "Tortkúl", "Tartal"))
    ('T?rt?l', ['Tórtúl', 'Tartal'])
    >>> repaired("Why?", ("Nókis",))
    ('Why?', [])
    """
    if not _INSIDE.search(name.rstrip("?")):
        return name, []
    letters = [re.escape(part) for part in search_key(name).split("?")]
    form = re.compile(".?".join(letters))
    fits = list(dict.fromkeys(known for known in names if form.fullmatch(search_key(known))))
    same = {search_key(known) for known in fits}
    if len(same) == 1:  # one place in several spellings: the first list's own
        return fits[0], fits[:1]
    return name, fits


@lru_cache(maxsize=4)
def _names(lists: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    """Every name of the lists, language by language."""
    rows = []
    for path, _changed in lists:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            rows += list(csv.DictReader(stream))
    found = [row.get(language) or "" for language in LANGUAGES for row in rows]
    return tuple(dict.fromkeys(name for name in found if name))

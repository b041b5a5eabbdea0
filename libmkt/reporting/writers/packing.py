"""Office files are zip archives: the same parts at one fixed time are the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib

EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001 (the first time that a zip archive can name)


def ours(archive: bytes) -> bool:
    """Whether an archive is as `fixed` leaves one: a program that saves it packs it otherwise.

    >>> ours(b"no archive")
    False
    """
    try:
        return fixed(archive) == archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return False


def fixed(archive: bytes) -> bytes:
    """The archive with one time for all entries and no trace of the machine."""
    done = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return done.getvalue()

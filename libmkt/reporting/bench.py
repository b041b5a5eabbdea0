"""What all jobs of one plan share: each file is looked at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from libmkt import workbench
from libmkt.errors import LibmktError
from libmkt.reporting import changes, keys, parameters
from libmkt.reporting.session import sha256_file

if TYPE_CHECKING:
    from libmkt.reporting import prepare


@dataclass
class Bench:
    """What all jobs of one plan share; each file is looked at once."""

    root: Path
    as_of: dt.date
    overrides: dict[str, str]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    split: prepare.Split | None
    _declared: dict[Path, parameters.Declaration] = field(default_factory=dict)
    _bases: dict[Path, str] = field(default_factory=dict)
    _files: dict[str, list[Path] | LibmktError] = field(default_factory=dict)
    _hashes: dict[Path, str] = field(default_factory=dict)
    _shown: dict[Path, str] = field(default_factory=dict)
    _before: dict[Path, str] = field(default_factory=dict)

    def declared(self, notebook: Path) -> parameters.Declaration:
        """A notebook's parameters."""
        if notebook not in self._declared:
            self._declared[notebook] = parameters.declared(notebook)
        return self._declared[notebook]

    def basis(self, notebook: Path) -> str:
        """The key that all runs of a notebook share."""
        if notebook not in self._bases:
            self._bases[notebook] = keys.basis(notebook, self.root)
        return self._bases[notebook]

    @cached_property
    def look(self) -> str:
        """The key of how pages look."""
        return keys.look(self.root)

    def files(self, source: Path | str, root: Path | None = None) -> list[Path]:
        """The data files of a source, as `workbench.files`."""
        spec = str(source)
        if spec not in self._files:
            try:
                self._files[spec] = workbench.files(spec, root or self.root)
            except LibmktError as error:
                self._files[spec] = error
        found = self._files[spec]
        if isinstance(found, LibmktError):
            raise found
        return found

    def hashes(self, path: Path) -> dict[str, str]:
        """Hash of a data file and of what says how it is read, by name as shown."""
        found = {}
        for file in (path, *beside(path)):
            if file not in self._hashes:
                self._hashes[file] = sha256_file(file)
                self._shown[file] = workbench.shown(file, self.root)
            found[self._shown[file]] = self._hashes[file]
        return found

    def compared(self, folder: Path | None) -> str:
        """Key of the values that an earlier report has published."""
        if folder is None:
            return ""
        if folder not in self._before:
            self._before[folder] = changes.key(folder)
        return self._before[folder]


def beside(path: Path) -> list[Path]:
    """Files that say how `path` is read: its source descriptions and its codebook."""
    names = (
        *(f"{path.stem}.source.yml", f"{path.name}.source.yml", "source.yml"),
        f"{path.stem}.codebook.json",
    )
    return [path.with_name(name) for name in names if path.with_name(name).is_file()]

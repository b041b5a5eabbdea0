"""``libmkt-docx``: a Word document on the library's letterhead."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter


class DocxExporter(Exporter):
    """An executed report notebook as one Word file."""

    file_extension = ".docx"
    export_from_notebook = "libmkt Word"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The file's bytes and nbconvert's resources."""
        from libmkt.reporting.writers.word import write

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return write(nb), resources

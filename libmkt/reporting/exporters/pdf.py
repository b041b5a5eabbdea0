"""``libmkt-pdf``: a tagged PDF, set by typst."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter


class PdfExporter(Exporter):
    """An executed report notebook as one PDF file."""

    file_extension = ".pdf"
    export_from_notebook = "libmkt PDF"
    output_mimetype = "application/pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The file's bytes and nbconvert's resources."""
        from libmkt.reporting.writers.typeset import write

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return write(nb), resources

"""``libmkt-pptx``: slides, one message each."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter


class PptxExporter(Exporter):
    """An executed report notebook as one PowerPoint file."""

    file_extension = ".pptx"
    export_from_notebook = "libmkt PowerPoint"
    output_mimetype = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The file's bytes and nbconvert's resources."""
        from libmkt.reporting.writers.slides import write

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return write(nb), resources

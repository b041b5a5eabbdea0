"""``libmkt-xlsx``: a workbook with real numbers, a sheet a table."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter


class XlsxExporter(Exporter):
    """An executed report notebook as one Excel file."""

    file_extension = ".xlsx"
    export_from_notebook = "libmkt Excel"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The file's bytes and nbconvert's resources."""
        from libmkt.reporting.writers.sheets import write

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return write(nb), resources

"""``libmkt-html``: one self-contained page that asks the network for nothing."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter


class HtmlExporter(Exporter):
    """An executed report notebook as one HTML file."""

    file_extension = ".html"
    export_from_notebook = "libmkt HTML"
    output_mimetype = "text/html"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page and nbconvert's resources."""
        from libmkt.reporting.page import page

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return page(nb), resources

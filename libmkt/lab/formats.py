"""An extension of Jupyter's server: *Save and Export Notebook As* finds the formats of libmkt.

JupyterLab offers every exporter that is installed, but the server's own address of an export
takes no hyphen (jupyter_server 2.21), so that ``libmkt-html`` would not be found.  This adds
the address and nothing else.  ``config/jupyter_server_config.d/libmkt.json`` switches it on:
``libmkt lab`` reads it from here, any other server from where the package was installed.
"""

from __future__ import annotations

from typing import Any

from libmkt import words
from libmkt.lab.shell import language

ADDRESS = r"/nbconvert/(?P<format>libmkt-\w+)"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "libmkt.lab.formats"}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Export the formats, in the user's language where a notebook names none."""
    from jupyter_server.base.handlers import path_regex
    from jupyter_server.nbconvert.handlers import NbconvertFileHandler
    from jupyter_server.utils import url_path_join

    words.use(language())
    web_app = app.web_app
    address = url_path_join(web_app.settings["base_url"], ADDRESS + path_regex)
    web_app.add_handlers(".*$", [(address, NbconvertFileHandler)])

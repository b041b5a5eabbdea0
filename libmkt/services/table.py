"""The table of services: what belongs to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from libmkt.codebook import Codebook
from libmkt.errors import N_, DataError, Message, Problem, Told
from libmkt.yamlfile import nearest


def service_row(services: pd.DataFrame, name: str) -> dict[str, Any]:
    """What belongs to one service: its row, several measures, places and areas as lists.

    Parameters
    ----------
    services
        The canonical table (`libmkt.tables`).
    name
        Of the service; "" takes the first.

    Raises
    ------
    DataError
        There is no such service.

    Examples
    --------
    >>> table = pd.DataFrame({"service": ["Lending"], "importance": "imp_loan",
    ...     "measures": "loans; renewals", "places": "", "areas": ""})
    >>> row = service_row(table, "Lending")
    >>> row["importance"], row["measures"], row["areas"]
    ('imp_loan', ['loans', 'renewals'], [])
    """
    found = services[services["service"] == name] if name else services.head(1)
    if found.empty:
        known = services["service"].tolist()
        meant = nearest(name, known)
        hint = (
            Message(N_("did you mean {meant}?"), {"meant": meant})
            if meant
            else Message(N_("known: {known}"), {"known": ", ".join(known)})
        )
        what = Message(N_("there is no {name}"), {"name": name})
        raise DataError(
            Message(N_("The table of services does not have the one asked for")),
            [Problem("service", what, hint)],
        )
    row: dict[str, Any] = {str(key): value for key, value in found.iloc[0].items()}
    for column in ("measures", "places", "areas"):
        row[column] = [part for part in str(row[column]).split("; ") if part]
    return row


def named_told(row: Mapping[str, Any], codebook: Codebook | None, *, language: str = "en") -> Told:
    """Which service it is: its name, and as the survey asks of it where it does.

    Parameters
    ----------
    row
        As `service_row` gives it.
    codebook, language
        Of the survey, None where there is none; and of its words.

    Examples
    --------
    >>> named_told({"service": "Lending", "importance": ""}, None)
    ('service_only', {'service': 'Lending'})
    """
    names = [row.get(role, "") for role in ("importance", "performance", "satisfaction")]
    asked = next((name for name in names if codebook and name in codebook), None)
    if codebook is None or asked is None:
        return "service_only", {"service": row["service"]}
    return "service_named", {"service": row["service"], "asked": codebook[asked].text(language)}

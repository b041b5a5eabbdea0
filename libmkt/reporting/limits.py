"""The columns of an interval in a table, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libmkt.reporting.document import Column
from libmkt.words import _

if TYPE_CHECKING:
    import pandas as pd


def limits(
    data: pd.DataFrame, form: str, low: str = "conf_low", high: str = "conf_high"
) -> dict[str, Column]:
    """The columns of the lower and the upper limit; none where no row has one.

    Answers of whoever wished to answer have no margin of error: two columns of dashes say
    nothing that the note under the table does not say.

    Parameters
    ----------
    data
        What is shown.
    form
        How both are written; see `Column`.
    low, high
        Their columns.

    Examples
    --------
    >>> import pandas as pd
    >>> sure = pd.DataFrame({"estimate": [0.4], "conf_low": [0.3], "conf_high": [0.5]})
    >>> list(limits(sure, "p0"))
    ['conf_low', 'conf_high']
    >>> limits(sure.assign(conf_low=None, conf_high=None), "p0")
    {}
    """
    if not {low, high} <= set(data.columns) or data[[low, high]].isna().all(axis=None):
        return {}
    return {low: Column(_("Lower limit"), form), high: Column(_("Upper limit"), form)}

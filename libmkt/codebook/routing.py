"""Who was asked a question, by its routing: `asked`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libmkt.codebook.records import Codebook, Condition, Field

if TYPE_CHECKING:
    import pandas as pd


def asked(field: Field, table: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """Whether each respondent was asked a question.

    Parameters
    ----------
    field
        The question with its routing.
    table
        The answers, as `SurveyReading` has them.
    codebook
        Their meaning.

    Returns
    -------
    Series
        Booleans on the table's index: False where the routing led past the question; a
        missing answer to the question that routes leads past it too.

    Examples
    --------
    >>> import pandas as pd
    >>> often = Field("often", relevant=(Condition("member", ("y",)),))
    >>> book = Codebook((Field("member"), often))
    >>> asked(often, pd.DataFrame({"member": ["y", "n", None]}), book).tolist()
    [True, False, False]
    """
    import pandas as pd

    result = pd.Series(True, index=table.index)
    for one in field.relevant:
        if one.field in codebook:
            result &= _holds(one, codebook[one.field], table)
    return result


def _holds(one: Condition, of: Field, table: pd.DataFrame) -> pd.Series:
    import pandas as pd

    if of.scale == "multiple":
        chosen = [name for name, option in zip(of.columns, of.categories, strict=True)
                  if option.value in one.values and name in table]  # fmt: skip
        answered = table[[name for name in of.columns if name in table]].notna().any(axis=1)
        found = table[chosen].fillna(False).astype(bool).any(axis=1)
    else:
        answered = table[of.name].notna()
        found = table[of.name].isin(list(one.values)) if one.values else pd.Series(
            True, index=table.index
        )  # fmt: skip
        for limit, within in ((one.low, "ge"), (one.high, "le")):
            if limit is not None:
                found &= getattr(table[of.name], within)(limit).fillna(False).astype(bool)
    return answered & (~found if one.negated else found)

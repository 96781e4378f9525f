"""Numbers in tables, written as everywhere else: a true minus, commas, and as many decimals as the column has."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import pandas as pd
from pandas.io.formats.style import Styler

from ui.numbers import fixed

MISSING = "–"
NO_OTHERS: Mapping[str, int] = MappingProxyType({})


def written(frame: pd.DataFrame, decimals: int, others: Mapping[str, int] = NO_OTHERS) -> Styler:
    """Return the table with its numbers written; it is still sorted by them.

    decimals: of the columns that hold no whole numbers. others: the decimals of columns that have other ones, by name.
    """
    formats = {}
    for name in frame.select_dtypes("number"):
        whole = pd.api.types.is_integer_dtype(frame[name])
        formats[name] = partial(fixed, decimals=0 if whole else others.get(name, decimals))
    return frame.style.format(formats, na_rep=MISSING)

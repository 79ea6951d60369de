"""The door between charts and data frames: any frame as columns that clauses can read, and charts as a frame.

What is not recorded is null, in every column: NaN, which is a number to some engines, never gets in. A censored amount travels as four
columns, `name.low`, `name.high`, `name.low_open`, `name.high_open`, where an infinity is "no bound".
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from numbers import Number
from typing import TYPE_CHECKING, Any

from core.facts.chart import Chart, Value
from core.facts.values import Span
from core.logic.clauses import UNDECIDED, Columns, Variable

if TYPE_CHECKING:
    import pandas as pd


def columns(frame: "pd.DataFrame") -> Columns:
    """The columns of a frame of any dtypes as clauses read them, each nullable: numbers as doubles, answers, texts.

    Raises:
        TypeError: where a column holds values of several kinds, or two columns have one name.
    """
    import pyarrow as pa

    names = [str(name) for name in frame.columns]
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise TypeError(f"columns of one name: {', '.join(twice)}")
    found = {name: _series(_nullable(name, frame.iloc[:, at]), frame.index) for at, name in enumerate(names)}
    return {**found, UNDECIDED: _series(pa.nulls(len(frame), pa.bool_()), frame.index)}


def frame(charts: Iterable[Chart], variables: Iterable[Variable]) -> "pd.DataFrame":
    """One row a chart, in their order, with the columns of the variables.

    Raises:
        TypeError: where a variable holds values of several kinds.
    """
    import pandas as pd

    rows = list(charts)
    index = pd.RangeIndex(len(rows))
    found: dict[str, Any] = {}
    for name in dict.fromkeys(variable.name for variable in variables):
        values = [chart[name].value for chart in rows]
        for column, cells in _companions(name, values) if any(isinstance(value, Span) for value in values) else [(name, values)]:
            found[column] = _series(_array(column, cells), index)
    return pd.DataFrame(found, index=index)


def _companions(name: str, values: Sequence[Value | None]) -> list[tuple[str, list[Any]]]:
    spans = [value if isinstance(value, Span) or value is None else Span(_number(name, value), _number(name, value)) for value in values]
    ends = (("low", -math.inf), ("high", math.inf))
    bounds = [(f"{name}.{end}", [_bound(None if span is None else getattr(span, end), span, none) for span in spans]) for end, none in ends]
    flags = [(f"{name}.{end}_open", [None if span is None else getattr(span, f"{end}_open") for span in spans]) for end, _ in ends]
    return bounds + flags


def _bound(bound: Decimal | None, span: Span | None, none: float) -> Decimal | float | None:
    return bound if span is None or bound is not None else none


def _number(name: str, value: Value) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"{name} holds amounts and {type(value).__name__}; expected one kind of value")
    return Decimal(value)


def _series(array: Any, index: "pd.Index[Any]") -> Any:
    import pandas as pd

    return pd.Series(pd.arrays.ArrowExtensionArray(array), index=index)


def _nullable(name: str, series: Any) -> Any:
    """A column as an Arrow array, null where it holds no value."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if series.dtype == object:
        return _array(name, [None if gone else value for value, gone in zip(series, series.isna(), strict=True)])
    found = pa.Array.from_pandas(series)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    if pa.types.is_dictionary(found.type):
        found = found.dictionary_decode()
    if pa.types.is_floating(found.type) or pa.types.is_integer(found.type):
        found = found.cast(pa.float64())
        return pc.if_else(pc.is_nan(found), None, found)
    if pa.types.is_decimal(found.type):
        return _array(name, found.to_pylist())
    return found


def _array(name: str, values: Sequence[Any]) -> Any:
    """Python values as an Arrow array. Without any value the kind does not matter: it answers every comparison with unknown."""
    import pyarrow as pa

    kinds = {"number" if isinstance(v, Number) and not isinstance(v, bool) else type(v).__name__ for v in values if v is not None}
    if len(kinds) > 1:
        raise TypeError(f"{name} holds {' and '.join(sorted(kinds))}; expected one kind of value")
    if kinds == {"number"}:
        return pa.array([None if value is None else double(value) for value in values], pa.float64())
    return pa.array(values, None if kinds else pa.bool_())


def double(number: Any) -> float:
    """The double of a number, on its side of every limit: where the nearest double is a number of at most 15 digits, as limits are, and
    the number is another, the next double on the number's own side."""
    near = float(number)
    if not isinstance(number, Decimal) or math.isinf(near):
        return near
    short = Decimal(f"{near:.15g}")
    if float(short) != near or short == number:
        return near
    return math.nextafter(near, math.inf if number > short else -math.inf)

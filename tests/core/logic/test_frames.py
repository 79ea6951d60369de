"""The door between charts and frames: whatever a frame is made of, what is not recorded is null, and a clause says the same."""

import math
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from core.facts.chart import Chart, Datum
from core.facts.values import Span
from core.logic.clauses import UNDECIDED, Variable, all_of, any_of, first_of, not_, proved
from core.logic.frames import columns, double, frame

D = Decimal
NAN = float("nan")
A, B, N, W = (Variable(name, name) for name in "abnw")


def values(column):
    return column.array.to_numpy(object, na_value=None).tolist()


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (pd.Series([1.5, NAN]), [1.5, None]),
        (pd.Series([1.5, None], dtype="Float64"), [1.5, None]),
        (pd.Series([1.5, NAN], dtype="double[pyarrow]"), [1.5, None]),
        (pd.Series([1, None], dtype="Int64"), [1.0, None]),
        (pd.Series([1, 2], dtype="int64"), [1.0, 2.0]),
        (pd.Series([1, None], dtype="int64[pyarrow]"), [1.0, None]),
        (pd.Series([NAN, 1.0], dtype="float32"), [None, 1.0]),
        (pd.Series([-math.inf, math.inf]), [-math.inf, math.inf]),
        (pd.Series([D("1.5"), None, D("NaN")], dtype=object), [1.5, None, None]),
        (pd.Series([D("1.5"), None], dtype=pd.ArrowDtype(pa.decimal128(5, 2))), [1.5, None]),
        (pd.Series([1, 2.5, None, NAN, np.int64(3)], dtype=object), [1.0, 2.5, None, None, 3.0]),
        (pd.Series([True, False]), [True, False]),
        (pd.Series([True, None], dtype="boolean"), [True, None]),
        (pd.Series([True, None], dtype="bool[pyarrow]"), [True, None]),
        (pd.Series([True, None, NAN, pd.NA], dtype=object), [True, None, None, None]),
        (pd.Series(["x", None]), ["x", None]),
        (pd.Series(["x", NAN, pd.NA], dtype=object), ["x", None, None]),
        (pd.Series(["x", None], dtype="string"), ["x", None]),
        (pd.Series(["x", None], dtype="string[pyarrow]"), ["x", None]),
        (pd.Series(["x", None], dtype="category"), ["x", None]),
        (pd.Series([None, NAN], dtype=object), [None, None]),
        (pd.Series([], dtype=object), []),
    ],
)  # fmt: skip
def test_a_column_of_any_kind_holds_its_values_and_null_where_there_is_none(series, expected):
    found = columns(pd.DataFrame({"x": series}))
    assert values(found["x"]) == expected
    assert values(found[UNDECIDED]) == [None] * len(expected)


def test_a_column_of_days_is_carried_along():
    found = columns(
        pd.DataFrame({"day": pd.Series(["2026-03-05", None], index=[7, 9]).astype("datetime64[ns]"), "x": [1.0, 2.0]}, index=[7, 9])
    )
    assert found["day"].isna().tolist() == [False, True]
    assert found["x"].index.tolist() == found[UNDECIDED].index.tolist() == [7, 9]


@pytest.mark.parametrize("cells", [["x", 1], [True, 1], [True, "yes"], [date(2026, 3, 5), "x"]])
def test_a_column_of_several_kinds_is_refused(cells):
    with pytest.raises(TypeError, match=r"^x holds .* and .*; expected one kind of value"):
        columns(pd.DataFrame({"x": pd.Series(cells, dtype=object)}))
    if not any(isinstance(cell, date) for cell in cells):
        with pytest.raises(TypeError, match="expected one kind of value"):
            frame([Chart({"x": Datum(cell)}) for cell in cells], [Variable("x", "x")])


@pytest.mark.parametrize("cell", ["x", True])
def test_an_amount_known_within_bounds_beside_what_is_no_amount_is_refused(cell):
    with pytest.raises(TypeError, match="n holds amounts and"):
        frame([Chart({"n": Datum(Span(D(1), None))}), Chart({"n": Datum(cell)})], [N])


@pytest.mark.parametrize("names", [["x", "x"], [1, "1"]])
def test_two_columns_of_one_name_are_refused(names):
    with pytest.raises(TypeError, match=f"columns of one name: {names[1]}"):
        columns(pd.DataFrame([[1, 2]], columns=names))


def test_a_span_travels_as_its_ends_and_an_infinity_is_no_bound():
    charts = [
        Chart({"n": Datum(value)}) for value in (D(80), 7, Span(None, D("0.5"), high_open=True), Span(D(100), None, low_open=True), None)
    ]
    found = frame(charts, [N, N])
    assert {name: values(found[name]) for name in found} == {
        "n.low": [80.0, 7.0, -math.inf, 100.0, None],
        "n.high": [80.0, 7.0, 0.5, math.inf, None],
        "n.low_open": [False, False, False, True, None],
        "n.high_open": [False, False, True, False, None],
    }


def test_a_variable_that_no_chart_knows_is_a_column_of_nulls():
    found = frame([Chart(), Chart()], [N, W, A])
    assert {name: values(found[name]) for name in found} == {name: [None, None] for name in "nwa"}
    loaded = columns(found)
    for clause in (N >= 80, N <= 80, W == "CR", A.is_true, N.is_recorded, all_of(N > 1, W == "CR")):
        assert values(clause.over(loaded)) == [None, None]
    assert len(frame([], [N])) == 0


@pytest.mark.parametrize(
    "number",
    ["79.999999999999999", "79.99999999999999999999999999", "80.000000000000001", "1.4999999999999999", "2.00000000000000000001"],
)
def test_a_number_stays_on_its_side_of_a_limit_that_no_double_can_tell_it_from(number):
    limit = round(D(number) * 2) / D(2)
    assert (double(D(number)) < float(limit), double(D(number)) > float(limit)) == (D(number) < limit, D(number) > limit)


@pytest.mark.parametrize("number", ["80", "0.1", "1.5", "0.30000000000000004", "123456789.123456789", "-2.5", "0", "1E+999"])
def test_any_other_number_is_its_nearest_double(number):
    assert double(D(number)) == float(number)
    assert double(7) == 7.0
    assert double(0.1) == 0.1


CLAUSES = [
    *(build(N) for build in (lambda n: n >= 80, lambda n: n > 80, lambda n: n <= 80, lambda n: n < 80)),
    N.is_recorded,
    W == "CR",
    W != "CR",
    W.one_of("CR", "PR"),
    W.is_recorded,
    A.is_true,
    not_(A.is_true),
    proved(A.is_true),
    all_of(N >= 80, A.is_true, W == "CR"),
    any_of(N >= 80, A.is_true, W == "CR"),
    first_of(all_of(N >= 80, A.is_recorded), proved(W == "CR")),
    all_of(proved(any_of(A.is_true, B.is_true)), not_(proved(N > 80))),
]
EXACT = (None, D(79), D(80), D("80.5"))
SPANS = (
    *EXACT,
    Span(None, D(80), high_open=True),
    Span(None, D(80)),
    Span(D(80), None),
    Span(D(80), None, low_open=True),
    Span(D(79), D(81)),
)
CASTS = {
    "object": lambda found: found.astype(object).where(found.notna(), None),
    "numpy": lambda found: found.astype(object).where(found.notna(), None).infer_objects(),
    "nullable": lambda found: found.convert_dtypes(dtype_backend="numpy_nullable"),
    "arrow": lambda found: found.convert_dtypes(dtype_backend="pyarrow"),
    "as made": lambda found: found,
}


@pytest.mark.parametrize("cast", CASTS)
@pytest.mark.parametrize("numbers", [EXACT, SPANS])
def test_a_clause_says_of_every_row_what_it_says_of_the_chart(cast, numbers):
    charts = [
        Chart({"n": Datum(n), "w": Datum(w), "a": Datum(a), "b": Datum(b)})
        for n in numbers
        for w in ("CR", "PR", "SD", None)
        for a in (True, False, None)
        for b in (True, None)
    ]
    loaded = columns(CASTS[cast](frame(charts, [N, W, A, B])))
    for clause in CLAUSES:
        assert values(clause.over(loaded)) == [clause.judge(each).truth for each in charts], clause.words()


def test_nullable_columns_need_no_door_where_the_frame_is_nullable_throughout():
    found = {"n": pd.Series([79.0, 80.0, None], dtype="Float64"), "a": pd.Series([True, None, None], dtype="boolean")}
    assert values(all_of(N >= 80, A.is_true).over(found)) == [False, None, None]
    assert values(proved(any_of(N >= 80, A.is_true)).over(found)) == [True, True, False]

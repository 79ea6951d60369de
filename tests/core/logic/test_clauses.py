"""Clauses: Kleene's tables, every sign at, below and above its limit, spans, and what may not be done with a clause."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from core.facts.chart import Chart, Datum
from core.facts.values import Span
from core.logic.clauses import Clause, Variable, all_of, any_of, first_of, not_, proved

D = Decimal
HEMOGLOBIN = Variable("hemoglobin", "hemoglobin", "g/L")
A, B, C = (Variable(name, name.upper()) for name in "abc")
STATUS = Variable("status", "status", "", ("status", "status_by"))
TRUTHS = (True, False, None)
AND = {(True, True): True, (True, None): None, (None, True): None, (None, None): None}
OR = {(False, False): False, (False, None): None, (None, False): None, (None, None): None}


def chart(**values):
    return Chart({name: value if isinstance(value, Datum) else Datum(value) for name, value in values.items()})


def truth(clause, **values):
    return clause.judge(chart(**values)).truth


@pytest.mark.parametrize(("a", "b"), [*product(TRUTHS, repeat=2)])
def test_and_or_and_not_follow_kleenes_tables(a, b):
    assert truth(all_of(A.is_true, B.is_true), a=a, b=b) is AND.get((a, b), False)
    assert truth(any_of(A.is_true, B.is_true), a=a, b=b) is OR.get((a, b), True)
    assert truth(first_of(A.is_true, B.is_true), a=a, b=b) is OR.get((a, b), True)
    assert truth(not_(A.is_true), a=a) is {True: False, False: True, None: None}[a]
    assert truth(proved(A.is_true), a=a) is (a is True)


SIGNS = {
    ">=": (lambda v: v >= 80, (False, True, True)),
    ">": (lambda v: v > 80, (False, False, True)),
    "<=": (lambda v: v <= 80, (True, True, False)),
    "<": (lambda v: v < 80, (True, False, False)),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_number_is_compared_exactly_at_below_and_above_the_limit(sign):
    build, expected = SIGNS[sign]
    values = (D("79.9999999999999999999999999"), D("80.0"), D("80.0000000000000000000000001"))
    assert tuple(truth(build(HEMOGLOBIN), hemoglobin=value) for value in values) == expected
    assert tuple(truth(build(HEMOGLOBIN), hemoglobin=value) for value in (79, 80, 81)) == expected
    assert truth(build(HEMOGLOBIN)) is None


# low, high, whether they are open, and the truth of >=, >, <=, < at the limit 80.
SPANS = [
    (None, 79, "", "F F T T"),
    (None, 80, ")", "F F T T"),
    (None, 80, "", "? F T ?"),
    (None, 81, ")", "? ? ? ?"),
    (81, None, "", "T T F F"),
    (80, None, "(", "T T F F"),
    (80, None, "", "T ? ? F"),
    (79, None, "(", "? ? ? ?"),
    (None, None, "", "? ? ? ?"),
    (79, 81, "", "? ? ? ?"),
    (80, 81, "", "T ? ? F"),
    (80, 81, "(", "T T F F"),
    (79, 80, "", "? F T ?"),
    (79, 80, ")", "F F T T"),
    (70, 79, "()", "F F T T"),
    (81, 90, "()", "T T F F"),
    (80, 80, "", "T F T F"),
]


@pytest.mark.parametrize(("low", "high", "ends", "expected"), SPANS)
def test_a_span_meets_a_limit_only_where_every_value_it_allows_does(low, high, ends, expected):
    span = Span(None if low is None else D(low), None if high is None else D(high), "(" in ends, ")" in ends)
    found = [truth(SIGNS[sign][0](HEMOGLOBIN), hemoglobin=span) for sign in (">=", ">", "<=", "<")]
    assert found == [{"T": True, "F": False, "?": None}[word] for word in expected.split()]


def test_words_and_answers_are_compared_by_equality():
    assert [truth(STATUS == "CR", status=value) for value in ("CR", "PR", None)] == [True, False, None]
    assert [truth(STATUS != "CR", status=value) for value in ("CR", "PR", None)] == [False, True, None]
    assert [truth(STATUS.one_of("CR", "PR"), status=value) for value in ("CR", "PR", "SD", None)] == [True, True, False, None]
    assert [truth(A == False, a=value) for value in TRUTHS] == [False, True, None]  # noqa: E712  # builds a clause


def test_what_is_recorded_is_never_denied():
    values = (D(0), 0, False, "", Span(None, None), None)
    assert [truth(A.is_recorded, a=value) for value in values] == [True, True, True, True, True, None]


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: bool(A.is_true),
        lambda: A.is_true and B.is_true,
        lambda: A.is_true or B.is_true,
        lambda: not A.is_true,
        lambda: bool(all_of(A.is_true)),
        lambda: bool(A),
        lambda: A and B,
        lambda: A == 80,
        lambda: A != 80,
        lambda: A == None,  # noqa: E711  # the misuse itself
        lambda: 70 <= HEMOGLOBIN <= 80,
        lambda: A in (B, C),
    ],
)
def test_python_may_not_decide_what_a_chart_has_to(misuse):
    with pytest.raises(TypeError):
        misuse()


def test_a_clause_of_no_kind_cannot_be_made():
    kind: Any = Clause
    with pytest.raises(TypeError, match="abstract"):
        kind()


COUNTS = all_of(HEMOGLOBIN >= 80, A.is_true)
WORDS = [
    (HEMOGLOBIN >= 80, "hemoglobin ≥ 80 g/L"),
    (HEMOGLOBIN < "1.50", "hemoglobin < 1.5 g/L"),
    (A <= 2, "A ≤ 2"),
    (A.is_true, "A"),
    (STATUS == "CR", "status = CR"),
    (STATUS != "CR", "not status = CR"),
    (A.is_recorded, "A recorded"),
    (COUNTS, "hemoglobin ≥ 80 g/L and A"),
    (any_of(COUNTS, B.is_true), "(hemoglobin ≥ 80 g/L and A) or B"),
    (first_of(A.is_true, B.is_true), "A, or else B"),
    (not_(any_of(A.is_true, B.is_true)), "not (A or B)"),
    (proved(COUNTS), "(hemoglobin ≥ 80 g/L and A) proved"),
    (all_of(not_(A.is_true), proved(B.is_true)), "not A and B proved"),
]


@pytest.mark.parametrize(("clause", "words"), WORDS)
def test_a_clause_says_itself_in_words(clause, words):
    assert clause.words() == words


def test_a_clause_names_its_variables_in_the_order_it_reads_them():
    clause = any_of(all_of(A.is_true, not_(B.is_recorded)), proved(HEMOGLOBIN >= 80), A.is_true)
    assert [variable.name for variable in clause.variables()] == ["a", "b", "hemoglobin", "a"]


OVERRIDE = first_of(all_of(A.is_true, B.is_true), C.is_true)


@pytest.mark.parametrize(
    ("clause", "values", "missing"),
    [
        (A.is_true, {}, ("a",)),
        (A.is_true, {"a": True}, ()),
        (A.is_true, {"a": Datum(missing=("x", "y"))}, ("x", "y")),
        (STATUS == "CR", {}, ("status", "status_by")),
        (HEMOGLOBIN >= 80, {"hemoglobin": Span(D(70), None)}, ("hemoglobin",)),
        (HEMOGLOBIN >= 80, {"hemoglobin": Span(D(90), None)}, ()),
        (all_of(A.is_true, B.is_true), {}, ("a", "b")),
        (all_of(A.is_true, B.is_true), {"a": True}, ("b",)),
        (all_of(A.is_true, B.is_true), {"a": False}, ()),
        (any_of(A.is_true, B.is_true, A.is_true), {}, ("a", "b")),
        (any_of(A.is_true, B.is_true), {"b": True}, ()),
        (not_(A.is_true), {}, ("a",)),
        (proved(A.is_true), {}, ()),
        (OVERRIDE, {}, ("a", "b")),
        (OVERRIDE, {"a": True}, ("b",)),
        (OVERRIDE, {"a": False}, ("c",)),
        (OVERRIDE, {"a": False, "b": False}, ("c",)),
        (OVERRIDE, {"c": False}, ("a", "b")),
        (first_of(HEMOGLOBIN >= 80, C.is_true), {"hemoglobin": Span(D(70), None)}, ("hemoglobin", "c")),
    ],
)
def test_an_open_verdict_says_what_it_lacks_and_a_later_part_only_once_the_earlier_ones_fail(clause, values, missing):
    assert clause.judge(chart(**values)).missing() == missing


@pytest.mark.parametrize(("a", "b", "c"), [*product(TRUTHS, repeat=3)])
def test_in_turn_changes_what_is_missing_and_never_the_truth(a, b, c):
    parts = all_of(A.is_true, B.is_true), C.is_true
    values = chart(a=a, b=b, c=c)
    assert first_of(*parts).judge(values).truth is any_of(*parts).judge(values).truth
    assert set(first_of(*parts).judge(values).missing()) <= set(any_of(*parts).judge(values).missing())


def test_a_judgement_is_its_own_explanation():
    found = any_of(COUNTS, B.is_true).judge(chart(hemoglobin=D(79), b=Datum(None, note="asked", contradiction=True)))
    assert [(leaf.clause.words(), leaf.truth) for leaf in found.leaves()] == [("hemoglobin ≥ 80 g/L", False), ("A", None), ("B", None)]
    assert found.contradiction
    assert not COUNTS.judge(chart()).contradiction

"""Rules and arms: the verdict on a chart, whom a criterion excuses, a grade as a range, and a recommendation that stops at an unknown."""

from itertools import product

import pytest

from core.facts.chart import Chart, Datum
from core.logic import arms
from core.logic.arms import Arm, choose
from core.logic.clauses import Variable, all_of, not_, proved
from core.logic.frames import columns, frame
from core.logic.rules import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Criterion, Grade, Scale

A, B, E = (Variable(name, name.upper()) for name in "abe")
PLAIN = Criterion("X1", "a", A.is_true, "source")
EXCUSING = Criterion("X2", "a unless e", A.is_true, "source", excused=E.is_true)
TRUTHS = (True, False, None)


def chart(**values):
    return Chart({name: value if isinstance(value, Datum) else Datum(value) for name, value in values.items()})


@pytest.mark.parametrize(("a", "status"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_a_criterion_is_met_not_met_or_unknown(a, status):
    found = PLAIN.judge(chart(a=a))
    assert (found.criterion, found.status, found.missing) == (PLAIN, status, ("a",) if a is None else ())


@pytest.mark.parametrize(("a", "e"), [*product(TRUTHS, repeat=2)])
def test_a_criterion_does_not_apply_only_to_whom_it_is_known_to_excuse(a, e):
    expected = NOT_APPLICABLE if e else {True: MET, False: NOT_MET, None: UNKNOWN}[a]
    found = EXCUSING.judge(chart(a=a, e=e))
    assert (found.status, found.missing) == (expected, ("a",) if expected == UNKNOWN else ())


@pytest.mark.parametrize("criterion", [PLAIN, EXCUSING])
def test_over_a_frame_a_criterion_says_the_same(criterion):
    charts = [chart(a=a, e=e) for a, e in product(TRUTHS, repeat=2)]
    answers = {MET: True, NOT_APPLICABLE: True, NOT_MET: False, UNKNOWN: None}
    found = criterion.over(columns(frame(charts, [A, E])))
    assert found.array.to_numpy(object, na_value=None).tolist() == [answers[criterion.judge(each).status] for each in charts]


@pytest.mark.parametrize("name", ["a", "e"])
def test_a_contradiction_is_named_wherever_it_was_read(name):
    assert EXCUSING.judge(chart(**{name: Datum(None, contradiction=True)})).contradiction
    assert not PLAIN.judge(chart(e=Datum(None, contradiction=True))).contradiction


LEVEL = Variable("level", "level")
SCALE = Scale("s", "scale", {1: LEVEL >= 1, 2: LEVEL >= 2, 3: all_of(LEVEL >= 2, A.is_true)}, "source")


@pytest.mark.parametrize(
    ("values", "grade", "shown"),
    [
        ({}, (0, 3), "0–3"),
        ({"level": 0}, (0, 0), "0"),
        ({"level": 1}, (1, 1), "1"),
        ({"level": 2}, (2, 3), "2–3"),
        ({"level": 2, "a": False}, (2, 2), "2"),
        ({"level": 2, "a": True}, (3, 3), "3"),
        ({"a": False}, (0, 2), "0–2"),
    ],
)
def test_a_grade_runs_from_the_highest_proved_to_the_highest_not_ruled_out(values, grade, shown):
    found = SCALE.judge(chart(**values))
    assert found.grade == Grade(*grade)
    assert (str(found.grade), found.grade.decided) == (shown, grade[0] == grade[1])
    assert (found.missing() == ()) == found.grade.decided


def test_what_would_narrow_a_grade_is_named_once():
    assert SCALE.judge(chart()).missing() == ("level", "a")


def test_over_a_frame_a_scale_has_a_column_a_grade():
    charts = [chart(level=level, a=a) for level in (0, 1, 2, None) for a in TRUTHS]
    found = SCALE.over(columns(frame(charts, [LEVEL, A])))
    for grade, clause in SCALE.grades.items():
        assert found[grade].array.to_numpy(object, na_value=None).tolist() == [clause.judge(each).truth for each in charts]


ARMS = (Arm("stop", not_(A.is_true)), Arm("go", proved(B.is_true)), Arm("ask", A.is_true))
OPEN = (Arm("first", A.is_true), Arm("second", B.is_true), Arm("first", E.is_true))


@pytest.mark.parametrize(
    ("of", "values", "state"),
    [
        (ARMS, {}, UNKNOWN),
        (ARMS, {"a": False}, "stop"),
        (ARMS, {"b": True}, UNKNOWN),
        (ARMS, {"a": True, "b": True}, "go"),
        (ARMS, {"a": True, "b": False}, "ask"),
        (ARMS, {"a": True}, "ask"),
        (OPEN, {"a": False, "b": False}, UNKNOWN),
        (OPEN, {"a": False, "b": False, "e": False}, UNKNOWN),
        (OPEN, {"a": False, "b": False, "e": True}, "first"),
        (OPEN, {"a": False, "e": True}, UNKNOWN),
        ((), {}, UNKNOWN),
    ],
)
def test_a_recommendation_stops_at_the_first_arm_it_cannot_decide(of, values, state):
    assert choose(of, chart(**values)) == state


@pytest.mark.parametrize("of", [ARMS, OPEN])
def test_over_a_frame_an_arm_is_chosen_where_it_is_chosen_on_the_chart(of):
    charts = [chart(a=a, b=b, e=e) for a, b, e in product(TRUTHS, repeat=3)]
    chosen = arms.over(of, columns(frame(charts, [A, B, E])))
    for state, column in chosen.items():
        assert column.eq(True).array.to_numpy(object, na_value=False).tolist() == [choose(of, each) == state for each in charts]

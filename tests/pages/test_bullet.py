"""The bullet of a number beside its limit: where the mark, the limit and an exemption stand, and what lies beyond the axis."""

from decimal import Decimal

import pytest

from core.logic.clauses import Variable
from dashboard.bullet import EDGE, FARTHEST, bullet, distance
from tests.pages.conftest import parsed

QUANTITY = Variable("quantity", "quantity")
LOWER, UPPER = QUANTITY >= 10, QUANTITY <= 10
FAR = Decimal(str(FARTHEST))
HAIR = Decimal("0.001")
INSIDE, OUTSIDE = 100 - EDGE, EDGE


def parts(value, *limits):
    """The parts of a drawing by their first class: all their classes, and where they stand."""
    found = {}
    for _, attributes in parsed(bullet(value, limits, "met")).elements:
        name, *others = attributes["class"].split()
        style = dict(each.split(":") for each in attributes["style"].split(";")) if "style" in attributes else {}
        found[name] = set(others), {side: float(at.rstrip("%")) for side, at in style.items()}
    return found


def dot(value, *limits):
    classes, place = parts(value, *limits)["dot"]
    return classes - {"met"}, place["left"]


@pytest.mark.parametrize(
    ("limit", "value", "far"),
    [
        (LOWER, 10 * FAR - HAIR, set()),
        (LOWER, 10 * FAR, set()),
        (LOWER, 10 * FAR + HAIR, {"far-in"}),
        (LOWER, 10 / FAR + HAIR, set()),
        (LOWER, 10 / FAR - HAIR, {"far-out"}),
        (QUANTITY >= 10 * FAR, 10, set()),
        (UPPER, 10 * FAR - HAIR, set()),
        (UPPER, 10 * FAR, set()),
        (UPPER, 10 * FAR + HAIR, {"far-out"}),
        (UPPER, 10 / FAR + HAIR, set()),
        (QUANTITY <= 10 * FAR, 10, set()),
        (UPPER, 10 / FAR - HAIR, {"far-in"}),
    ],
)
def test_a_mark_is_far_only_beyond_the_farthest_ratio_the_axis_reaches(limit, value, far):
    assert dot(value, limit)[0] == far


@pytest.mark.parametrize(
    ("limit", "value", "place"),
    [
        (LOWER, 10, 50),
        (UPPER, 10, 50),
        (LOWER, 1, OUTSIDE),
        (LOWER, 100, INSIDE),
        (UPPER, 1, INSIDE),
        (UPPER, 100, OUTSIDE),
        (LOWER, 10 * FAR, INSIDE),
        (UPPER, 10 * FAR, OUTSIDE),
        (LOWER, 10 * FAR.sqrt(), 75),
        (UPPER, 10 * FAR.sqrt(), 25),
        (QUANTITY > 10, 10 * FAR.sqrt(), 75),
        (QUANTITY < 10, 10 * FAR.sqrt(), 25),
    ],
)
def test_a_mark_stands_by_its_ratio_around_the_middle_and_never_nearer_the_ends_than_the_edge(limit, value, place):
    assert dot(value, limit)[1] == place


@pytest.mark.parametrize("value", ["0.5", "4", "7.5", "10", "13", "26", "900"])
def test_a_lower_limit_mirrors_an_upper_one(value):
    number = Decimal(value)
    assert dot(number, LOWER)[1] + dot(number, UPPER)[1] == 100
    assert distance(number, [LOWER]) == pytest.approx(distance(number, [UPPER]))


@pytest.mark.parametrize(("value", "nearest"), [(11, UPPER), (35, QUANTITY <= 40), (60, QUANTITY <= 40), (5, UPPER)])
@pytest.mark.parametrize("turned", [False, True])
def test_the_nearest_of_two_limits_decides_the_distance_in_either_order(value, nearest, turned):
    limits = [QUANTITY <= 40, UPPER] if turned else [UPPER, QUANTITY <= 40]
    assert distance(value, limits) == distance(value, [nearest])
    assert distance(value, [UPPER]) != distance(value, [QUANTITY <= 40])


def test_the_distance_is_one_where_the_axis_ends_and_grows_beyond_it():
    assert [distance(value, [LOWER]) for value in (10, 10 * FAR, 10 * FAR**2)] == pytest.approx([0, 1, 2])


@pytest.mark.parametrize(("first", "wider", "left"), [(2, 5, 5.5), (2, 3, 30.3), (2, 50, OUTSIDE)])
@pytest.mark.parametrize("value", [1, 3, 30])
def test_the_first_limit_is_the_drawn_one_and_a_second_of_its_sign_the_exemption(first, wider, left, value):
    found = parts(value, first >= QUANTITY, wider >= QUANTITY)
    assert found["lim2"][1] == {"left": left}
    assert found["ex"][1] == {"left": left, "width": pytest.approx(50 - left)}
    assert dot(value, first >= QUANTITY, wider >= QUANTITY) == dot(value, first >= QUANTITY)


def test_a_lower_exemption_stands_outside_its_limit_as_an_upper_one_does():
    lower, upper = parts(9, QUANTITY >= 10, QUANTITY >= 5), parts(9, QUANTITY <= 5, QUANTITY <= 10)
    assert (lower["ex"], lower["lim2"]) == (upper["ex"], upper["lim2"])


@pytest.mark.parametrize("second", [QUANTITY >= 5, QUANTITY < 40, QUANTITY == "MCL"])
def test_a_second_limit_of_another_sign_or_kind_is_no_exemption(second):
    assert parts(12, UPPER, second).keys() == parts(12, UPPER).keys() == {"bullet", "ok", "lim", "dot"}


@pytest.mark.parametrize("limits", [[], [QUANTITY >= 0], [QUANTITY == "MCL"]])
def test_without_a_limit_above_zero_nothing_is_drawn_and_there_is_no_distance(limits):
    assert bullet(5, limits, "met") is None
    assert distance(5, limits) is None

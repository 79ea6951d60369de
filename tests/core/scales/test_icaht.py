"""ICAHT: the longest run of low days and the nadir, held to a count of days that was written apart; what is not counted is never taken for
recovered."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.values import Amount, Span
from core.scales.icaht import early, late
from core.scales.runs import lowest
from tests.campaign.neutropenia import VALUES, by_text, letters, series

LAST = 30
HIGH = Decimal(2)
BELOW_100, BELOW_500 = Span(None, Decimal("0.1"), high_open=True), Span(None, Decimal("0.5"), high_open=True)


def daily(low, value="0.5", days=range(LAST + 1)):
    """A count on every day: `value` on the low days, else 2.0."""
    return {day: Decimal(value) if day in low else HIGH for day in days}


def grade(counts, last=LAST, followed=False):
    found = early({day: Decimal(str(each)) if isinstance(each, int | float) else each for day, each in counts.items()}, last, followed)
    return None if found is None else (found.grade.at_least, found.grade.at_most)


@pytest.mark.parametrize(
    ("low", "value", "expected"),
    [
        (range(0), "0.5", 0),
        (range(5, 6), "0.5", 1),
        (range(5, 11), "0.5", 1),
        (range(5, 12), "0.5", 2),
        (range(5, 18), "0.5", 2),
        (range(5, 19), "0.5", 3),
        (range(4, 31), "0.5", 3),
        (range(3, 31), "0.5", 4),
        (range(31), "0.5", 4),
        (range(5, 11), "0.1", 1),
        (range(5, 12), "0.1", 3),
        (range(5, 18), "0.1", 3),
        (range(5, 19), "0.1", 4),
        (range(5, 12), "0.11", 2),
        (range(5, 19), "0.501", 0),
        (range(5, 19), "0.499", 3),
    ],
)
def test_the_longest_run_of_low_days_gives_the_early_grade_and_the_limit_itself_is_low(low, value, expected):
    assert grade(daily(low, value)) == (expected, expected)


@pytest.mark.parametrize(
    ("low", "expected"),
    [
        ({5, 6, 7, 10, 11}, 2),  # two days of recovery are part of the run: days 5 to 11
        ({5, 6, 7, 11, 12}, 1),  # three end it
        ({5, 8, 11}, 2),
        ({5, 9, 13}, 1),
    ],
)
def test_a_recovery_of_less_than_three_days_is_part_of_the_run(low, expected):
    assert grade(daily(low)) == (expected, expected)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [(range(6, 13), (2, 2)), (range(6, 14), (1, 3))],  # eight open days at or below 100 would be grade 3
)
def test_seven_days_without_a_count_are_bridged_and_eight_are_open(missing, expected):
    counts = {day: each for day, each in daily(range(5, missing.stop + 1)).items() if day not in missing}
    assert grade(counts) == expected
    found = early(counts, LAST, followed=False)
    assert found is not None
    assert bool(found.course.between) != bool(found.course.open)


@pytest.mark.parametrize(("last", "low_days"), [("0.2", 4), ("0.3", 3), ("1", 2)])
def test_a_gap_is_read_off_the_straight_line_exactly(last, low_days):
    """From 0.8 over five days to the last: 0.8, then a fifth of the way each day."""
    counts = {0: HIGH, 1: HIGH, 2: HIGH, 10: Decimal("0.8"), 15: Decimal(last), 16: HIGH} | dict.fromkeys(range(16, 31), HIGH)
    found = early(counts, LAST, followed=False)
    assert found is not None
    run = found.low
    expected = [day for day in range(10, 16) if Fraction(8, 10) + (Fraction(last) - Fraction(8, 10)) * (day - 10) / 5 <= Fraction(1, 2)]
    assert (list(range(run.first, run.last + 1)) if run else []) == expected


@pytest.mark.parametrize(
    ("counts", "last", "expected"),
    [
        (dict.fromkeys(range(2, 17), "0.4"), 16, (4, 4)),
        (dict.fromkeys(range(3, 17), "0.4"), 16, (4, 4)),
        (dict.fromkeys(range(4, 17), "0.4") | {0: "2", 3: "2"}, 16, (2, 2)),
        (dict.fromkeys(range(2, 16), "0.4") | {16: "0.6"}, 16, (3, 3)),  # day 0 and 1 may be low too: 14 to 16 days
        ({day: "0.4" for day in range(2, 17) if day not in (8, 9)} | {0: "2", 8: "2", 9: "2"}, 16, (4, 4)),
    ],
)
def test_low_from_the_start_to_the_last_count_is_grade_4(counts, last, expected):
    assert grade({day: Decimal(each) for day, each in counts.items()}, last) == expected


def test_while_counts_are_to_come_a_run_that_has_not_ended_is_grade_4_at_most():
    counts = daily(range(2, 10), days=range(10))
    assert grade(counts, 9, followed=True) == (2, 4)
    assert grade(counts, 9, followed=False) == (4, 4)
    assert grade(counts | {10: HIGH}, 10, followed=True) == (2, 2)
    assert grade(daily(range(2, 31)), LAST, followed=True) == (4, 4)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({7: "2"} | dict.fromkeys(range(8, 31), "2"), (0, 0)),
        ({7: "0.4"} | dict.fromkeys(range(8, 31), "2"), (1, 2)),  # days 0 to 6 may have been low: 8 days
        ({8: "2"} | dict.fromkeys(range(9, 31), "2"), (0, 3)),  # days 0 to 7, eight days at or below 100 at most
        (dict.fromkeys(range(24), "2"), (0, 0)),
        (dict.fromkeys(range(23), "2"), (0, 3)),
        (dict.fromkeys(range(30), "2") | {29: "0.4"}, (1, 1)),
        (dict.fromkeys(range(28), "2") | {28: "0.6", 32: "0.2"}, (1, 1)),  # a count beyond the window ends the line
        ({-1: "2", 1: "0.1"} | dict.fromkeys(range(2, 31), "2"), (1, 1)),  # so does one before the infusion
    ],
)
def test_the_nearest_count_rules_an_edge_out_and_never_proves_one_low(counts, expected):
    assert grade({day: Decimal(each) for day, each in counts.items()}) == expected


@pytest.mark.parametrize("counts", [{}, {-3: HIGH}, {31: HIGH, 40: HIGH}, {-1: HIGH, 33: HIGH}])
def test_without_a_count_in_the_window_there_is_no_early_grade(counts):
    assert early(counts, 40, followed=False) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (BELOW_500, (2, 3)),
        (BELOW_100, (3, 3)),
        (Span(None, Decimal("0.6"), high_open=True), (0, 3)),
        (Span(Decimal("0.5"), None, low_open=True), (0, 0)),
        (Span(Decimal("0.4"), None, low_open=True), (0, 2)),
    ],
)
def test_a_censored_count_is_low_only_where_every_count_it_allows_is(value, expected):
    assert grade({day: value if 5 <= day <= 11 else HIGH for day in range(31)}) == expected


def test_a_line_to_a_censored_count_keeps_its_bounds():
    open_above = {day: HIGH for day in range(31) if day != 6} | {5: Decimal("0.3"), 7: Span(Decimal("0.6"), None, low_open=True)}
    assert grade(open_above) == (1, 1)  # day 6 lies above 0.45 and may be low, yet the run is 6 days at most
    closed: dict[int, Amount] = {**{day: HIGH for day in range(31) if day != 6}, 5: Decimal("0.3"), 7: BELOW_500}
    found = early(closed, LAST, followed=False)
    assert found is not None
    assert found.course.between == {6: Span(Decimal("0.15"), Decimal("0.4"), False, True)}


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["0.4", "0.6"], Decimal("0.4")),
        ([Decimal("0.4"), BELOW_500], Span(Decimal(0), Decimal("0.4"))),
        ([Decimal("0.5"), BELOW_500], Span(Decimal(0), Decimal("0.5"), False, True)),
        ([Span(Decimal(5), None, low_open=True)], Span(Decimal(5), None, True)),
        ([Span(Decimal(5), None, low_open=True), "3"], Decimal(3)),
    ],
)
def test_the_lowest_of_a_day_is_known_as_well_as_its_counts_are(amounts, expected):
    assert lowest(Decimal(each) if isinstance(each, str) else each for each in amounts) == expected


LATE = [
    (["1.5", "1.5"], (1, 1)),
    (["1.501", "1.5"], (0, 0)),
    (["1.001", "1.5"], (1, 1)),
    (["1", "1.5"], (2, 2)),
    (["0.501", "1.4"], (2, 2)),
    (["0.5", "1.4"], (3, 3)),
    (["0.101", "1.4"], (3, 3)),
    (["0.1", "1.4"], (4, 4)),
    (["0.1", "1.6"], (0, 0)),
    (["0.1", "1.6", "1.5"], (4, 4)),
    (["2", "3"], (0, 0)),
    (["0.3"], (3, 3)),
    (["2"], (0, 0)),
    ([BELOW_500, "1.2"], (3, 4)),
    ([BELOW_100, BELOW_100], (4, 4)),
    (["0.3", Span(Decimal(1), None, low_open=True)], (0, 3)),
    ([Span(Decimal(1), None, low_open=True)], (0, 1)),
]


@pytest.mark.parametrize(("amounts", "expected"), LATE)
def test_the_late_grade_is_that_of_the_lowest_count_where_a_second_is_low_as_well(amounts, expected):
    counts = {31 + 9 * at: Decimal(each) if isinstance(each, str) else each for at, each in enumerate(amounts)}
    found = late(counts, 100)
    assert found is not None
    assert (found.grade.at_least, found.grade.at_most) == expected
    assert found.provisional == (len(amounts) == 1)


@pytest.mark.parametrize(
    ("day", "last", "counted"), [(30, 100, False), (31, 100, True), (100, 365, True), (101, 365, False), (60, 59, False)]
)
def test_only_days_31_to_100_count_and_none_after_the_last(day, last, counted):
    assert (late({day: Decimal("0.3")}, last) is not None) == counted


def test_the_nadir_is_the_day_of_the_lowest_count_and_the_second_that_of_the_next():
    found = late({40: Decimal("1.2"), 50: Decimal("0.3"), 60: BELOW_500, 70: Span(Decimal(2), None)}, 100)
    assert found is not None
    assert (found.nadir, found.second) == (50, 60)


@pytest.mark.parametrize("missing", [0, 0.3, 1])
def test_every_bridged_course_has_the_grade_that_counting_letters_gives(missing):
    random = Random(f"letters {missing}")
    seen = set()
    for _ in range(400):
        counts = series(random, missing)
        expected = by_text(letters(counts))
        assert grade(counts) == (expected, expected), counts
        seen.add(expected)
    assert len(seen) >= 4


@given(st.randoms(use_true_random=False), st.integers(0, 29))
def test_a_count_that_lies_on_the_line_changes_nothing(random, day):
    counts = series(random, 0.7)
    found = early(counts, LAST, followed=False)
    assert found is not None
    value = found.course.between.get(day)
    if value is not None:
        more = early(counts | {day: value}, LAST, followed=False)
        assert more is not None
        assert (more.grade, more.low, more.very_low) == (found.grade, found.low, found.very_low)


@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_a_run_gives_the_same_grade_wherever_it_lies_within_the_window(random, start):
    pattern = [random.choice([*VALUES[:5], "2"]) for _ in range(random.randrange(1, 20))]

    def placed(first):
        days = dict.fromkeys(range(31), HIGH)
        return days | {first + at: Decimal(each) for at, each in enumerate(pattern)}

    assert grade(placed(4)) == grade(placed(4 + start))


@given(st.randoms(use_true_random=False))
def test_what_an_open_day_turns_out_to_be_keeps_the_grade_within_its_range_and_both_ends_can_come_true(random):
    first = random.randrange(31)
    last = min(LAST, first + 7 + random.randrange(16))
    whole = {day: Decimal(random.choice(VALUES)) for day in range(31)}
    known = {day: each for day, each in whole.items() if not first <= day <= last}
    before = grade(known)
    if before is None:
        return
    at_least, at_most = before
    found = early(known, LAST, followed=False)
    assert found is not None
    open_days = {day for stretch in found.course.open for day in range(stretch.first, stretch.last + 1)}
    for filling in ([VALUES[0]], VALUES, ["2"]):
        filled = grade(known | {day: Decimal(random.choice(filling)) for day in open_days})
        assert at_least <= filled[0] <= filled[1] <= at_most
    if open_days:
        assert grade(known | dict.fromkeys(open_days, Decimal("0.01")))[1] == at_most
        assert grade(known | dict.fromkeys(open_days, HIGH))[0] == at_least
        one = {random.choice(sorted(open_days)): Decimal(random.choice(VALUES))}
        assert at_least <= grade(known | one)[0] <= grade(known | one)[1] <= at_most


@given(st.randoms(use_true_random=False))
def test_a_censored_count_made_exact_keeps_both_grades_within_their_ranges(random):
    exact = {day: Decimal(random.choice(VALUES)) for day in random.sample(range(80), 45)}
    bounded = {
        day: random.choice([each, Span(None, each * 2, high_open=True), Span(each / 2, None, low_open=True)]) for day, each in exact.items()
    }
    for graded in (lambda counts: early(counts, 79, followed=False), lambda counts: late(counts, 79)):
        before, after = graded(bounded), graded(exact)
        if before is not None:
            assert after is not None
            assert before.grade.at_least <= after.grade.at_least <= after.grade.at_most <= before.grade.at_most

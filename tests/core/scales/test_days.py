"""A course by days: the worst of each sign is one that was recorded, whatever the order of the rows, and never gets milder."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scales import signs
from core.scales.crs import CRS
from core.scales.days import clocked, daily, is_masked, lasted, treated
from core.scales.episodes import episodes
from core.scales.icans import ICANS
from core.scales.signs import SIGNS, SUPPLIES
from tests.core.patient import on, subject
from tests.core.scales.notation import INFUSED_ON, course, fact, grade
from tests.core.scales.test_laws import possible

LAST = 14


def by_day(text, scale=CRS):
    return daily(episodes(course(text, scale), scale, INFUSED_ON), INFUSED_ON, LAST)


def first_day(text, scale=CRS):
    return by_day(text, scale).days[3]


@pytest.mark.parametrize(
    ("sign", "milder", "worse"),
    [
        (signs.TEMPERATURE, "temperature=37.9", "temperature=38.0"),
        (signs.TEMPERATURE, "temperature=9.9e1", "temperature=36"),  # the first is no temperature of a person
        (signs.HYPOTENSION, "hypotension=no", "hypotension=yes"),
        (signs.VASOPRESSORS, "vasopressors=0", "vasopressors=1"),
        (signs.VASOPRESSORS, "vasopressors=2", "vasopressors=10"),
        (signs.VASOPRESSIN, "vasopressin=no", "vasopressin=yes"),
        (signs.OXYGEN, "oxygen_device=none", "oxygen_device=nasal_cannula oxygen_flow=1"),
        (signs.OXYGEN, "oxygen_device=nasal_cannula oxygen_flow=2", "oxygen_device=nasal_cannula oxygen_flow=6"),
        (signs.OXYGEN, "oxygen_device=nasal_cannula oxygen_flow=6", "oxygen_device=nasal_cannula"),
        (signs.OXYGEN, "oxygen_device=nasal_cannula", "oxygen_device=simple_mask"),
        (signs.OXYGEN, "oxygen_device=nasal_cannula oxygen_flow=0", "oxygen_device=blow_by"),
        (signs.OXYGEN, "oxygen_flow=15", "oxygen_device=nasal_cannula oxygen_flow=2"),
        (signs.OXYGEN, "oxygen_device=none", "oxygen_flow=15"),
        (signs.OXYGEN, "oxygen_device=none", "oxygen_flow=0"),
        (signs.OXYGEN, "oxygen_device=high_flow_nasal_cannula oxygen_flow=60", "oxygen_device=cpap"),
        (signs.OXYGEN, "oxygen_device=bipap", "oxygen_device=ventilator"),
        (signs.ICE, "ice_total=10", "ice_total=9"),
        (signs.ICE, "ice_orientation=4", "ice_total=9"),
        (signs.ICE, "ice_total=10", "ice_orientation=4"),
        (signs.ICE, "ice_total=9", "ice_orientation=0"),
        (signs.CONSCIOUSNESS, "consciousness=alert", "consciousness=awakens_spontaneously"),
        (signs.CONSCIOUSNESS, "consciousness=stupor_or_coma", "consciousness=unarousable"),
        (signs.SEIZURE, "seizure=none", "seizure_minutes=0"),
        (signs.SEIZURE, "seizure_minutes=0", "seizure=resolved"),
        (signs.SEIZURE, "seizure=eeg_resolved", "seizure=resolved seizure_minutes=6"),
        (signs.SEIZURE, "seizure=resolved seizure_minutes=2", "seizure=resolved seizure_minutes=3"),
        (signs.MOTOR, "motor=none", "motor=tremor"),
        (signs.MOTOR, "motor=myoclonus", "motor=hemiparesis"),
        (signs.EDEMA, "edema=focal", "edema=diffuse"),
        (signs.PRESSURE_SIGNS, "pressure_signs=none", "pressure_signs=posturing"),
    ],
)
def test_the_worse_of_two_is_the_day_s(sign, milder, worse):
    scale = CRS if sign in SIGNS[CRS] else ICANS
    found = first_day(f"3T08 {milder}; 3T10 {worse}; 3T12 {milder}", scale).worst[sign]
    assert [str(row.at) for row in found.rows] == ["2026-02-01 10:00"]


@pytest.mark.parametrize("scale", [CRS, ICANS], ids=["CRS", "ICANS"])
def test_every_sign_of_a_scale_is_shown(scale):
    shown = {column for sign in SIGNS[scale] for column in sign.columns}
    assert shown == {*scale.assessing, *scale.context}
    assert set(SUPPLIES) == set(possible("oxygen_device"))
    assert set(signs.SEIZURES) == set(possible("seizure"))


@st.composite
def hourly(draw):
    """A scale, and the cells of some rows of one day by their hour."""
    scale = draw(st.sampled_from([CRS, ICANS]))
    row = st.fixed_dictionaries({}, optional={column: st.sampled_from(possible(column)) for column in (*scale.assessing, *scale.context)})
    return scale, draw(st.dictionaries(st.integers(0, 23), row, min_size=1, max_size=5))


def days_of(scale, rows):
    facts = [fact(found, at=f"2026-02-01T{hour:02}:00", row=hour) for hour, found in rows]
    return daily(episodes(facts, scale, INFUSED_ON), INFUSED_ON, LAST).days.get(3)


def ranks(day):
    return {} if day is None else {sign: sign.rank(found.rows[0].fact.record) for sign, found in day.worst.items()}


@given(hourly(), st.randoms())
def test_the_order_of_the_rows_changes_nothing(found, random):
    scale, rows = found
    shuffled = list(rows.items())
    random.shuffle(shuffled)
    assert days_of(scale, shuffled) == days_of(scale, rows.items())


@given(hourly())
def test_one_row_more_never_makes_a_sign_milder(found):
    scale, rows = found
    before, after = ranks(days_of(scale, list(rows.items())[1:])), ranks(days_of(scale, rows.items()))
    assert all(after[sign] >= rank for sign, rank in before.items())


@given(hourly())
def test_the_worst_is_recorded_and_is_a_sign_where_any_row_has_one(found):
    scale, rows = found
    day = days_of(scale, rows.items())
    for sign, worst in () if day is None else day.worst.items():
        records = [row.fact.record for row in day.rows if sign.rank(row.fact.record) is not None]
        assert worst.raised == any(map(sign.raised, records))
        assert all(any(getattr(row.fact.record, column) is not None for column in sign.cells) for row in worst.rows)
        assert worst.counts == any(sign.counts(row.seen.row) for row in worst.rows)


@given(hourly())
def test_the_temperature_of_a_day_is_the_highest_recorded(found):
    day = days_of(CRS, found[1].items())
    recorded = [row.fact.record.temperature for row in (day.rows if day else ()) if row.fact.record.temperature is not None]
    shown = day.worst[signs.TEMPERATURE].rows[0].fact.record.temperature if recorded else None
    assert shown == max(recorded, default=None)


def test_what_no_row_of_a_day_records_is_absent_though_it_is_held():
    found = by_day("3T20 free; 4T06 temperature=37").days
    assert found[4].grade == grade("0")
    assert set(found[4].worst) == {signs.TEMPERATURE}


def test_a_worst_of_another_cause_names_the_worst_that_counts():
    text = "3T08 oxygen_device=ventilator oxygen_reason=airway_or_procedure; 3T10 oxygen_device=blow_by; 3T12 oxygen_device=simple_mask"
    found = first_day(text).worst[signs.OXYGEN]
    assert (found.counts, str(found.counted.at)) == (False, "2026-02-01 12:00")
    alone = first_day("3T08 hypotension=yes hypotension_other_cause=yes; 3T09 vasopressors=1")
    assert alone.worst[signs.VASOPRESSORS].counted is None  # the cause is held


@pytest.mark.parametrize(
    ("text", "missing", "law"),
    [
        ("3T08 sign", (), "a grade needs nothing more"),
        ("3T08 sign; 3T10 oxygen_device=none", (), "nor does a row that is open below it"),
        ("3T08 sign; 3T09 hypotension=yes", ("temperature",), "a row that is open above it does"),
        ("3T08 temperature=39 hypotension=no oxygen_device=none", ("fever_other_cause",), "so does the cause of a fever"),
    ],
)
def test_a_day_lacks_what_leaves_a_higher_grade_open(text, missing, law):
    day = first_day(text)
    assert set(missing) <= set(day.missing), law
    assert (not day.missing) == (not missing) == day.grade.decided, law
    assert day.open(signs.TEMPERATURE) == bool(missing), law


def test_a_row_that_is_open_below_the_grade_of_the_day_lacks_nothing():
    day = first_day("3T08 temperature=38.5 fever_other_cause=no hypotension=no; 3T09 hypotension=no oxygen_device=none")
    assert [row.grade for row in day.rows] == [grade("1-4"), grade("0-1")]
    assert (day.grade, day.missing) == (grade("1-4"), ("oxygen_device", "oxygen_reason"))


def test_a_flow_or_minutes_without_their_word_are_a_sign_that_may_be():
    assert first_day("3T08 oxygen_flow=0").worst[signs.OXYGEN].raised
    assert first_day("3T08 seizure_minutes=0", ICANS).worst[signs.SEIZURE].raised


def test_a_cell_that_gave_no_value_and_a_contradiction_leave_a_day_open():
    day = first_day("3T08 temperature=39 fever_other_cause=no hypotension=no oxygen_device=oxygen; 3T09 oxygen_device=none oxygen_flow=2")
    assert (day.invalid, day.contradicted, day.open(signs.OXYGEN)) == (("oxygen_device",), True, True)
    assert not first_day("3T08 sign").contradicted


TREATED = "hypotension=no vasopressors=0 oxygen_device=none antipyretic_or_anticytokine=yes"


@pytest.mark.parametrize(
    ("text", "masked", "law"),
    [
        (f"3T08 temperature=37.9 {TREATED}", ["2026-02-01"], "no fever while CRS goes on and therapy is given"),
        (f"3T08 temperature=38.0 {TREATED}", [], "a fever is not masked"),
        (f"3T06 temperature=38.5; 3T08 temperature=37 {TREATED}", [], "nor is that of a day with fever"),
        ("3T08 temperature=37 antipyretic_or_anticytokine=no", [], "no therapy masks nothing"),
        ("3T08 temperature=37; 3T09 hypotension=no antipyretic_or_anticytokine=yes", [], "therapy without a temperature hides none"),
    ],
)
def test_a_temperature_is_masked_while_fever_is_not_required(text, masked, law):
    assert [str(row.day) for row in by_day(f"2T08 sign; {text}").days[3].masked] == masked, law
    assert by_day(text).days[3].masked == (), "without CRS before, fever is required"


def test_what_comes_after_the_last_day_stands_together():
    found = by_day("14T08 free; 15T08 temperature=37; 20T08 sign")
    assert (list(found.days), [row.day for row in found.later.rows]) == ([14], [on(15), on(20)])
    assert found.later.worst[signs.TEMPERATURE].rows[0].day == on(20)
    assert found.all == (found.days[14], found.later)
    assert by_day("").all == ()


@pytest.mark.parametrize(
    ("text", "days", "law"),
    [
        ("1T08 sign; 5T08 sign; 6T08 free; 7T08 free", 5, "onset and the last sign are counted"),
        ("1T08 sign; 1T20 free; 2T20 free", 1, "onset and end on one day"),
        ("1T08 sign; 6T08 free", None, "unknown while it is not recorded as resolved"),
    ],
)
def test_an_episode_lasts_the_days_on_which_it_was_seen(text, days, law):
    (only,) = episodes(course(text), CRS, INFUSED_ON).episodes
    assert lasted(only) == days, law


@pytest.mark.parametrize(
    ("text", "hours", "law"),
    [
        ("1T08 sign; 5T08 sign; 6T09 free; 7T09 free", 121, "from the onset to the first assessment free of signs"),
        ("1T08 sign; 1T20 free; 3T20 free", 12, "the confirmation is no part of it"),
        ("1T08 sign; 6T08 free", None, "unknown while it is not recorded as resolved"),
        ("1 sign; 1T20 free; 2T20 free", None, "unknown where the onset has no hour"),
        ("1T08 sign; 2 free; 4T20 free", None, "unknown where its end has none"),
        ("1T08 maybe; 2T08 sign; 3T08 free; 4T08 free", 24, "what may have been is not counted"),
    ],
)
def test_an_episode_lasts_the_hours_between_two_clock_times(text, hours, law):
    (only,) = episodes(course(text), CRS, INFUSED_ON).episodes
    assert clocked(only) == (None if hours is None else timedelta(hours=hours)), law


def test_each_row_of_a_day_with_fever_tells_by_itself_whether_fever_is_masked():
    rows = episodes(course(f"3T06 sign; 3T08 temperature=37 {TREATED}; 3T09 temperature=38.5 {TREATED}"), CRS, INFUSED_ON).rows
    assert [is_masked(row) for row in rows] == [False, True, False]


def test_what_was_given_belongs_to_its_infusion():
    patient = (
        subject()
        .treated(2, "icans", drug="b")
        .treated(1, "crs", drug="a")
        .row("treatments", given_at=on(1), drug="c")
        .treated(3, "crs", drug="d")
        .treated(4, "crs", drug="late")
    )
    patient = patient.treated(-1, "crs", drug="early").treated(2, "lymphoma", drug="other").row("treatments", drug="undated", purpose="crs")
    found = treated(patient.facts().treatments, INFUSED_ON, INFUSED_ON + timedelta(3))
    assert [each.record.drug for each in found] == ["a", "c", "b", "d", "undated"]

"""One subject assessed on one day: the worked examples, and what holds of every assessment whatever is recorded."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment import assess
from core.facts.subject import gather
from core.protocol.settings import Settings
from core.reports.as_json import subject_json
from tests.core.patient import TODAY, changed, eligible, on, subject

DAYS = st.sampled_from((-21, -14, -6, -1, 0, 1, 7, 13, 14, 20, 27, 28, 34, 35, 36, 40, 59, 60, 61, 75))
LATER = st.sampled_from((36, 40, 59, 60, 61, 75, 120))
CALLS = st.sampled_from(("positive", "negative", "indeterminate", "failed", None))
READS = st.sampled_from(("CR", "PR", "SD", "PD", "IR", "NE", None))
ANSWERS = st.sampled_from(("yes", "no", None))
RESULTS = st.sampled_from(
    (("hemoglobin", "79"), ("lvef", "50"), ("lvef", "60"), ("weight", "101"), ("alt", "210"), ("creatinine", "300"), ("lvef", "x"))
)
KINDS = st.sampled_from(("lymphoma", "crs", "lymphodepletion"))
REPORTS = st.one_of(st.none(), DAYS)


def reported(day, lag):
    return None if lag is None else on(max(day, lag))


def result(day, found, lag):
    return subject().lab(found[0], found[1], day, reported_at=reported(day, lag), upper_limit="40")


def rows(days):
    """One more row on one of these days: a sample, a scan, a result, an answer, a treatment, an infection, a visit, an infusion."""
    empty = subject()
    return st.one_of(
        st.builds(lambda d, c, r: empty.ctdna(d, c, reported_on=reported(d, r)), days, CALLS, REPORTS),
        st.builds(lambda d, c, r: empty.pet(d, c, reported_on=reported(d, r)), days, READS, REPORTS),
        st.builds(
            lambda d, found, r: empty.lab(found[0], found[1], d, reported_at=reported(d, r), upper_limit="40"), days, RESULTS, REPORTS
        ),
        st.builds(lambda d, a, e: empty.screened(d, counts_acceptable=a, ecog=e), days, ANSWERS, st.sampled_from(("1", "3", None))),
        st.builds(lambda d, h, c, i: empty.graded(d, c, i, h), days, st.integers(0, 23), st.integers(0, 4), st.integers(0, 4)),
        st.builds(lambda d, h, a: empty.bedside(d, h, active_infection=a, temperature="38.5"), days, st.integers(0, 23), ANSWERS),
        st.builds(lambda d, k: empty.treated(d, k), days, KINDS),
        st.builds(lambda d, a: empty.infection(d, controlled=a), days, ANSWERS),
        st.builds(lambda d, s: empty.seen(d, s), days, st.sampled_from(("alive", "dead"))),
        st.builds(lambda d: empty.lesion("node", "2.0", d, lesion=f"node {d}"), days),
    )


def grown(base, extra):
    return replace(base, rows=(*base.rows, *(row for patient in extra for row in patient.rows)))


BASE = eligible().infused(leukapheresis_on=on(-14))
SECOND = st.one_of(st.just(subject()), st.builds(lambda d: subject().planned(d), DAYS), st.builds(lambda d: subject().infused(d, 2), LATER))
CASES = st.builds(lambda extra, second: grown(BASE, [*extra, second]), st.lists(rows(DAYS), max_size=7), SECOND)


def answers(found):
    """The whole answer but for where its cells stand, and so which of several alike was written first."""
    if isinstance(found, dict):
        return {key: answers(value) for key, value in found.items() if key not in ("sources", "note", "undated")}
    return [answers(value) for value in found] if isinstance(found, list) else found


def judged(facts, day=35):
    return answers(subject_json(assess(facts, on(day), Settings())))


@settings(max_examples=150)
@given(CASES, st.randoms(use_true_random=False), DAYS)
def test_the_order_of_the_rows_does_not_matter(patient, random, day):
    read = patient.read()
    shuffled = random.sample(read, len(read))
    assert judged(gather(shuffled, TODAY)[0]["S-001"], day) == judged(patient.facts(), day)


@settings(max_examples=150)
@given(CASES, st.lists(rows(LATER), min_size=1, max_size=4))
def test_what_is_dated_or_reported_later_never_changes_an_earlier_assessment(patient, later):
    assert judged(grown(patient, later).facts()) == judged(patient.facts())


@settings(max_examples=60)
@given(CASES, CASES)
def test_an_unrelated_subject_does_not_matter(patient, other):
    both = [*patient.read(), *replace(other, subject_id="S-002").read()]
    found, _ = gather(both, TODAY)
    assert judged(found["S-001"]) == judged(patient.facts())
    assert list(found) == ["S-001", "S-002"]


@settings(max_examples=100)
@given(CASES, DAYS)
def test_an_assessment_never_contradicts_itself(patient, day):
    found = assess(patient.facts(), on(day), Settings())
    assert (found.second_infusion is None) == (not found.toxicity) == (day < 0)
    if found.second_infusion is not None:
        literal, strict = (found.second_infusion.readings.literal.status, found.second_infusion.readings.strict.status)
        assert strict != "met" or literal == "met"
        assert literal != "not_met" or strict == "not_met"
    for finding in found.eligibility.findings.values():
        assert bool(finding.missing) == (finding.status == "unknown")


def test_a_date_of_death_written_later_counts_from_its_own_day_on():
    patient = BASE.seen(75, "dead", died=30)
    assert patient.second(35).state == "closed"
    assert patient.second(29).state == "unknown"


def test_the_setting_is_read_from_the_settings():
    patient = BASE.ctdna(-6, "positive").ctdna(28, "negative").pet(28, "PR")
    assert [patient.second(35, chosen).state for chosen in (None, True, False)] == ["board_review", "not_met", "met"]


@pytest.mark.parametrize(("day", "grade"), [(28, 0), (29, 2), (30, 2), (31, 2)])
def test_the_toxicity_of_infusion_1_ends_the_day_before_infusion_2(day, grade):
    patient = BASE.graded(1, 2, hour=1).graded(2).graded(3).graded(28).graded(29, 2).infused(30, 2).graded(30, 3).graded(31, 3)
    found = patient.assessed(day)
    now, worst = found.toxicity[1].crs.now(on(day)), found.toxicity[1].crs.worst
    assert now is not None
    assert worst is not None
    assert (now.at_least, worst.at_least) == (grade, 2)
    assert (2 in found.toxicity) == (day >= 30)


def test_an_answer_is_held_across_the_day_of_infusion_2():
    patient = BASE.infused(30, 2).bedside(29, 22, hypotension="yes", vasopressors="1", vasopressin="no", hypotension_other_cause="no")
    patient = patient.bedside(30, 2, temperature="38.5", fever_other_cause="no", oxygen_device="none")
    worst = patient.assessed(31).toxicity[2].crs.worst
    assert worst is not None
    assert worst.at_least == 3


def test_a_worsening_after_the_as_of_day_is_not_told():
    assert BASE.lab("lvef", "40", -3).assessed(-4).worsened == {}
    assert set(BASE.lab("lvef", "40", -3).assessed(-3).worsened) == {"I8b"}


def test_what_was_known_stands_in_the_assessment():
    found = changed(BASE, "ecog=2").pet(36, "CR").assessed(35)
    assert (found.subject_id, found.as_of, found.facts.pet) == ("S-001", on(35), ())
    assert [dose.number for dose in found.doses] == [1, 2]


def test_a_bedside_row_without_a_readable_time_leaves_safety_open():
    clean = eligible().infused()
    for day in (1, 2, 34, 35):
        clean = clean.graded(day).bedside(day, 20, active_infection="no")
    assert "W_SAFETY_UNKNOWN" not in [item.code.code for item in clean.second().warnings]
    facts = replace(clean.facts(), refused=frozenset({"bedside"}))
    found = assess(facts, on(35), Settings())
    assert found.second_infusion is not None
    [warning] = [item for item in found.second_infusion.warnings if item.code.code == "W_SAFETY_UNKNOWN"]
    assert "a bedside row could not be read" in warning.detail
    assert found.toxicity[1].crs.after[0].before is None

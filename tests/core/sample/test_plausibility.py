"""Would a hematologist believe it? What no course of the cohort may do."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from sample_data.curves import Fever, Thermometer, bump, joined, raised
from sample_data.rows import AS_OF, MOST_CELLS, NOON, Person
from sample_data.rows import Cohort as Rows

SHEET_DATES = {
    "screening": "assessed_on", "labs": "collected_at", "lesions": "assessed_on", "ctdna": "collected_on", "pet": "scanned_on",
    "bedside": "assessed_at", "infections": "onset_on", "treatments": "given_at", "adverse_events": "onset_on", "follow_up": "seen_on",
}  # fmt: skip


def day_of(found):
    return found.date() if isinstance(found, datetime) else found


def events(rows):
    """Every dated row as (subject, day, sheet)."""
    for sheet, column in SHEET_DATES.items():
        yield from ((row["subject_id"], day_of(row[column]), sheet) for row in rows[sheet])


def by_subject(rows, sheet):
    found = defaultdict(list)
    for row in rows[sheet]:
        found[row["subject_id"]].append(row)
    return found


def first_infusions(rows):
    return {row["subject_id"]: row["infused_on"] for row in rows["infusions"] if row["number"] == 1 and row["status"] == "given"}


def counts(rows, analyte):
    found = defaultdict(list)
    for row in rows["labs"]:
        if row["analyte"] == analyte:
            found[row["subject_id"]].append((day_of(row["collected_at"]), row["value"]))
    return found


def test_nothing_is_recorded_before_consent_but_an_older_heart_scan(rows):
    consented = {row["subject_id"]: row.get("consent_date") for row in rows["subjects"]}
    early = {(name, sheet) for name, day, sheet in events(rows) if day < consented[name]}
    assert early == {("S-015", "labs")}


def test_nothing_is_recorded_after_the_demos_day_or_a_death(rows):
    died = {row["subject_id"]: row["death_on"] for row in rows["follow_up"] if row.get("death_on")}
    assert len(died) == 3
    assert [(name, sheet) for name, day, sheet in events(rows) if day > died.get(name, AS_OF)] == []
    assert max(row["assessed_at"] for row in rows["bedside"]) <= NOON


def test_a_report_comes_after_its_sample(rows):
    for row in (*rows["ctdna"], *rows["pet"]):
        taken, reported = row.get("collected_on") or row["scanned_on"], row["reported_on"]
        assert reported is None or timedelta(0) < reported - taken < timedelta(days=21)


def test_temperatures_are_those_of_a_living_body_and_change_by_the_hour(rows):
    for readings in by_subject(rows, "bedside").values():
        known = [(row["assessed_at"], row["temperature"]) for row in readings if row.get("temperature") is not None]
        assert all(35.5 <= value <= 41 for _, value in known)
        for (before, low), (after, high) in pairwise(known):
            assert abs(high - low) <= 1.2 or after - before > timedelta(hours=1)


def test_a_pressor_goes_with_hypotension_but_where_one_chart_contradicts_itself(rows):
    odd = {row["subject_id"] for row in rows["bedside"] if row.get("vasopressors") and row["hypotension"] == "no"}
    assert odd == {"S-028"}


def test_ctdna_is_above_its_limit_where_it_is_positive_and_no_number_where_it_is_not(rows):
    for row in rows["ctdna"]:
        if row["call"] == "positive":
            assert row["value"] is None or row["value"] >= row["limit_of_detection"] > 0
        else:
            assert row["value"] is None


def test_the_white_cells_hold_neutrophils_and_lymphocytes(rows):
    sums: defaultdict[tuple[str, datetime], dict] = defaultdict(dict)
    for row in rows["labs"]:
        sums[row["subject_id"], row["collected_at"]][row["analyte"]] = row["value"]
    whole = [found for found in sums.values() if "leukocytes" in found]
    assert len(whole) > 500
    assert all(found["leukocytes"] >= found["neutrophils"] + found["lymphocytes"] for found in whole)


def test_neutrophils_fall_after_lymphodepletion_and_come_back(rows):
    infused, found = first_infusions(rows), counts(rows, "neutrophils")
    for name, day0 in infused.items():
        after = [(day - day0, value) for day, value in found[name] if day >= day0]
        if after[-1][0] >= timedelta(days=14):
            assert min(value for day, value in after if day < timedelta(days=14)) < 0.6
        if after[-1][0] >= timedelta(days=28):
            assert max(value for _, value in after) > 1


def test_inflammation_follows_the_grade_of_the_crs(rows):
    peaks = {name: max(value for _, value in values) for name, values in counts(rows, "ferritin").items()}
    assert peaks["S-003"] < peaks["S-002"] < peaks["S-009"] < peaks["S-004"] < peaks["S-028"] < peaks["S-025"]


def test_doses_stand_by_the_weight_and_under_the_labels_maximum(rows):
    for row in rows["infusions"]:
        if row["status"] == "given":
            assert 0.8 < row["total_cells"] / min(MOST_CELLS, 2e6 * row["weight_kg"]) < 1.05


def temperatures(rows, subject, start, end):
    """What was measured from `start` to `end`."""
    return [row["temperature"] for row in rows[subject] if row.get("temperature") and start <= row["assessed_at"] <= end]


def test_tocilizumab_is_given_for_a_fever_that_then_falls(rows):
    bedside = by_subject(rows, "bedside")
    doses = [(row["subject_id"], row["given_at"]) for row in rows["treatments"] if row["drug"] == "tocilizumab"]
    assert len(doses) > 15
    for subject, given in doses:
        if subject != "S-025":  # who dies of it
            assert max(temperatures(bedside, subject, given - timedelta(days=1), given)) >= 38
            assert max(temperatures(bedside, subject, given + timedelta(hours=20), given + timedelta(hours=44)), default=36) < 38


@pytest.mark.parametrize(("day", "value"), [(-9, 4), (0, 4), (1, 2), (2, 1), (3, 1)])
def test_anchors_are_joined_on_a_log_scale_and_level_beyond(day, value):
    assert joined(((0, 4), (2, 1)), day) == pytest.approx(value)


def test_a_bump_rises_to_its_peak_and_falls():
    assert [round(bump(day, 1, 3, 2), 2) for day in (0, 1, 2, 3, 5)] == [0, 0, 0.5, 1, 0.37]
    assert raised(10, 1000, 0.5) == pytest.approx(100)


def test_a_fever_stands_within_its_days_only():
    person = Person(Rows(), "S-000", date(2026, 1, 1))
    thermometer = Thermometer((Fever(2, 3, 39.5),), person.random("temperature"))
    readings = {hour / 24: thermometer.reading(hour / 24) for hour in range(120)}
    assert all((value >= 38) == (2 <= day <= 3) for day, value in readings.items())
    assert 39 < max(readings.values()) <= 40

"""Is what happens treated, and does it then go as it would on a ward? And is no course the copy of another?"""

from collections import Counter, defaultdict
from datetime import timedelta

DAY = timedelta(days=1)


def of(rows, sheet, **cells):
    return [row for row in rows[sheet] if all(row.get(column) == value for column, value in cells.items())]


def given(rows, drug, subject=None):
    return [row for row in of(rows, "treatments", drug=drug) if subject in (None, row["subject_id"])]


def first(rows):
    return of(rows, "infusions", number=1, status="given")


def results(rows, subject, analyte):
    """Moments and values in the order of time."""
    return [(row["collected_at"], row["value"]) for row in of(rows, "labs", subject_id=subject, analyte=analyte)]


def test_nobody_who_cannot_be_woken_breathes_room_air(rows):
    deep = [row for row in rows["bedside"] if row.get("consciousness") in ("vigorous_touch", "stupor_or_coma", "unarousable")]
    assert {row["subject_id"] for row in deep} == {"S-026", "S-028"}
    assert all(row["oxygen_device"] != "none" for row in deep)


def test_the_airway_alone_is_no_crs_4_and_sedation_hides_no_grade(cohort):
    rows = [row for row in cohort["S-026"].toxicity[1].crs.rows if row.fact.record.oxygen_device == "ventilator"]
    assert len(rows) > 24
    assert {str(row.grade) for row in rows} == {"0"}
    sedated = [row for row in cohort["S-026"].toxicity[1].icans.rows if row.fact.record.consciousness_other_cause]
    assert [str(row.grade) for row in sedated] == ["4", "4"]


def test_a_seizure_is_treated_within_hours_and_then_prevented(rows):
    seizures = [row for row in rows["bedside"] if row.get("seizure") not in (None, "none")]
    assert {row["subject_id"] for row in seizures} == {"S-026", "S-028"}
    for row in seizures:
        for drug, wanted in (("lorazepam", 1), ("levetiracetam", 3)):
            after = [each["given_at"] - row["assessed_at"] for each in given(rows, drug, row["subject_id"])]
            assert len([since for since in after if -DAY / 8 < since < 2 * DAY]) >= wanted


def test_edema_of_the_brain_is_treated_till_death(rows):
    for drug in ("methylprednisolone", "mannitol 20 %", "sodium chloride 3 %", "levetiracetam"):
        doses = [row["given_at"] for row in given(rows, drug, "S-026")]
        assert len(doses) > 1
        assert max(doses) < max(row["assessed_at"] for row in of(rows, "bedside", subject_id="S-026"))


def test_interleukin_6_rises_after_tocilizumab_and_falls_within_a_week(rows):
    seen = 0
    for dose in given(rows, "tocilizumab"):
        values = results(rows, dose["subject_id"], "il6")
        before = [value for when, value in values if dose["given_at"] - 2 * DAY < when < dose["given_at"]]
        after = [value for when, value in values if dose["given_at"] < when < dose["given_at"] + 3 * DAY]
        later = [value for when, value in values if when > dose["given_at"] + 5 * DAY]
        seen += bool(before and after)
        assert not after or max(after) > 1.3 * before[-1]
        assert not later or later[-1] < max(after) / 5
    assert seen > 12


def test_a_kidney_injury_of_grade_4_is_one_and_no_fatal_event_is_resolved(rows):
    creatinine = [value for _, value in results(rows, "S-025", "creatinine")]
    (injury,) = of(rows, "adverse_events", term="acute kidney injury")
    assert (injury["grade"], injury["resolved_on"]) == (4, None)
    assert creatinine[-1] == max(creatinine) > 4 * creatinine[0]
    assert [row["resolved_on"] for row in of(rows, "adverse_events", grade=5)] == [None, None]


def test_a_bacteremia_has_days_of_an_antibiotic(rows):
    assert len({row["given_at"].date() for row in given(rows, "meropenem")}) >= 7


def test_polatuzumab_is_given_every_three_weeks(rows):
    first_dose, second = (row["given_at"] for row in given(rows, "polatuzumab vedotin", "S-031"))
    assert second - first_dose == 21 * DAY


def spread(days):
    """How many different days, and the largest share that one day has."""
    counts = Counter(days)
    return len(counts), max(counts.values()) / len(days)


def test_leukapheresis_and_discharge_fall_on_days_of_the_subjects_own(rows):
    collected = [(row["infused_on"] - row["leukapheresis_on"]).days for row in first(rows)]
    home = {row["subject_id"]: (row["discharged_on"] - row["infused_on"]).days for row in first(rows) if row["discharged_on"]}
    assert all(19 <= days <= 28 for days in collected)
    assert (home["S-003"], home["S-010"]) == (12, 14)
    assert all(14 <= days <= 22 for name, days in home.items() if name not in ("S-003", "S-020", "S-028"))
    for days in (collected, home.values()):
        different, share = spread(days)
        assert different >= 7
        assert share < 0.3


def test_the_ward_charts_until_the_patient_goes_home(rows):
    charted = defaultdict(set)
    for row in rows["bedside"]:
        charted[row["subject_id"]].add(row["assessed_at"].date())
    for row in first(rows):
        if row["discharged_on"]:
            stay = (row["discharged_on"] - row["infused_on"]).days
            assert all(row["infused_on"] + day * DAY in charted[row["subject_id"]] for day in range(1, stay + 1))


def test_the_nadir_of_neutrophils_has_its_own_day_and_depth(rows):
    nadirs = {}
    for row in first(rows):
        values = [(value, (when.date() - row["infused_on"]).days) for when, value in results(rows, row["subject_id"], "neutrophils")]
        if values[-1][1] >= 14:
            nadirs[row["subject_id"]] = min(found for found in values if 0 < found[1] < 14)
    depths, days = zip(*nadirs.values(), strict=True)
    assert min(days) <= 6
    assert max(days) >= 11
    assert spread(days)[1] < 0.3
    assert min(depths) < 0.05
    assert max(depths) > 0.3

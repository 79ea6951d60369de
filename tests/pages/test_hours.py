"""The hour-true strip: each entry at its hour with value, time and cell, what is held over drawn apart, quiet stretches cut and said."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.facts.values import Moment
from dashboard.hour_axis import axis
from dashboard.hours import hours_html
from tests.core.patient import eligible, on
from tests.pages.conftest import parsed, spaced
from tests.pages.test_toxicity import CALM, FEVER, HOSTILE, LUCID, infused

TREATED = CALM | {"antipyretic_or_anticytokine": "yes", "vasopressors": "0"}
FIRST = date(2026, 1, 29)


class Hours:
    """The strips of a patient on a day, as a person reads them."""

    def __init__(self, patient, day=35):
        self.found = patient.assessed(day)
        self.html = hours_html(self.found)
        self.text = spaced(parsed(self.html).parts)

    def marks(self, cls):
        """What stands behind each mark of a style."""
        return re.findall(rf'<i class="{cls}" style="[^"]*" title="([^"]*)">', self.html)

    @property
    def places(self):
        return re.findall(r'style="([^"]*)"', self.html)


def moments(*hours):
    return [Moment(datetime(2026, 1, 29) + timedelta(hours=hour), True) for hour in hours]


@pytest.mark.parametrize(
    ("hours", "cuts", "law"),
    [
        ((6, 30, 54, 72), [], "24 h without an entry are drawn"),
        ((6, 31, 55, 72), [(8, 29)], "more are cut, but for 2 h on either side"),
        ((6.5, 31.5, 55, 72), [(9, 29)], "from and to a full hour"),
        ((6,), [(8, 94)], "to the end of the last day"),
        ((), [(2, 94)], "also where nothing was entered"),
    ],
)
def test_a_long_stretch_without_an_entry_is_cut(hours, cuts, law):
    last = date(2026, 1, 31) if 72 in hours else date(2026, 2, 1)
    found = axis(moments(*hours), FIRST, last).cuts
    start = datetime(2026, 1, 29)
    assert [((cut.start - start) / timedelta(hours=1), (cut.end - start) / timedelta(hours=1)) for cut in found] == cuts, law


@given(st.sets(st.integers(0, 40 * 24 - 1), max_size=12))
def test_each_hour_drawn_is_equally_wide_and_no_entry_overtakes_another(hours):
    found = axis(moments(*hours), FIRST, FIRST + timedelta(39))
    drawn = [found.at(moment.at) for moment in moments(*sorted(hours))]
    assert drawn == sorted(set(drawn))
    assert (found.at(found.start), round(found.at(found.end), 6)) == (0, 100)
    widths = {round(found.at(moment.at + timedelta(hours=1)) - found.at(moment.at), 6) for moment in moments(*hours)}
    assert len(widths) <= 1
    days = [day for day, _ in found.days]
    assert {moment.day for moment in moments(*hours)} <= set(days)
    assert [at for _, at in found.days] == sorted(at for _, at in found.days)


def test_a_time_within_a_cut_lies_within_it_and_one_outside_at_the_edge():
    found = axis(moments(6, 100), FIRST, FIRST + timedelta(10))
    inside = [found.at(moment.at) for moment in moments(8, 50, 98)]
    assert inside == sorted(inside)
    assert [found.at(datetime(2025, 1, 1)), found.at(datetime(2027, 1, 1))] == [0, 100]


def test_every_assessment_is_a_mark_and_a_row_of_the_table_with_value_time_and_cell():
    patient = infused()
    for hour in range(48):
        patient = patient.bedside(hour // 24, hour % 24, **(FEVER if hour > 20 else CALM))
    found = Hours(patient)
    told = "".join(found.marks("hi") + found.marks("lo"))
    for row in found.found.toxicity[1].crs.rows:
        value = row.fact.record.temperature
        assert f"{value} °C, {row.at} ({row.fact.cell('temperature')})" in told
    assert len(found.marks("g1")) == 48 - 21
    assert len(found.marks("g0")) == 21
    assert "48 assessments of infusion 1 as a table" in found.text
    assert found.html.count('<tr><th scope="row">d') == 48


def test_what_is_held_over_is_drawn_apart_and_says_from_when():
    found = Hours(
        infused().bedside(2, 8, **FEVER | {"hypotension": "yes", "vasopressors": "0", "vasopressin": "no"}).bedside(2, 11, temperature="39")
    )
    assert found.marks("held hi") == [
        "hypotension yes, 2026-01-31 11:00, held over from 2026-01-31 08:00 (study.xlsx · bedside!F16); "
        "vasopressors 0, 2026-01-31 11:00, held over from 2026-01-31 08:00 (study.xlsx · bedside!H16); "
        "vasopressin no, 2026-01-31 11:00, held over from 2026-01-31 08:00 (study.xlsx · bedside!I16)"
    ]
    assert "held over from an earlier assessment: 12 h for CRS, 24 h for ICANS" in found.text
    assert "(low)" in found.text


def test_a_day_without_an_hour_is_drawn_as_the_day():
    found = Hours(infused().row("bedside", assessed_at="2026-01-31", **FEVER))
    (width,) = re.findall(r'<i class="g1" style="left:[\d.]+%;width:([\d.]+)%"', found.html)
    strip = re.search(r"min-width:(\d+)px", found.html)
    assert strip is not None
    assert float(width) == pytest.approx(2400 / float(strip[1]) * 3, rel=0.01)


def test_a_range_says_what_it_lacks_and_a_sign_of_another_cause_that_it_does_not_count():
    open_ = {column: cell for column, cell in FEVER.items() if column != "oxygen_device"}
    found = Hours(infused().bedside(2, 8, **open_).bedside(2, 9, **FEVER | {"temperature": "40", "fever_other_cause": "yes"}))
    assert "CRS 1–4, 2026-01-31 08:00 (study.xlsx · bedside!B16); oxygen device not recorded; oxygen reason not recorded" in found.marks(
        "gr"
    )
    assert found.marks("lo q") == ["not recorded: the grade is a range"]
    assert "40 °C, 2026-01-31 09:00 (study.xlsx · bedside!C17); fever of another cause, not counted" in found.marks("else")


def test_a_masked_fever_is_marked_and_said():
    found = Hours(infused().bedside(2, 8, **FEVER).bedside(2, 12, **TREATED).bedside(3, 1, **TREATED))
    assert len(found.marks("mask")) == 2
    assert "Fever masked : 2 temperatures below fever, d2 2026-01-31 12:00 to d3 2026-02-01 01:00" in found.text
    assert "1 temperature below fever, d2 2026-01-31 12:00 , while" in Hours(
        infused().bedside(2, 8, **FEVER).bedside(2, 12, **TREATED)
    ).text.replace(", while", " , while")


def test_the_recorded_grade_stands_beside_the_computed_one_where_they_differ():
    found = Hours(infused().bedside(2, 8, **FEVER, crs_grade_recorded="3", grading_scale="Lee 2014").graded(4, 2, 0))
    assert found.marks("else q") == ["recorded 3 by Lee 2014, 2026-01-31 08:00 (study.xlsx · bedside!AB16); computed 1, which counts"]
    assert "graded by the site 1 of 2 differ" in found.text
    assert "graded by the site none differs" in Hours(infused().bedside(2, 8, **FEVER, crs_grade_recorded="1")).text
    assert "differs" not in Hours(infused().graded(4, 2, 0)).text.partition("recorded, a sign")[0]
    assert "as the site recorded it by a scale that is not recorded" in "".join(found.marks("g2 site"))
    assert "1 [3]" in found.text


def test_a_grade_of_another_scale_is_never_told_as_one_of_astct():
    found = Hours(infused().bedside(2, 8, crs_grade_recorded="2", grading_scale="Lee 2014"))
    assert "Infusion 1, 2026-01-29, grades: as recorded, Lee 2014; as of 2026-03-05" in found.text
    assert "2 first d2 2026-01-31 08:00 study.xlsx · bedside!B16, as recorded, Lee 2014" in found.text
    both = Hours(infused().bedside(2, 8, crs_grade_recorded="2", grading_scale="Lee 2014").bedside(2, 9, **LUCID))
    assert "grades: as recorded, Lee 2014; ASTCT 2019; as of" in both.text


def test_cumulative_doses_stand_beside_each_drug_and_behind_each_dose():
    patient = infused().bedside(2, 8, **FEVER).treated(2, "crs", drug="tocilizumab", dose="560", unit="mg")
    patient = patient.treated(3, "crs", drug="Tocilizumab").treated(4, "crs", drug="tocilizumab", dose="8", unit="mg/kg")
    found = Hours(patient.row("treatments", drug="dexamethasone", dose="10", unit="mg", purpose="icans"))
    assert "tocilizumab at least 560 mg and 8 mg/kg, 1 dose not recorded ×3" in found.text
    doses = found.marks("rx day")
    assert [text.partition("; ")[2] for text in doses] == [
        "560 mg up to this, dose 1",
        "at least 560 mg, 1 dose not recorded up to this, dose 2",
        "at least 560 mg and 8 mg/kg, 1 dose not recorded up to this, dose 3",
    ]
    timed = infused().row("treatments", given_at="2026-01-31T09:00", drug="tocilizumab", dose="560", unit="mg", purpose="crs")
    assert len(Hours(timed).marks("rx")) == 1
    assert "0 assessments of infusion 1 as a table" in Hours(timed).text
    assert "tocilizumab Tocilizumab, dose not recorded, for CRS, 2026-02-01 (study.xlsx · treatments!C18) at least 560 mg" in found.text
    assert "Not on the strip, the day is not recorded (1): dexamethasone, 10 mg, for ICANS" in found.text


def test_infections_stand_beside_fever_with_their_work_up_and_the_answers_of_the_bedside():
    patient = infused().bedside(2, 8, **FEVER, active_infection="yes").bedside(3, 9, active_infection="no")
    for organism, onset, resolved, controlled in (
        ("CMV", 1, 5, "yes"),
        ("E. coli", 3, None, "no"),
        ("early", -9, -2, "yes"),
        ("older", -9, 1, "yes"),
        ("?", None, None, ""),
    ):
        days = {"onset_on": None if onset is None else on(onset), "resolved_on": None if resolved is None else on(resolved)}
        patient = patient.row("infections", organism=organism, site="blood", grade="3", controlled=controlled, **days)
    found = Hours(patient)
    assert found.marks("ok") == [
        "CMV, blood, grade 3, controlled; onset 2026-01-30, infusion 1, resolved 2026-02-03 (study.xlsx · infections!E18)",
        "older, blood, grade 3, controlled; onset 2026-01-20, before infusion 1, resolved 2026-01-30 (study.xlsx · infections!E21)",
    ]
    assert found.marks("bad on") == [
        "E. coli, blood, grade 3, not controlled; onset 2026-02-01, infusion 1, no resolution recorded (study.xlsx · infections!E19)"
    ]
    assert "early" not in found.text
    assert "?, onset not recorded (study.xlsx · infections!E22)" in found.text
    assert found.text.index("CMV") < found.text.index("temperature, °C")
    assert "active infection yes, 2026-01-31 08:00 (study.xlsx · bedside!AA16)" in found.html
    assert "active infection no, 2026-02-01 09:00" in found.html
    assert "2 assessments of infusion 1 as a table" in found.text
    assert "d3 2026-02-01 09:00 no study.xlsx · bedside!B17" in found.text


def episodic(*days):
    patient = infused()
    for day in range(35):
        patient = patient.graded(day, int(day in days), 0)
    return patient


def test_each_recurrence_is_an_episode_of_its_own():
    text = Hours(episodic(1, 2, 10)).text
    assert "CRS, episode 1 d1 2026-01-30 08:00" in text
    assert "2 days with signs, 48 h from onset to the first assessment free of signs" in text
    assert "resolved d4 2026-02-02 08:00, free of signs from 2026-02-01 08:00" in text
    assert "CRS, episode 2 d10 2026-02-08 08:00" in text
    assert "ICANS worst seen 0" in text


def test_an_episode_without_an_end_and_a_late_one_say_so():
    text = Hours(episodic(20, 34)).text
    assert "d20 2026-02-18 08:00 , unusually late: look for another cause" in text
    assert "not known not recorded as resolved ; last seen d34 2026-03-04 08:00" in text


def test_toxicity_belongs_to_the_infusion_on_whose_day_or_after_it_began():
    patient = infused().infused(30, 2).bedside(2, 8, **FEVER).bedside(30, 8, **FEVER)
    text = Hours(patient).text
    assert "infusion 2 : onset on or after its day, 2026-02-28 rule “belongs to an infusion”" in text
    assert "infusion 1 : onset on or after its day, 2026-01-29" in text
    assert (
        "CRS of infusion 1 not recorded as resolved when infusion 2 was given: signs from 2026-02-28 on are told as of infusion 2" in text
    )
    assert text.index("Infusion 2, 2026-02-28, grades: ASTCT 2019") < text.index("Infusion 1, 2026-01-29, grades: ASTCT 2019")


def test_a_sign_before_the_hour_of_the_infusion_on_its_day_is_said():
    found = Hours(eligible().row("infusions", number=1, status="given", infused_on="2026-01-29T14:00").bedside(0, 8, **FEVER))
    assert "that hour lies before the infusion's own, 2026-01-29 14:00: the day decides" in found.text
    assert "infusion, 2026-01-29 14:00" in found.html


def test_what_was_never_recorded_is_named_and_nothing_entered_is_said():
    assert "Never recorded after this infusion: oxygen." in Hours(infused().bedside(2, temperature="37", hypotension="no")).text
    empty = Hours(infused()).text
    assert "Nothing was entered for this infusion." in empty
    assert empty.count("not entered") == 2
    assert "No infusion is recorded as given by this day" in Hours(eligible()).text


def test_of_the_dead_it_is_told_how_they_stood_at_death():
    text = Hours(infused().graded(2, 0, 0).bedside(3, 8, **FEVER).seen(5, "dead")).text
    assert "not recorded as resolved by death on 2026-02-03 ; last seen d3" in text
    assert "ended by death from CRS" in Hours(infused().bedside(3, 8, death="crs", **FEVER)).text
    assert "ICANS worst seen 0 · at death" in text.replace("\u00a0", " ")


@settings(max_examples=15)
@given(st.integers(1, 200))
def test_shifting_everything_by_days_moves_no_mark(days):
    def told(shift):
        patient = eligible().infused(shift, weight_kg="70").bedside(shift + 1, 8, **FEVER).bedside(shift + 9, 20, **LUCID)
        return Hours(patient.treated(shift + 2, "crs", drug="tocilizumab", dose="560", unit="mg"), shift + 12)

    assert told(days).places == told(0).places


def test_text_of_the_files_stays_text():
    patient = infused().bedside(2, 8, crs_grade_recorded="2", grading_scale=HOSTILE).treated(2, "crs", drug=HOSTILE, dose="1", unit=HOSTILE)
    assert "<img" not in Hours(patient.row("infections", onset_on=on(2), organism=HOSTILE, site=HOSTILE)).html


def test_the_page_opens_it_by_its_address(dashboard):
    page = dashboard(infused().bedside(2, 8, **FEVER), subject="S-001", open="hours")
    assert page.run.exception == []
    assert "Infusion 1, 2026-01-29, grades: ASTCT 2019" in page.text
    assert "hour by hour" in dashboard(infused().bedside(2, 8, **FEVER), subject="S-001").region("CRS and ICANS")

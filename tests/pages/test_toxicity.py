"""The CRS and ICANS strip: the worst of each day with its source, what is not recorded, what was given, and the grades' evidence."""

import re

import pytest

from core.assessment import assess
from core.protocol.settings import Settings
from dashboard.toxicity import toxicity
from tests.core.patient import eligible, on
from tests.pages.conftest import parsed, spaced

CALM = {"temperature": "36.8", "fever_other_cause": "no", "hypotension": "no", "oxygen_device": "none"}
LUCID = {"ice_total": "10", "consciousness": "alert", "seizure": "none", "motor": "none", "edema": "none", "pressure_signs": "none"}
FEVER = CALM | {"temperature": "39.1"}
HOSTILE = "<img src=x onerror=alert(1)>"


def infused():
    return eligible().infused(weight_kg="70")


class Strip:
    """The strip of a patient on a day, as a person reads it."""

    def __init__(self, patient, day=35):
        self.html = toxicity(assess(patient.facts(), on(day), Settings()), {"as_of": on(day)})
        self.text = spaced(parsed(self.html).parts)

    def row(self, name, at=0):
        """The cells of the rows of that name, by the columns of the strip."""
        rows = re.findall(r"<tr[^>]*><th scope=\"row\">(.*?)</th>(.*?)</tr>", self.html)
        found = [re.findall(r"<td([^>]*)>(.*?)</td>", cells) for head, cells in rows if head == name]
        return [re.sub(r"<[^>]+>", " ", text).strip() for attributes, text in found[at] if "sum" not in attributes]

    def title(self, cell):
        """What stands behind the first cell with this text."""
        found = re.search(rf'title="([^"]*)">{re.escape(cell)}</td>', self.html)
        return found[1] if found else None


def test_each_day_shows_the_worst_of_its_rows_with_time_and_cell():
    patient = infused().bedside(2, 6, **CALM).bedside(2, 14, **FEVER, vasopressors="1").bedside(2, 20, temperature="38", ice_total="9")
    found = Strip(patient.bedside(2, 22, temperature="39.1", oxygen_device="simple_mask", oxygen_reason="hypoxia"))
    assert [found.row(name)[2] for name in ("temperature, °C", "blood pressure", "oxygen", "ICE, of 10")] == ["39.1", "1 pr", "mask", "9"]
    assert found.title("39.1") == "temperature 39.1 °C, 2026-01-31 14:00 (study.xlsx · bedside!C17) and 1 more"
    assert "simple mask, 2026-01-31 22:00" in found.title("mask")


@pytest.mark.parametrize(
    ("name", "cells", "shown"),
    [
        ("blood pressure", {"hypotension": "yes"}, "low?"),
        ("blood pressure", {"vasopressors": "2", "vasopressin": "yes"}, "2 pr+V"),
        ("blood pressure", {"vasopressors": "0", "vasopressin": "yes"}, "vaso"),
        ("blood pressure", {"hypotension": "no"}, "–"),
        ("oxygen", {"oxygen_device": "nasal_cannula", "oxygen_flow": "2.5", "oxygen_reason": "hypoxia"}, "2.5 L"),
        ("oxygen", {"oxygen_device": "nasal_cannula"}, "NC?"),
        ("oxygen", {"oxygen_device": "nasal_cannula", "oxygen_flow": "0"}, "NC?"),
        ("oxygen", {"oxygen_flow": "4"}, "4 L?"),
        ("oxygen", {"oxygen_flow": "0"}, "0 L?"),
        ("oxygen", {"oxygen_device": "ventilator", "oxygen_reason": "airway_or_procedure"}, "IMV°"),
        ("ICE, of 10", LUCID | {"ice_total": "", "ice_orientation": "4", "ice_naming": "2"}, "6–9?"),
        ("consciousness", LUCID | {"consciousness": "awakens_to_touch", "consciousness_other_cause": "yes"}, "touch°"),
        ("seizure", {"seizure_minutes": "3"}, "3 min?"),
        ("motor sign", LUCID | {"motor": "tremor"}, "tremor"),
        ("edema", {"edema": "diffuse", "hemorrhage_only": "no"}, "diffuse"),
        ("raised pressure", {"pressure_signs": "cn6_palsy"}, "CN VI"),
    ],
)
def test_a_sign_is_written_short_with_what_it_lacks(name, cells, shown):
    patient = infused().bedside(3, **(FEVER if name in ("blood pressure", "oxygen") else {}))
    base = {column: cell for column, cell in FEVER.items() if not column.startswith(("oxygen", "hypotension"))}
    patient = infused().bedside(3, **(base if name in ("blood pressure", "oxygen") else {}) | cells)
    assert Strip(patient).row(name)[3] == shown


def test_a_sign_of_another_cause_is_shown_and_said_not_to_count():
    patient = infused().bedside(3, 8, **FEVER).bedside(3, 9, temperature="40", fever_other_cause="yes")
    found = Strip(patient)
    assert found.row("temperature, °C")[3] == "40°"
    assert "not counted: another cause is recorded; counted: temperature 39.1 °C, 2026-02-01 08:00" in found.title("40°")
    assert "° another cause recorded, not counted" in found.text


def test_a_masked_fever_is_marked_and_said():
    treated = CALM | {"antipyretic_or_anticytokine": "yes", "vasopressors": "0"}
    found = Strip(infused().bedside(2, **FEVER).bedside(3, **treated))
    assert found.row("temperature, °C")[3] == "36.8*"
    assert "* fever masked: antipyretic or anticytokine therapy" in found.text


def test_a_day_tells_unrecorded_from_not_assessed_and_from_still_to_come():
    patient = infused().bedside(1, temperature="36.8").bedside(2, temperature="39", fever_other_cause="no").bedside(3, **LUCID)
    found = Strip(patient, day=5)
    assert found.row("oxygen")[:8] == ["·", "", "?", "·", "·", "·", "", ""]
    assert found.row("CRS grade")[:8] == ["·", "0", "1–4", "·", "·", "·", "", ""]
    assert found.row("ICANS grade")[:6] == ["·", "·", "·", "0", "·", "·"]
    assert found.html.count('aria-label="not assessed"') == 9


def test_what_leaves_a_grade_open_is_said_once_and_by_cells_on_demand():
    patient = infused()
    for day in (3, 4, 6):
        patient = patient.bedside(
            day, temperature="39", fever_other_cause="no", hypotension="no", oxygen_device="blow_by" if day > 4 else ""
        )
    text = Strip(patient).text
    assert "? d3–d4 oxygen not recorded (1 more)" in text
    assert "CRS: why 3 days are ranges CRS d3 is 1–4: oxygen device, oxygen reason not recorded" in text
    assert "CRS d6 is 1–2: oxygen reason not recorded" in text


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"oxygen_device": "tent"}, "oxygen device not readable"),
        ({"oxygen_device": "none", "oxygen_flow": "2", "oxygen_reason": "hypoxia"}, "the records contradict each other"),
        ({"ice_orientation": "4"}, "? later ICE naming, ICE commands"),
    ],
)
def test_an_entry_that_decides_nothing_is_named(cells, said):
    base = {column: cell for column, cell in FEVER.items() if column not in cells}
    assert said in Strip(infused().bedside(20, **base | cells)).text


def test_signs_that_nobody_has_are_one_line():
    found = Strip(infused().bedside(2, **LUCID).bedside(3, **LUCID | {"motor": "hemiparesis"}))
    assert found.row("other signs") == ["alert, no seizure, no edema, no sign of raised pressure, where recorded"]
    assert found.row("motor sign")[2:4] == ["no", "hemi"]
    assert "never recorded: edema, raised pressure" in Strip(infused().bedside(2, ice_total="2", hemorrhage_only="yes")).text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((1, 4), "worst seen 1 · now 0 · onset d1 · 4 days · resolved d6"),
        ((2, 34), "worst seen 1 · now 1 · onset d2 · not recorded as resolved · last seen d34"),
        ((1, 4, 10, 12), "2 episodes · onset d1 · 4 days · resolved d6 · onset d10 · 3 days · resolved d14"),
        ((), "worst seen 0 · now 0 · no sign so far"),
    ],
)
def test_how_the_course_stands(days, said):
    patient = infused()
    feverish = [day for start, end in zip(days[::2], days[1::2], strict=True) for day in range(start, end + 1)]
    for day in range(35):
        patient = patient.graded(day, int(day in feverish), 0)
    assert said in Strip(patient).text.replace("\u00a0", " ").replace("  ", " ")


def test_nothing_recorded_is_said_so():
    found = Strip(infused())
    assert found.text.count("not entered") == 2
    assert set(found.row("CRS grade")) == {"·"}
    assert "never recorded" not in found.text


def test_grades_of_the_site_stand_in_a_row_of_their_own_with_their_scale():
    patient = infused().bedside(3, crs_grade_recorded="2", grading_scale="Lee 2014").bedside(3, 9, crs_grade_recorded="1").graded(20, 0, 0)
    found = Strip(patient)
    assert found.row("as the site graded it")[3] == "1, 2"
    assert found.title("1, 2").startswith("2, 2026-02-01 08:00 (study.xlsx · bedside!AB16); 1, 2026-02-01 09:00")
    assert "the site graded by Lee 2014, scale not recorded no sign recorded" in found.text


def test_a_grade_of_the_site_that_differs_from_the_computed_one_is_marked_and_counted():
    patient = infused().bedside(3, **FEVER, crs_grade_recorded="3", grading_scale="ASTCT 2019").bedside(4, **FEVER, crs_grade_recorded="1")
    found = Strip(patient)
    assert found.row("as the site graded it")[3:5] == ["3≠", "1"]
    assert found.title("3≠") == "3 where 1 is computed, 2026-02-01 08:00 (study.xlsx · bedside!AB16)"
    assert "by ASTCT 2019, scale not recorded; ≠ differs from the computed grade, which counts (1 of the rows)" in found.text


def test_a_strip_of_grades_of_another_scale_names_that_scale():
    found = Strip(infused().bedside(3, crs_grade_recorded="2", grading_scale="Lee 2014"))
    assert "later as recorded, Lee 2014, worst of the day" in found.text
    assert "ASTCT" not in found.text


def test_of_the_dead_it_says_how_they_stood_at_death():
    patient = infused().graded(3, 1, 0).graded(4, 1, 0).seen(5, "dead")
    assert "worst seen 1 · at death 1 · onset d3" in Strip(patient).text.replace("\u00a0", " ").replace("  ", " ")
    assert "now" not in Strip(patient).text.partition("what the grades rest on")[0]


def test_the_way_to_the_hours_goes_along_with_the_day():
    assert 'href="patient?subject=S-001&amp;as_of=2026-03-05&amp;open=hours" data-follow' in Strip(infused()).html


def test_later_days_stand_together_with_their_span():
    found = Strip(infused().graded(14).graded(16, 2, 0).graded(34, 1, 0))
    assert found.row("CRS grade")[14:] == ["0", "2"]
    assert found.title("2") == "d16 to d34: highest grade proved 2, first at 2026-02-14 08:00 (study.xlsx · bedside!B17)"


def test_a_death_is_printed_as_5():
    found = Strip(infused().bedside(3, death="crs", **FEVER))
    assert (found.row("CRS grade")[3], 'class="g4"' in found.html) == ("5", True)
    assert "onset d3 · ended by death" in found.text.replace("\u00a0", " ").replace("  ", " ")


def test_what_was_given_stands_by_its_day_with_dose_and_cell():
    patient = infused().treated(3, "crs", drug="Tocilizumab", dose="560", unit="mg").treated(5, "icans", drug="dexamethasone")
    patient = patient.treated(5, "crs", drug="tocilizumab").treated(20, None, drug="prednisone").row("treatments", purpose="crs")
    patient = patient.treated(6, "crs", drug="hydrocortisone").treated(6, "crs", drug="anakinra").treated(6, "icans", drug="siltuximab")
    found = Strip(patient)
    assert [found.row("treatment")[day] for day in (2, 3, 5, 6, 15)] == ["", "toci", "dex  toci", "hydro  +2", "predn?"]
    assert found.title("toci") == "Tocilizumab, 560 mg, for CRS, 2026-02-01 (study.xlsx · treatments!C16)"
    assert "dexamethasone, dose not recorded, for ICANS" in found.html
    assert "Tocilizumab ×2, at least 560 mg, 1 dose not recorded; anakinra, dose not recorded; siltuximab" in found.text
    assert "prednisone (purpose not recorded), dose not recorded; drug not recorded (day not recorded)" in found.text


def test_the_newest_infusion_stands_in_full_and_the_earlier_one_folded():
    patient = infused().infused(30, 2).bedside(2, **FEVER, **LUCID).treated(2, "crs", drug="tocilizumab").bedside(34, **FEVER)
    found = Strip(patient.bedside(29, **CALM))
    assert found.text.index("Infusion 2, day") < found.text.index("Infusion 1, day")
    assert "infusion 1: 6 rows of signs and treatment" in found.text
    full, folded = found.html.split("Infusion 1, day")
    assert ('<th scope="row">oxygen</th>' in full, '<details class="folded">' in full) == (True, False)
    assert folded.index('<details class="folded">') < folded.index('<th scope="row">oxygen</th>')
    assert "d30" not in found.text


def test_a_folded_infusion_without_signs_has_nothing_to_open():
    found = Strip(infused().infused(30, 2).graded(2, 1, 0).graded(34, 2, 0))
    assert "rows of signs" not in found.text
    assert "1 row of signs" in Strip(infused().infused(30, 2).graded(2).treated(2, "crs", drug="x")).text


def test_before_infusion_1_there_is_no_strip():
    assert Strip(eligible()).text == ""


def test_a_grade_shows_the_signs_and_cells_it_rests_on():
    text = Strip(infused().bedside(2, **FEVER)).text
    assert "CRS: what the grades rest on worst 1 , d2 (2026-01-31 08:00): temperature: 39.1 °C, fever of another cause: no" in text
    assert "study.xlsx · bedside!C16" in text


def test_text_of_the_files_stays_text():
    patient = infused().bedside(2, crs_grade_recorded="2", grading_scale=HOSTILE).treated(2, "crs", drug=HOSTILE, dose="1", unit=HOSTILE)
    found = Strip(patient)
    assert "<img" not in found.html
    assert found.text.count(HOSTILE) == 3
    assert found.row("treatment")[2] == "&lt;img…"


def test_the_strip_of_hourly_rows_stays_small():
    patient = infused()
    for hour in range(360):
        patient = patient.bedside(hour // 24, hour % 24, **(FEVER | LUCID if hour % 6 == 0 else {"temperature": "37.4"}))
    assert len(Strip(patient).html.encode()) < 25_000

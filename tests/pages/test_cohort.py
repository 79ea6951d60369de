"""The Cohort page: every count opens its list, ranges stay ranges, an empty cohort is shown as one."""

import csv
from io import BytesIO, StringIO

import openpyxl

from core.cohort.timed import IMMORTAL_TIME
from tests.core.patient import subject


def everybody():
    met = subject("S-002").infused().ctdna(-1, "positive").pet(28, "CR").ctdna(28, "positive").infused(45, 2).pet(90, "CR").graded(2, crs=3)
    return [
        subject("S-001").person(),
        met,
        subject("S-003").infused().pet(28, "PD").seen(None, "dead"),
        subject("S-004").infused().seen(100),
    ]


def test_every_number_of_the_cohort(dashboard):
    page = dashboard(*everybody(), page="cohort", as_of="2026-06-01")
    assert "data cut-off 2026-06-01, 4 enrolled" in page.text
    assert "4 S-001 S-002 S-003 S-004 enrolled" in page.region("Flow")
    assert "1 S-002 infused twice" in page.region("Flow")
    assert "CR of all whose window has closed 1 of 3 (1–91 %)" in page.region("Response")
    assert "1 S-003 PD on PET/CT on day 28" in page.region("Response")
    assert "CRS, ASTCT 2019 1 to 3 of 3" in page.region("Toxicity by infusion")
    assert "S-002 grade 3" in page.region("Toxicity by infusion")
    assert IMMORTAL_TIME in page.region("Survival")
    assert "1 S-003 a death whose day is not recorded or cannot be" in page.region("Survival")
    assert "rule met, infusion 2 given 1 S-002" in page.region("The rule and what was given")
    assert "age at infusion 1 nobody 3" in page.region("Baseline and exposure")


def test_a_count_leads_to_its_subjects(dashboard):
    page = dashboard(*everybody(), page="cohort", as_of="2026-06-01")
    assert {"href": "patient?subject=S-003&as_of=2026-06-01", "data-follow": None, "target": "_self"} in [
        attributes for name, attributes in page.elements if name == "a"
    ]


def test_two_curves_are_drawn(dashboard):
    page = dashboard(*everybody(), page="cohort", as_of="2026-06-01")
    assert [each.proto.spec.count("OS from infusion 1") for each in page.run.get("vega_lite_chart")] == [0, 1]


def test_before_anybody_was_told_of(store, page):
    found = page("cohort")
    assert "0 enrolled" in found.text
    assert "CR of all whose window has closed 0 of 0" in found.region("Response")
    assert found.region("Toxicity by infusion").endswith("Adverse events none recorded")


def test_what_was_told_later_does_not_count(dashboard):
    page = dashboard(*everybody(), page="cohort", as_of="2026-02-10")
    assert "3 S-002 window open until 2026-05-13" in page.region("Response")


def test_visits_owed_by_the_schedule_of_the_site(dashboard):
    assert "visit schedule unset" in dashboard(*everybody(), page="cohort", as_of="2026-03-05").region("Follow-up")
    page = dashboard(
        *everybody(), subject("S-005").infused().but("infusions", infused_on=None),
        page="cohort", as_of="2026-03-05", site={"visit_schedule": "d28 ±3: PET/CT, ctDNA; d42 ±7: ctDNA"},
    )  # fmt: skip
    found = page.region("Follow-up")
    assert "4 overdue, 1 due" in found
    assert "S-004 d28 2026-02-26 2026-02-23 – 2026-03-01 overdue, window closed 4 days ago PET/CT; ctDNA" in found


def test_what_leaves_the_page(dashboard, monkeypatch):
    """Under neutral names, and only of whom acts under a name."""
    given = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, name, *_, **cells: given.update({name: (data, cells["disabled"])}))
    monkeypatch.setattr("dashboard.download.acting_name", lambda: "Li Wei")
    dashboard(*everybody(), page="cohort", as_of="2026-06-01")
    assert {name: disabled for name, (_, disabled) in given.items()} == {
        "cohort_flow_2026-06-01.csv": False,
        "cohort_2026-06-01.xlsx": False,
    }
    table, book = (data() for data, _ in given.values())
    head, *lines = csv.reader(StringIO(table.decode("utf-8-sig")))
    assert (head[:2], head[-2:]) == (["box", "comes_from"], ["ledger_entries", "ledger_head"])
    assert [line[3] for line in lines if line[0] == "enrolled"] == ["S-001", "S-002", "S-003", "S-004"]
    assert openpyxl.load_workbook(BytesIO(book))["flow"]["A10"].value == "enrolled"

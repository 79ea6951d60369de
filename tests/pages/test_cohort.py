"""The Cohort page: every count opens its list, ranges stay ranges, an empty cohort is shown as one."""

import csv
import json
import os
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl

from core.changes.queried import queried, say
from core.cohort.timed import IMMORTAL_TIME
from core.ledger.ledger import Ledger
from core.pictures.swimmer import MOST
from dashboard.audit.actions import line
from tests.core.patient import subject
from tests.pages.conftest import Page


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


def test_what_is_drawn(dashboard):
    page = dashboard(*everybody(), page="cohort", as_of="2026-06-01")
    said = [json.loads(each.proto.spec)["description"] for each in page.run.get("vega_lite_chart")]
    assert [each.split(",")[0].split(":")[0] for each in said] == [
        "PFS from infusion 1",
        "OS from infusion 1",
        "Swimmer lanes of 3 subjects up to day 100",
        "ctDNA change from baseline",
    ]
    assert "day 28, ctDNA positive 0 days apart" in page.region("ctDNA against PET/CT")
    assert "2 S-003 no ctDNA call within 14 days of a PET/CT S-004 no PET/CT after infusion 1" in page.region("ctDNA against PET/CT")
    assert "S-003 day 28, PD on PET/CT none before –" in page.region("Lead time of ctDNA before progression")


def test_lanes_beyond_a_picture_are_counted_and_led_to(dashboard):
    page = dashboard(*(subject(f"S-{number:03d}").infused() for number in range(MOST + 1)), page="cohort", as_of="2026-06-01")
    for asked, told in (
        ("1", "Lanes 1 to 40 of 41, by duration; 1 not in this picture: 41–41"),
        ("2", "Lanes 41 to 41 of 41, by duration; 40 not in this picture: 1–40"),
        ("9", "Lanes 1 to 40 of 41, by duration; 1 not in this picture: 41–41"),
    ):
        page.run.query_params["page"] = asked
        assert told in Page(page.run.run()).text


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
    assert "1 overdue, 2 due, 2 cannot be told, 0 missed; 3 given infusion 1, of 1 that is left open by a cell" in found
    assert "S-004 d28 2026-02-26 2026-02-23 – 2026-03-01 overdue, window closed 4 days ago PET/CT; ctDNA" in found


def test_how_far_the_stopping_boundaries_of_the_site_are(dashboard):
    assert "stopping boundaries unset" in dashboard(page="cohort", as_of="2026-03-05").region("Stopping boundaries")
    said = "CRS ≥3 by day 30 after infusion 1: 20 %, 90 %"
    page = dashboard(*everybody(), page="cohort", as_of="2026-06-01", site={"stopping_boundaries": said})
    found = page.region("Stopping boundaries")
    assert f"{said} may be reached , 1 to 3 of 3, boundary at 3 of 3; 0 pending 1 S-002 2 S-003 S-004 0 0" in found


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


def test_a_data_query_is_owned_answered_and_resolved_by_itself(dashboard):
    page = dashboard(*everybody(), page="cohort", as_of="2026-03-05")
    assert "S-001 missing hemoglobin not recorded; the verdict is open without it open none yet" in page.region("Data queries")
    assert "under which name you act" in page.text
    run = page.run
    run.session_state["acting_as"] = "Li Wei"
    run.run()
    wanted = next(each for each in run.selectbox(key="query").options if "S-001, hemoglobin" in each)
    run.button(key="query-store").click().run()
    assert "query: none is chosen" in Page(run).text
    run.selectbox(key="query").select(wanted)
    run.text_input(key="query-owner").input("Nurse Wu")
    run.button(key="query-store").click().run()
    assert "state '' is none; expected one of: open, answered, closed" in Page(run).text
    run.selectbox(key="query").select(wanted)
    run.text_input(key="query-owner").input("Nurse Wu")
    run.selectbox(key="query-state").select("answered")
    run.text_input(key="query-reason").input("drawn today")
    run.button(key="query-store").click().run()
    assert "verdict is open without it answered Nurse Wu drawn today" in Page(run).region("Data queries")
    assert "0 resolved by itself" in Page(run).region("Data queries")
    ledger = Ledger.open(os.environ["REINFUSE_STORE"])
    (said,) = queried(ledger).values()
    say(ledger, replace(said.query, place="height"), ("Nurse Wu", "open", ""), "Li Wei", "another")
    told = line(ledger.entries()[-1], [])
    ledger.close()
    found = Page(run.run()).region("Data queries")
    assert "S-001 missing height not recorded; the verdict is open without it resolved by itself Nurse Wu" in found
    assert "1 resolved by itself" in found
    assert told == "S-001, height: open, with Nurse Wu"

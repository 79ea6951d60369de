"""The timeline block of the Patient page: opened by the address, its picture, its visits, and every event with its cell."""

import json

from core.protocol.schedule import ASSUMED_SCHEDULE
from tests.core.patient import subject
from tests.pages.conftest import spaced

VISITS = "d7 ±1: labs; d28 ±3: PET/CT, ctDNA, IgG; d56 ±4: ctDNA"


def patient():
    found = subject().infused().ctdna(28, "positive").infection(20).lab("hemoglobin", "100", 3)
    return found.row("adverse_events", term="anemia", grade="2", onset_on="2026-02-05", resolved_on="2026-02-08")


def test_the_timeline_comes_only_when_the_address_asks_for_it(dashboard):
    assert "events from" not in dashboard(patient(), subject="S-001").text


def test_every_event_stands_in_the_table_with_its_cell(dashboard):
    shown = dashboard(patient(), subject="S-001", open="timeline")
    assert "6 events from 6 records and dates, 0 without a day" in shown.text
    assert "d7 2026-02-05 2026-02-08 Adverse events anemia, grade 2" in shown.text
    assert "d20 2026-02-18 open Infections" in shown.text
    assert "not recorded as resolved" in shown.text
    assert "infections!" in shown.text


def test_the_picture_is_drawn_with_its_words(dashboard):
    run = dashboard(patient(), subject="S-001", open="timeline").run
    specs = [json.loads(each.proto.spec) for each in run.get("vega_lite_chart")]
    assert [spec["description"].split(" ")[0] for spec in specs] == ["Trajectory", "Timeline"]
    assert "Open ends: in hospital, no discharge recorded; organism not recorded" in specs[1]["description"]


def test_an_unset_schedule_calls_nothing_missed_and_offers_a_proposal(dashboard):
    said = dashboard(patient(), subject="S-001", open="timeline").region("Visits of the schedule")
    assert "visit schedule unset : no visit is called due or missed" in said
    assert spaced([ASSUMED_SCHEDULE]) in said
    assert "Visits: missed" not in said


def test_each_visit_has_its_state_and_where_it_is_recorded(dashboard):
    said = dashboard(patient(), subject="S-001", open="timeline", site={"visit_schedule": VISITS}).region("Visits of the schedule")
    assert "1 partly done, 1 upcoming, 1 missed." in said
    assert "d7 2026-02-05 2026-02-04 – 2026-02-06 missed labs none recorded" in said
    assert "partly done PET/CT none recorded ; ctDNA" in said
    assert "IgG not looked for" in said


def test_a_visit_that_is_due_says_how_long(dashboard):
    said = dashboard(subject().infused(), subject="S-001", open="timeline", site={"visit_schedule": "d35 ±3: ctDNA"})
    assert "due, 3 days left" in said.region("Visits of the schedule")


def test_what_ended_the_case_and_what_may_have_is_said(dashboard):
    died = dashboard(subject().infused().seen(30, "dead"), subject="S-001", open="timeline", site={"visit_schedule": VISITS})
    assert "Nothing more is expected from 2026-02-28 on: death" in died.text
    doubt = dashboard(subject().infused().seen(None, "dead"), subject="S-001", open="timeline", site={"visit_schedule": VISITS})
    assert "a death or a new therapy of unknown day; what was missed cannot be told" in doubt.text


def test_before_infusion_1_no_visit_is_expected_and_days_are_not_counted(dashboard):
    shown = dashboard(subject().ctdna(-6, "positive"), subject="S-001", open="timeline", site={"visit_schedule": VISITS})
    assert "No visit is expected before infusion 1." in shown.text
    assert "no infusion 1 2026-01-23" in shown.text
    nobody = dashboard(subject().person(consent_date=None), subject="S-001", open="timeline")
    assert "No event is recorded by this day." in nobody.text

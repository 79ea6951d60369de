"""The Records block of the Patient page: every fact with its versions and its source, and one fact by hand."""

import os
import re
from pathlib import Path

import pytest

from core.ledger.checkpoint import place
from core.ledger.entry import Recorded, Version
from core.ledger.ledger import Ledger
from core.ledger.stored import Stored
from dashboard.records.lineage import lineage
from dashboard.records.row import column_name, row_words
from tests.core.patient import changed, eligible, subject
from tests.pages.hand import NAME, acting, again, entered, entries, labels, pressed, records, typed

PATIENT = eligible().infused().ctdna(-6, "positive").ctdna(28, "negative").graded(3, 1)
HOSTILE = ('<img src=x onerror="alert(1)">', "<script>alert(1)</script>", "![x](http://x.example/p.png)", ":red[x]", "$x$", "=1+1")


@pytest.fixture
def opened(dashboard):
    """The page of a patient with the block open."""
    return lambda *patients, subject="S-001", **address: records(dashboard(*(patients or (PATIENT,)), subject=subject, **address), subject)


def url():
    return os.environ["REINFUSE_STORE"]


def facts(sheet, subject="S-001"):
    """The facts of a sheet that stand, by number."""
    ledger = Ledger.open(url())
    found = {each.id: each.held for each in ledger.standing(subject) if each.sheet == sheet}
    ledger.close()
    return found


def adding(shown, sheet):
    return again(typed(shown, add_a_record=sheet))


def at_fact(shown, fact):
    shown.run.query_params["fact"] = str(fact)
    return again(shown)


def test_closed_it_draws_nothing_of_the_records(dashboard):
    page = acting(dashboard(PATIENT, subject="S-001"))
    assert "Records, one fact by hand" in page.text
    assert "facts stand" not in page.text
    assert "Add a record" not in labels(page)


def test_open_it_lists_every_fact_with_its_source_who_told_it_and_when(opened):
    page = opened()
    listed = page.region("Records")
    assert f"{len(PATIENT.rows)} facts stand , 0 withdrawn" in page.text
    assert "2026-02-26 assay A · call negative stands ctdna.csv · ctdna!3" in listed
    assert "hemoglobin 110 g/L stands labs.csv · labs!2" in listed
    assert re.search(r"labs!2 \d{4}-\d\d-\d\d \d\d:\d\d , Test coordinator , entry 2 ", listed)
    assert page.run.exception == []


def test_a_long_list_is_paged_and_never_cut_without_a_count(opened):
    patient = PATIENT
    for hour in range(60):
        patient = patient.lab("crp", hour, 1 + hour // 24, hour % 24)
    page = opened(patient)
    assert f"Rows 1 to 60 of {len(patient.rows)}" in page.text
    page.run.selectbox(key="sheet-S-001").set_value("ctdna")
    assert "ctDNA · 2" in again(page).region("Records")


def test_a_cell_that_could_not_be_read_says_why(opened):
    listed = opened(PATIENT.pet(28, "CR?")).region("Records")
    assert "response 'CR?' is not one of the allowed words; expected one of: CR, PR, SD, PD, IR, NE; counts as not recorded" in listed


def writable(shown):
    return [label for label in labels(shown) if label.startswith(("Add", "Check", "Store", "Investigator"))]


def test_without_a_name_nothing_can_be_entered(dashboard):
    page = records(dashboard(PATIENT, subject="S-001"), name="")
    assert "say above under which name you act" in page.text
    assert writable(page) == []
    assert "correct or withdraw" not in page.text
    assert "history" in page.region("Records")


def test_nothing_can_be_entered_while_looking_at_the_past(opened):
    page = opened()
    assert writable(page) != []
    page.run.query_params["known_at"] = str(entries(url())[-1].at.date())
    page = again(page)
    assert "nothing can be entered while looking at the past" in page.text
    assert writable(page) == []
    assert "history" in page.region("Records")


def test_a_store_that_may_only_be_read_stores_nothing_and_says_why(opened):
    page = pressed(typed(adding(opened(), "pet"), scanned_on="2026-02-26", reason="phoned"), "Check")
    Path(place(url())).unlink()
    page = pressed(page, "Store this")
    assert "Nothing was saved: the ledger can only be read" in page.text
    assert "the checkpoint is missing" in page.text
    assert writable(page) == []
    assert len(entries(url())) == 2


def test_every_fault_of_a_new_record_is_told_at_once_by_its_field(opened):
    page = pressed(typed(adding(opened(), "bedside"), temperature="99", ICE_total="11"), "Check")
    for said in (
        "assessed at : is blank; expected a date-time like 2026-03-05T08:00",
        "temperature : '99' is not plausible; expected a number from 30 to 45 degrees Celsius",
        "ICE total : '11' is outside the scale; expected a whole number 0-10",
        "reason : is blank",
    ):
        assert said in page.text
    assert "4 fields cannot be stored ; nothing was stored" in page.text
    assert len(entries(url())) == 2
    assert page.run.text_input(key=next(each.key for each in page.run.text_input if each.label == "temperature")).value == "99"


def test_a_word_is_chosen_and_blank_is_not_recorded(opened):
    page = adding(opened(), "pet")
    response = next(each for each in page.run.selectbox if each.label == "response")
    assert response.options == ["not recorded", "CR", "PR", "SD", "PD", "IR", "NE"]
    assert response.value == ""


def test_a_scan_by_hand_is_shown_with_what_follows_then_stored_once_and_counts(opened):
    page = opened(eligible().infused().ctdna(-6, "positive").ctdna(28, "positive"))
    assert "Unknown" in page.region("Recommendation")
    page = typed(adding(page, "pet"), scanned_on="2026-02-26", modality="PET/CT", response="CR", reason="the reader phoned")
    page = pressed(page, "Check")
    assert "New record: PET/CT, S-001 Not stored yet. By Li Na (unverified) , reason: the reader phoned" in page.region(
        "What would be stored"
    )
    assert "Unknown → Rule met" in page.region("What it would do")
    assert len(entries(url())) == 2
    page = pressed(page, "Store this")
    assert "stored Stored as entry 3" in page.text
    assert "by Li Na (unverified) : 1 new." in page.text
    assert "Rule met" in page.region("Recommendation")
    assert "by hand, Li Na · pet" in page.region("Records")
    assert [(each.action, each.by, each.body["reason"]) for each in entries(url())[2:]] == [("hand", NAME, "the reader phoned")]
    assert "Store this" not in labels(page)


def test_a_bedside_value_is_corrected_and_its_earlier_version_stays(opened):
    page = opened(PATIENT.bedside(4, temperature="39.5", hypotension="no"))
    (fact,) = [number for number, held in facts("bedside").items() if held.record.temperature]
    page = typed(at_fact(page, fact), temperature="36.9", reason="misread the chart")
    page = pressed(pressed(page, "Check what this"), "Store this")
    listed = page.region("Records")
    assert "temperature 36.9 · hypotension no corrected" in listed
    assert "replaced 2026-02-02 08:00 temperature 39.5 · hypotension no" in listed
    assert "entry 3: misread the chart" in listed
    assert "fact" not in page.run.query_params


def test_a_cell_that_is_emptied_counts_as_not_recorded(opened):
    page = opened(PATIENT.pet(28, "CR"))
    (fact,) = facts("pet")
    page = pressed(typed(at_fact(page, fact), response="", reason="the read was another's"), "Check what this")
    assert "CR → unknown" in page.region("What it would do")
    page = pressed(page, "Store this")
    ((held),) = facts("pet").values()
    assert held.record.response is None
    assert "was emptied by hand: the read was another's" in page.region("Records")


def test_a_fact_is_withdrawn_with_a_reason_and_stays_in_the_history(opened):
    page = opened(PATIENT.pet(28, "CR"))
    (fact,) = facts("pet")
    page = pressed(at_fact(page, fact), "Check what a withdrawal")
    assert "reason : is blank" in page.text
    page = pressed(typed(page, reason_to_withdraw="another subject's scan"), "Check what a withdrawal")
    assert "Withdrawal: PET/CT 2026-02-26, S-001" in page.region("What would be stored")
    page = pressed(page, "Store this")
    assert facts("pet") == {}
    assert "1 withdrawn" in page.text
    assert "withdrawn pet.csv · pet!2" in page.region("Records")
    assert "entry 3: another subject's scan" in page.region("Records")


def test_the_counts_are_accepted_by_name_and_the_failed_value_stays_in_view(opened):
    page = opened(changed(eligible(), "hemoglobin=70; counts_acceptable=no").infused())
    assert "I6" in page.region("Eligibility")
    assert "not eligible" in page.region("Eligibility")
    page = pressed(page, "Investigator accepts the counts")
    page = typed(page, investigator="Dr. Okafor", reason="marrow involvement")
    page = pressed(page, "Check what this")
    assert "I6 not met → met" in page.region("What it would do")
    page = pressed(page, "Store this")
    assert "hemoglobin ≥ 80 g/L false 70 g/L" in page.region("Eligibility")
    assert page.region("Eligibility").startswith("Eligibility eligible")
    (held,) = facts("screening").values()
    assert (held.record.counts_acceptable_by, held.record.counts_acceptable_reason) == ("Dr. Okafor", "marrow involvement")
    assert held.record.ecog == 1


def test_an_override_needs_a_name_and_a_reason(opened):
    page = pressed(opened(), "Investigator accepts the counts")
    page = pressed(typed(page, investigator=""), "Check what this")
    assert "who : is blank; expected text" in page.text
    assert "reason : is blank; expected text" in page.text


def test_a_click_whose_answer_was_lost_is_told_and_stored_once(opened):
    page = typed(adding(opened(), "pet"), scanned_on="2026-02-26", reason="phoned")
    page = pressed(page, "Check")
    waiting = page.run.session_state["waiting records"]
    page = pressed(page, "Store this")
    page.run.session_state["waiting records"] = waiting
    page.run.session_state["adding-S-001"] = "pet"
    page = pressed(again(page), "Store this")
    assert "It was asked for twice and stored once" in page.text
    assert len(entries(url())) == 3


def test_a_form_that_others_have_overtaken_is_refused_with_what_changed_and_keeps_what_was_typed(opened):
    page = typed(adding(opened(), "pet"), scanned_on="2026-02-26", reason="phoned")
    entered(url(), "S-001", "pet", scanned_on="2026-02-26", response="PD")
    page = pressed(page, "Check")
    assert "S-001 was changed since this form was opened" in page.text
    assert "hand, by Somebody else" in page.text
    assert [each.disabled for each in page.run.button if each.label.startswith("Check")] == [True]
    page = pressed(page, "Go on with what stands now")
    assert next(each.value for each in page.run.text_input if each.label.startswith("scanned on")) == "2026-02-26"
    page = pressed(page, "Check")
    assert "New record: PET/CT" in page.region("What would be stored")


def test_a_plan_that_others_have_overtaken_is_not_stored(opened):
    page = pressed(typed(adding(opened(), "pet"), scanned_on="2026-02-26", reason="phoned"), "Check")
    entered(url(), "S-001", "pet", scanned_on="2026-02-26", response="PD")
    page = pressed(page, "Store this")
    assert "not stored What this rests on was changed by entry 3" in page.text
    assert "hand, by Somebody else" in page.text
    assert len(entries(url())) == 3


def test_what_waits_for_one_subject_is_never_stored_on_the_page_of_another(opened):
    page = opened(PATIENT, subject("S-002").infused())
    page = pressed(typed(adding(page, "pet"), scanned_on="2026-02-26", reason="phoned"), "Check")
    page.run.query_params["subject"] = "S-002"
    page = pressed(page, "Store this")
    assert "What waited was for S-001, and the page shows S-002. Nothing was stored" in page.text
    assert len(entries(url())) == 2


def test_discarded_it_is_gone(opened):
    page = pressed(typed(adding(opened(), "pet"), scanned_on="2026-02-26", reason="phoned"), "Check")
    page = pressed(page, "Discard")
    assert "Store this" not in labels(page)
    assert len(entries(url())) == 2


def test_an_address_may_name_a_fact_and_a_wrong_one_is_told(dashboard):
    page = dashboard(PATIENT.pet(28, "CR"), subject="S-001", fact="1")
    assert "It has no earlier version" in page.region("This fact")
    assert "The address names a fact that this subject does not have by now" in at_fact(page, 999).text


def test_a_row_that_was_left_out_stands_in_the_list_and_can_be_withdrawn(opened):
    page = opened(PATIENT.row("pet", scanned_on="soon", response="CR"))
    assert "left out: what this row said is unknown" in page.region("Records")
    (fact,) = facts("pet")
    page = at_fact(page, fact)
    assert not [label for label in labels(page) if label.startswith("scanned on")]
    page = pressed(pressed(typed(page, reason_to_withdraw="typed anew"), "Check what a withdrawal"), "Store this")
    assert facts("pet") == {}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_record_a_name_and_a_reason_stay_text(dashboard, hostile):
    page = records(dashboard(PATIENT.treated(2, drug=hostile), subject="S-001"), name=hostile)
    page = pressed(typed(adding(page, "pet"), scanned_on="2026-02-26", reader=hostile, reason=hostile), "Check")
    assert page.text.count(hostile) >= 2
    page = pressed(page, "Store this")
    assert page.text.count(hostile) >= 3
    assert not {"img", "script"} & {name for name, _ in page.elements}
    assert [each for each in page.run.markdown if hostile in each.value] == []


def test_columns_are_named_as_one_reads_them():
    assert [column_name(each) for each in ("ice_total", "counts_acceptable", "no_pr_after_2_3_cycles")] == [
        "ICE total", "counts acceptable", "no PR after 2–3 cycles of first line",
    ]  # fmt: skip


def stored(number, patient):
    (row,) = patient.read()
    return Stored(number, row)


def test_a_corrected_fact_stands_over_its_earlier_version_and_an_undo_turns_them_round():
    first, second = stored(1, subject().pet(28, "PR")), stored(2, subject().pet(28, "CR"))
    change = {5: [Recorded(1, first, False), Recorded(1, second, True)]}
    corrected = lineage([Version(first, ((3, True), (5, False))), Version(second, ((5, True),))], change)
    assert [(line.stored.id, line.stands, line.later, [old.stored.id for old in line.earlier]) for line in corrected] == [
        (1, False, True, []),
        (2, True, False, [1]),
    ]
    undone = lineage([Version(first, ((3, True), (5, False), (8, True))), Version(second, ((5, True), (8, False)))], change)
    assert [(line.stored.id, line.stands, line.later, line.ended) for line in undone] == [(1, True, False, None), (2, False, False, 8)]


def test_nothing_recorded_is_said_in_words():
    assert "nothing recorded" in row_words(stored(1, subject().row("subjects")).held)

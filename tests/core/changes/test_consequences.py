"""What a plan changes beyond the records: which verdicts, for whom, from what to what, and by which cells."""

from datetime import date
from math import inf
from random import Random

from core.changes.by_hand import enter
from core.changes.choose import choose
from core.changes.consequences import consequences
from core.changes.undo import undo
from core.changes.upload import prepare
from tests.campaign.blast import blast
from tests.campaign.stores import Files
from tests.campaign.tally import Tally
from tests.core.changes.telling import csv, plan, store, told

DAY = date(2026, 3, 5)
INFUSED = csv("infusions", "number,status,infused_on", "S-1,1,given,2026-01-30")
CTDNA = csv("ctdna", "collected_on,assay,call", "S-1,2026-01-20,A,positive", "S-1,2026-02-20,A,positive")
PR = csv("pet", "scanned_on,modality,response", "S-1,2026-02-25,PET/CT,PR")


def of(ledger, found):
    return {one.what: (one.before, one.after, one.why) for one in consequences(ledger, found, DAY)}


def uploading(ledger, *files):
    return of(ledger, plan(prepare(ledger, files)))


def test_a_scan_decides_the_rule_and_is_named_as_the_reason(ledger):
    told(ledger, INFUSED, CTDNA)
    found = uploading(ledger, PR)
    scan = {"pet.csv · pet!B2", "pet.csv · pet!C2", "pet.csv · pet!D2"}
    assert found["second infusion"][:2] == ("unknown", "met")
    assert found["PET/CT"][:2] == ("unknown", "PR")
    assert set(found["second infusion"][2]) == scan
    assert found["W_NO_PET"][:2] == ("raised", "not raised")
    assert "eligibility" not in found


def test_infusion_1_brings_verdicts_that_nobody_asked_for_before(ledger):
    told(ledger, CTDNA, PR)
    found = uploading(ledger, INFUSED)
    assert found["second infusion"][:2] == ("before_infusion_1", "met")
    assert found["ctDNA"][:2] == ("not judged", "persistent")
    assert found["W_SAFETY_UNKNOWN"][:2] == ("not raised", "raised")
    assert found["second infusion"][2] == ("infusions.csv · infusions!2",)


def test_a_bedside_row_changes_the_grades_by_its_cells(ledger):
    told(ledger, INFUSED)
    columns = "assessed_at,temperature,hypotension,oxygen_device,vasopressors"
    found = uploading(ledger, csv("bedside", columns, "S-1,2026-02-01T08:00,38.6,no,none,0"))
    assert found["CRS worst after infusion 1"] == (
        "not assessed",
        "grade 0–1",
        tuple(f"bedside.csv · bedside!{column}2" for column in "CDFE"),
    )


def test_what_closes_the_case_is_named(ledger):
    told(ledger, INFUSED, CTDNA, PR)
    found = uploading(ledger, csv("treatments", "given_at,drug,purpose", "S-1,2026-03-01,glofitamab,lymphoma"))
    assert found["second infusion"] == ("met", "closed", ("treatments.csv · treatments!B2",))


def test_who_appears_is_told_as_such_in_one_line_and_who_vanishes_too(ledger):
    found = consequences(ledger, plan(prepare(ledger, [INFUSED, CTDNA, PR])), DAY)
    assert [(one.subject_id, one.what, one.before, one.after) for one in found] == [
        ("S-1", "subject", "not in the ledger", "eligibility: incomplete; second infusion: met")
    ]
    assert found[0].why[0] == "infusions.csv · infusions!2"
    entry = told(ledger, INFUSED, CTDNA, PR)
    assert of(ledger, undo(ledger, entry, "wrong file").plan)["subject"][:2] == (found[0].after, found[0].before)


def test_a_correction_by_hand_has_consequences_too(ledger):
    told(ledger, INFUSED, CTDNA, PR)
    number = next(each.id for each in ledger.standing("S-1") if each.sheet == "pet")
    found = of(ledger, enter(ledger, "S-1", "pet", {"response": "CR"}, "Dr B", "read again", replaces=number))
    assert found == {"PET/CT": ("PR", "CR", ("by hand, Dr B · pet.response", "pet.csv · pet!D2"))}


def test_a_setting_concerns_everybody(ledger):
    told(ledger, INFUSED, csv("ctdna", "collected_on,assay,call", "S-1,2026-02-20,A,negative"), PR, csv("subjects", "sex", "S-2,male"))
    chosen = choose(ledger, "pr_requires_ctdna", "yes", DAY, "as the PI ruled", "Dr B")
    assert of(ledger, chosen) == {"second infusion": ("board_review", "not_met", ())}
    store(ledger, chosen)
    unset = choose(ledger, "pr_requires_ctdna", None, DAY, "not ruled yet", "Dr B")
    assert of(ledger, unset) == {"second infusion": ("not_met", "board_review", ())}


def test_what_changes_no_verdict_has_no_consequence(ledger):
    told(ledger, INFUSED, CTDNA, PR)
    assert uploading(ledger, csv("pet", "scanned_on,reader", "S-1,2026-02-25,A")) == {}


def test_they_are_what_judging_everybody_anew_finds(tmp_path):
    tally = Tally("blast radius", 10, inf)
    blast(tally, Random(0), Files(tmp_path))
    assert (tally.findings, tally.counts["trials"]) == ([], 10)

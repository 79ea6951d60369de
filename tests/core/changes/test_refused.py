"""A refused upload leaves one entry: which contents and how much was wrong, no value of any."""

from core.changes.refused import refuse_upload
from core.changes.upload import prepare
from core.intake.reader import Handed
from core.ledger.canonical import canonical
from core.ledger.plan import REFUSED
from tests.core.changes.telling import csv, told

LAB = "collected_at,analyte,value,unit"
BAD = csv("labs", LAB, "S-987,2026-03-01,hemoglobin,8.4x,g/L", "S-987,never,hemoglobin,80,g/L")
FOREIGN = Handed("lab.csv", b"Patient ID,Date,Hb\nS-987,2026-02-05,81\n")


def test_it_tells_the_contents_and_a_count_and_no_value(ledger):
    found = prepare(ledger, [BAD, Handed("scan.pdf", b"%PDF-1.7"), FOREIGN])
    entry = refuse_upload(ledger, found, "Dr A", "key").entry
    assert (entry.action, entry.key, entry.body["problems"]) == (REFUSED, "key", 4)  # the scan, two cells, one question
    assert entry.body["contents"] == [[each.name, each.sha256] for each in found.files]
    assert "S-987" not in canonical(dict(entry.body))
    assert ledger.version() == 0


def test_what_is_left_out_by_choice_is_no_fault_of_it(ledger):
    found = prepare(ledger, [BAD, FOREIGN], leave_out=True)
    assert refuse_upload(ledger, found, "Dr A").entry.body["problems"] == 1


def test_a_conflict_that_nobody_decides_is_one(ledger):
    told(ledger, csv("subjects", "sex", "S-1,male"))
    assert refuse_upload(ledger, prepare(ledger, [csv("subjects", "sex", "S-1,female")]), "Dr A").entry.body["problems"] == 1


def test_the_same_refused_again_on_one_day_by_one_person_is_one_entry(ledger, clock):
    found = prepare(ledger, [BAD])
    first, again, other = (refuse_upload(ledger, found, by) for by in ("Dr A", "Dr A ", "Dr B"))
    assert (first.repeated, again.repeated, other.repeated) == (False, True, False)
    clock.step(days=1)
    assert refuse_upload(ledger, found, "Dr A").entry.seq == 3

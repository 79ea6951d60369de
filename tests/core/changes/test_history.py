"""What a store knows of a subject, for whoever reads a file: as it stood at one entry."""

from datetime import date

import pytest

from core.changes.history import LedgerHistory
from core.changes.upload import prepare
from core.intake.watched import Stopped, Watched
from core.layouts.history import NOBODY
from tests.core.changes.telling import csv, told

LAB = "collected_at,analyte,value,unit"
LABS = csv("labs", LAB, "S-1,2026-02-01,hemoglobin,80,g/L")
SUBJECTS = csv("subjects", "sex,birth_date", "S-1,male,1958-02-03", "S-2,,")


def test_an_empty_store_knows_nobody(ledger):
    history = LedgerHistory(ledger, 0)
    assert (history.anybody(), history.subject("S-1"), history.person("S-1"), history.everybody) == (False, None, None, frozenset())


def test_a_subject_is_known_with_its_results_its_birth_date_and_its_sex_as_of_an_entry(ledger):
    told(ledger, LABS)
    told(ledger, SUBJECTS)
    now, then = LedgerHistory(ledger, 2), LedgerHistory(ledger, 1)
    known, earlier = now.subject("S-1"), then.subject("S-1")
    assert known is not None
    assert earlier is not None
    assert ([str(one.record.value) for one in known.labs], known.birth_date, known.sex) == (["80"], date(1958, 2, 3), "male")
    assert now.subject("S-1") is known
    assert (earlier.birth_date, then.person("S-1"), then.subject("S-2")) == (None, None, None)
    assert (now.anybody(), sorted(now.everybody)) == (True, ["S-1", "S-2"])
    assert [None if one is None else one.record.sex for one in map(now.person, ("S-1", "S-2", "S-3"))] == ["male", None, None]


def test_whoever_waits_is_told_what_is_compared_and_may_stop_it(ledger):
    watched = Watched()
    prepare(ledger, [LABS], watched=watched)
    assert watched.stage == "Comparing with the store: 0 of 1 subjects"
    watched.stop()
    with pytest.raises(Stopped):
        prepare(ledger, [LABS], watched=watched)
    assert ledger.head().seq == 0


def test_nobody_knows_nobody():
    assert (NOBODY.subject("S-1"), NOBODY.anybody()) == (None, False)

"""Everybody judged at one data cut-off."""

from datetime import date

from core.assessment import Assessment, assess
from core.cohort.cohort import Cohort
from core.ledger.ledger import Ledger
from core.ledger.snapshot import gathered
from core.protocol.settings import Settings
from dashboard.source import Case, Register


def everybody(ledger: Ledger, register: Register, day: date) -> Cohort:
    cases = (Case(ledger, subject, entry) for subject, entry in register.touched.items())
    return Cohort(day, tuple(_assessed(case, register.settings, day) for case in cases), register.settings)


def _assessed(case: Case, settings: Settings, day: date) -> Assessment:
    told = case.ledger.standing(case.subject_id, case.entry)  # past the snapshots the ledger keeps: everybody's would fill the memory
    return assess(gathered(case.subject_id, told).facts, day, settings)

"""Everybody judged at one data cut-off."""

from datetime import date

from core.assessment import assess
from core.cohort.cohort import Cohort
from core.ledger.ledger import Ledger
from core.ledger.snapshot import Gathered, gathered
from dashboard.source import Case, Register


def everybody(ledger: Ledger, register: Register, day: date) -> Cohort:
    found, problems = [], {}
    for subject, entry in register.touched.items():
        told = _gathered(Case(ledger, subject, entry))
        found.append(assess(told.facts, day, register.settings))
        if told.problems:
            problems[subject] = told.problems
    return Cohort(day, tuple(found), register.settings, problems)


def _gathered(case: Case) -> Gathered:
    told = case.ledger.standing(case.subject_id, case.entry)  # past the snapshots the ledger keeps: everybody's would fill the memory
    return gathered(case.subject_id, told)

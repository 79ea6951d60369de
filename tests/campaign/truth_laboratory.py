"""One laboratory of the truth test: how it writes, its subjects, what stands of them already and what it measures next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from random import Random

from core.facts.fact import Fact, Origin
from core.facts.records import Lab, Record
from core.facts.records import Subject as Person
from core.facts.written import record_of
from core.ledger.plan import NEW, UPLOAD, Change, Content, Plan
from tests.campaign.truth_courses import Result, Subject, results, subject, visits
from tests.campaign.truth_habits import TITLED, Habits, drawn

TODAY = date(2026, 6, 24)


@dataclass(frozen=True)
class Laboratory:
    """`history` is what stands of its subjects; `first` and `second` are what it measured next, in its own units."""

    habits: Habits
    people: Mapping[str, Subject]
    history: Sequence[Result]
    first: Sequence[Result]
    second: Sequence[Result]


def laboratory(random: Random, number: int) -> Laboratory:
    """One laboratory, its subjects, and what it measures in them."""
    habits = drawn(random, number)
    before, then, later = random.randint(3, 6), random.randint(1, 4), random.randint(1, 3)
    people: dict[str, Subject] = {}
    days: dict[Subject, list[int]] = {}
    for place in range(random.randint(1, 6)):
        found = visits(random, before + then + later, random.choice((-30, -12, -8, 0, 14)))
        person = subject(random, number * 6 + place, habits.shape, found[-1], TODAY)
        people[person.id], days[person] = person, found
    new = {person.id: (found[before], found[before + then]) for person, found in days.items()}
    all_results = results(random, days, habits.panel, habits.bounds)
    if habits.form == TITLED:
        shown = random.choice(list(people))
        all_results = [each for each in all_results if each.subject_id == shown or _day(people, each) < new[each.subject_id][0]]
    return Laboratory(
        habits,
        people,
        [each for each in all_results if _day(people, each) < new[each.subject_id][0]],
        [each for each in all_results if new[each.subject_id][0] <= _day(people, each) < new[each.subject_id][1]],
        [each for each in all_results if new[each.subject_id][1] <= _day(people, each)],
    )


def _day(people: Mapping[str, Subject], result: Result) -> int:
    return (result.at.date() - people[result.subject_id].infused_on).days


def told(found: Laboratory, base: int) -> Plan:
    """The history as an upload long ago."""
    rows: list[Fact[Record]] = []
    for person in found.people.values():
        cells = {"sex": person.sex, "birth_date": person.birth_date.isoformat()}
        rows.append(Fact(record_of(Person, person.id, cells), Origin("clinic.xlsx", "subjects", len(rows) + 2, {})))
    for each in found.history:
        cells = {"collected_at": each.at.isoformat(), "analyte": each.analyte, "value": each.digits, "unit": each.unit}
        rows.append(Fact(record_of(Lab, each.subject_id, cells), Origin("before.xlsx", "labs", len(rows) + 2, {"value": 4})))
    changes = tuple(Change(NEW, row.record.subject_id, row.record.sheet, row) for row in rows)
    data = repr(found.habits).encode()
    return Plan(UPLOAD, base, changes, (), (Content("before.xlsx", sha256(data).hexdigest(), data),))

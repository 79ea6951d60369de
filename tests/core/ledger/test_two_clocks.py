"""What was known at an entry is the same to the byte whenever it is asked for: nothing told later ever leaks in."""

from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.facts.fact import Fact, Origin, Problem
from core.facts.subject import SubjectFacts
from core.ledger.canonical import canonical
from core.ledger.ledger import Ledger
from core.ledger.plan import row_told
from core.ledger.stored import LeftOut
from tests.core.facts.notation import fact, lab
from tests.core.ledger.plans import choose, correct, export, save, undo, upload, withdraw

SHEETS = [each.name for each in fields(SubjectFacts) if each.name not in ("subject_id", "refused")]
NUMBER = st.integers(0, 9)
ZONES = ("Asia/Shanghai", "America/New_York", None)


def frozen(ledger, known):
    """Everything the ledger says of `known`, as bytes."""
    found = {who: told(ledger.facts(who, known)) for who in ledger.subject_ids(known)}
    assert [who for who, _ in ledger.every(known)] == [*found]
    said = [ledger.settings(known).model_dump(mode="json"), ledger.version(known), len(ledger.history("S-0", known))]
    return canonical([list(found.items()), said]).encode()


def told(found):
    facts = {sheet: [[row_told(each), str(each.origin.told)] for each in getattr(found.facts, sheet)] for sheet in SHEETS}
    return [facts, sorted(found.facts.refused), list(map(str, found.problems))]


def rows(who):
    """A row of this subject: in one key with others or not, in conflict, dated tomorrow, with an unreadable cell, or left out."""
    day = st.integers(3, 8).map(lambda number: f"2026-03-0{number}")
    lost = LeftOut(who, "pet", (Problem("a.csv · pet!B2", "is no date; expected one"),), Origin("a.csv", "pet", 2, {"scanned_on": 2}))
    return st.one_of(
        st.builds(lambda at, value, row: lab(at=at, value=value, row=row, subject_id=who), day, st.sampled_from(("90", "<5", "")), NUMBER),
        st.builds(lambda sex, row: fact("subjects", sex=sex, row=row, subject_id=who), st.sampled_from(("male", "female", None)), NUMBER),
        st.builds(lambda on, row: fact("pet", scanned_on=on, row=row, subject_id=who), day, NUMBER),
        st.builds(lambda on: fact("ctdna", faults={"call": "is not one of the words"}, collected_on=on, subject_id=who), day),
        st.just(lost),
    )


SUBJECTS = st.sampled_from(("S-0", "S-1", "S-2"))
STEPS = st.one_of(
    st.tuples(st.just("upload"), st.lists(SUBJECTS.flatmap(rows), max_size=5)),
    st.tuples(st.just("correct"), NUMBER),
    st.tuples(st.just("withdraw"), NUMBER),
    st.tuples(st.just("undo"), NUMBER),
    st.tuples(st.just("zone"), st.sampled_from(ZONES)),
    st.tuples(st.just("export"), st.none()),
    st.tuples(st.just("clock"), st.integers(-30, 60)),
)


def done(ledger, clock, step, said):
    """One step, on what stands now."""
    standing = [stored for who in ledger.subject_ids() for stored in ledger.standing(who) if isinstance(stored.held, Fact)]
    if step == "clock":
        clock.step(hours=said)
    elif step == "upload":
        save(ledger, upload(ledger, *said, seen=[stored.id for stored in standing[::3]]))
    elif step == "zone":
        save(ledger, choose(ledger, "time_zone", said))
    elif step == "undo" and ledger.head().seq:
        save(ledger, undo(ledger, 1 + said % ledger.head().seq))
    elif step == "correct" and standing:
        old = standing[said % len(standing)]
        new = replace(old.held, origin=Origin("by hand", old.sheet, 0, {}), origins={"subject_id": old.held.origin})
        save(ledger, correct(ledger, old.id, new))
    elif step == "withdraw" and standing:
        old = standing[said % len(standing)]
        save(ledger, withdraw(ledger, old.id, old.held))
    elif step == "export":
        save(ledger, export())


@pytest.mark.usefixtures("careless")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=12))
def test_what_was_known_at_an_entry_never_changes(new_url, clock, steps):
    with new_url() as url:
        clock.now, then = datetime(2026, 3, 5, 22, tzinfo=UTC), {}
        with closing(Ledger.open(url, clock)) as ledger:
            for step, said in steps:
                done(ledger, clock, step, said)
                then[ledger.head().seq] = frozen(ledger, None)
        clock.step(days=1000)
        with closing(Ledger.open(url, clock)) as later:
            assert {known: frozen(later, known) for known in then} == then

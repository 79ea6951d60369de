"""Many threads read and write one ledger at once: each sees whole entries only, and none of what was acknowledged is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from core.ledger.plan import UPLOAD, Plan
from core.ledger.verify import verify
from tests.core.facts.notation import lab
from tests.core.ledger.plans import save, states

WRITERS, COMMANDS, ROWS = 8, 5, 3


@pytest.mark.usefixtures("careless")
def test_writers_and_readers_at_once_leave_a_whole_chain(ledger):
    done = Event()

    def write(writer):
        for number in range(COMMANDS):
            rows = [lab(subject_id=f"S-{writer}", at=f"2026-0{number + 1}-{day + 1:02}") for day in range(ROWS)]
            save(ledger, Plan(UPLOAD, ledger.head().seq, tuple(map(states, rows))), key=f"{writer} {number}")

    def read(_):
        found = []
        while not done.is_set():
            for who in ledger.subject_ids():
                found.append(len(ledger.facts(who).facts.labs) % ROWS)
            found += [len(rows) % ROWS for _, rows in ledger.every()]
        return found

    with ThreadPoolExecutor(WRITERS + 3) as pool:
        readers = [pool.submit(read, number) for number in range(3)]
        try:
            list(pool.map(write, range(WRITERS)))
        finally:
            done.set()
        assert {rest for reader in readers for rest in reader.result()} == {0}
    entries = ledger.entries()
    assert {entry.key for entry in entries} == {f"{writer} {number}" for writer in range(WRITERS) for number in range(COMMANDS)}
    assert [entry.seq for entry in entries] == list(range(1, WRITERS * COMMANDS + 1))
    assert {len(ledger.standing(f"S-{writer}")) for writer in range(WRITERS)} == {COMMANDS * ROWS}
    assert verify(ledger).broken == ()

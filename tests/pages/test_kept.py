"""What is kept: found once however many look, bounded, by all that it rests on, and let go of with its store."""

import os
from concurrent.futures import ThreadPoolExecutor
from time import sleep

from core.assessment import assess
from core.ledger.ledger import Ledger
from core.ledger.plan import EXPORT
from dashboard.kept import forget, kept
from tests.core.patient import subject
from tests.pages.told import settle, tell
from tests.pages.written import write


def counted(most=3):
    calls = []

    @kept(most)
    def double(number):
        calls.append(number)
        sleep(0.02)
        return [number, number]

    return double, calls


def test_many_looks_at_once_find_a_thing_once():
    double, calls = counted()
    with ThreadPoolExecutor(8) as many:
        found = list(many.map(double, [7] * 8))
    assert calls == [7]
    assert all(each is found[0] for each in found)


def test_only_the_newest_are_kept():
    double, calls = counted(most=2)
    for number in (1, 2, 3, 3, 2, 1):
        double(number)
    assert calls == [1, 2, 3, 1]


def test_what_rested_on_another_store_is_let_go_of():
    double, calls = counted()
    double(1)
    forget()
    double(1)
    assert calls == [1, 1]


def test_what_could_not_be_found_is_asked_for_again():
    asked = []

    @kept(2)
    def fails(number):
        asked.append(number)
        raise ValueError

    for _ in range(2):
        try:
            fails(1)
        except ValueError:
            continue
    assert asked == [1, 1]


def judged_again(monkeypatch):
    """Whom the list judges from now on."""
    found = []

    def judged(facts, *rest):
        found.append(facts.subject_id)
        return assess(facts, *rest)

    monkeypatch.setattr("dashboard.worklist.assess", judged)
    return found


def test_a_commit_costs_those_anew_whom_it_touched(dashboard, tmp_path, monkeypatch):
    board = dashboard(*(subject(name).infused() for name in ("S-001", "S-002", "S-003")), page="board")
    found = judged_again(monkeypatch)
    board.run.run()
    assert found == []
    tell(os.environ["REINFUSE_STORE"], write(tmp_path, subject("S-002").pet(28, "CR")))
    board.run.run()
    assert found == ["S-002"]


def test_a_setting_costs_everybody_anew_and_an_export_nobody(dashboard, monkeypatch):
    board = dashboard(*(subject(name).infused() for name in ("S-001", "S-002")), page="board")
    found = judged_again(monkeypatch)
    ledger = Ledger.open(os.environ["REINFUSE_STORE"])
    ledger.note(EXPORT, {"file": "worklist.csv"}, "Li Wei", "a key")
    ledger.close()
    board.run.run()
    assert found == []
    settle(os.environ["REINFUSE_STORE"], pr_requires_ctdna=True)
    board.run.run()
    assert found == ["S-001", "S-002"]

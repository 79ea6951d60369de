"""One plan is stored whole or not at all, once, under a name, and only where what it rests on still holds."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.facts.fact import Origin, Problem
from core.ledger.checkpoint import newest, place
from core.ledger.ledger import KeyUsed, Ledger, NoName, Stale, Unsound
from core.ledger.plan import CORRECTED, UPLOAD, Change, Content, Plan
from core.ledger.stored import LeftOut
from tests.core.facts.notation import fact, lab
from tests.core.ledger.plans import ME, choose, content, correct, export, save, states, undo, upload, withdraw

LOST = LeftOut("S-001", "labs", (Problem("a.csv · labs!C3", "is no date; expected one"),), Origin("a.csv", "labs", 3, {}))


def test_what_was_stored_is_told_from_the_store(ledger, clock):
    book = content("study.xlsx", b"PK")
    found = save(ledger, replace(upload(ledger, lab(), fact("pet", scanned_on="2026-03-01"), LOST, files=[book]), reason="weekly"))
    assert (found.entry.seq, found.entry.by, found.entry.action, found.entry.at) == (1, ME, UPLOAD, clock.now)
    assert {kind: count for kind, count in found.counts.items() if count} == {"new": 2, "left_out": 1}
    assert found.entry.body | {"plan": "", "counts": {}} == {
        "plan": "", "counts": {}, "files": [["study.xlsx", book.sha256]], "reason": "weekly", "undoes": None, "time_zone": None,
        "day": "2026-03-05",
    }  # fmt: skip
    assert not found.repeated
    assert [entry.hash for entry in ledger.entries()] == [found.entry.hash]
    assert newest(place(ledger.url)) == ledger.head()


def test_counts_tell_each_kind_apart(ledger):
    save(ledger, upload(ledger, lab(), lab(row=3, at="2026-03-04")))
    many = Plan(UPLOAD, 1, (states(lab(value="90"), (1,)),), (2,), settings={"pr_requires_ctdna": None})
    found = save(ledger, many)
    assert found.counts == {"new": 0, "corrected": 1, "withdrawn": 0, "restored": 0, "left_out": 0, "same": 1, "settings": 1}


def test_the_same_command_is_done_once_and_tells_the_first_receipt_again(ledger):
    plan = upload(ledger, lab())
    first = save(ledger, plan, key="one")
    again = save(ledger, plan, key="one")
    assert (again.repeated, replace(again, repeated=False)) == (True, first)
    assert ledger.head().seq == 1


def test_a_command_that_was_done_stays_done_whatever_came_later(ledger):
    plan = upload(ledger, lab())
    first = save(ledger, plan, key="one")
    save(ledger, correct(ledger, 1, lab(value="90")))
    assert save(ledger, plan, key="one").entry == first.entry


def test_a_key_stands_for_one_plan(ledger):
    save(ledger, upload(ledger, lab()), key="one")
    with pytest.raises(KeyUsed, match="nothing was saved"):
        save(ledger, upload(ledger, lab(at="2026-03-04")), key="one")
    assert ledger.head().seq == 1


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "Wu\nLi", "w" * 81])
def test_a_name_that_cannot_be_read_is_none(ledger, name):
    with pytest.raises(NoName, match="1 to 80 characters"):
        save(ledger, export(), by=name)
    assert ledger.head().seq == 0


def test_a_name_is_kept_without_the_blanks_around_it(ledger):
    assert save(ledger, export(), by="  吴医生 ").entry.by == "吴医生"
    assert save(ledger, export(), by="w" * 80).entry.by == "w" * 80


def test_a_plan_on_a_subject_that_was_touched_since_is_refused_with_what_touched_it(ledger):
    plan = upload(ledger, lab())
    other, same = save(ledger, upload(ledger, lab(subject_id="S-002"))), save(ledger, upload(ledger, lab(at="2026-03-04")))
    with pytest.raises(Stale, match="changed by entry 2 since") as refused:
        save(ledger, plan)
    assert refused.value.since == (same.entry,)
    assert other.entry not in refused.value.since
    assert ledger.head().seq == 2


def test_a_plan_on_other_subjects_goes_through(ledger):
    plan = upload(ledger, lab())
    save(ledger, upload(ledger, lab(subject_id="S-002")))
    save(ledger, export())
    assert save(ledger, plan).entry.seq == 3


@pytest.mark.parametrize(
    ("since", "plan", "stale"),
    [
        ("time_zone", "upload", True),
        ("pr_requires_ctdna", "upload", False),
        ("time_zone", "hand", False),
        ("pr_requires_ctdna", "pr_requires_ctdna", True),
        ("time_zone", "pr_requires_ctdna", False),
    ],
)
def test_a_setting_makes_stale_what_it_takes_part_in(ledger, since, plan, stale):
    save(ledger, upload(ledger, lab()))
    values = {"time_zone": "Asia/Shanghai", "pr_requires_ctdna": "yes"}
    plans = {"upload": upload(ledger, lab(subject_id="S-002")), "hand": correct(ledger, 1, lab(value="90"))}
    made = plans.get(plan) or choose(ledger, plan, "no")
    changed = save(ledger, choose(ledger, since, values[since])).entry
    if stale:
        with pytest.raises(Stale) as refused:
            save(ledger, made)
        assert refused.value.since == (changed,)
    else:
        assert save(ledger, made).entry.seq == 3


def test_a_plan_of_a_ledger_that_knew_more_is_stale(ledger):
    with pytest.raises(Stale, match="what this rests on was changed since"):
        save(ledger, export(base=1))


def test_a_fact_told_once_more_must_still_stand(ledger):
    save(ledger, upload(ledger, lab()))
    plan = upload(ledger, lab(subject_id="S-002"), seen=[1])
    gone = save(ledger, withdraw(ledger, 1, lab())).entry
    with pytest.raises(Stale) as refused:
        save(ledger, plan)
    assert refused.value.since == (gone,)


def test_what_was_told_once_more_since_is_not_taken_back(ledger):
    save(ledger, upload(ledger, lab()))
    plan = undo(ledger, 1)
    more = save(ledger, upload(ledger, seen=[1])).entry
    with pytest.raises(Stale) as refused:
        save(ledger, plan)
    assert refused.value.since == (more,)


def test_a_correction_by_hand_of_what_was_told_once_more_goes_through(ledger):
    save(ledger, upload(ledger, lab()))
    plan = correct(ledger, 1, lab(value="90"))
    save(ledger, upload(ledger, seen=[1]))
    assert save(ledger, plan).entry.seq == 3


def unsound(*changes, **plan):
    return Plan(UPLOAD, 1, changes, **plan)


def ending(number, **change):
    return Change(CORRECTED, **{"subject_id": "S-001", "sheet": "labs", "ends": (number,), **change})


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(unsound(ending(9)), id="ends what there is not"),
        pytest.param(unsound(ending(2)), id="ends what does not stand"),
        pytest.param(unsound(ending(3, ends=(), restores=(1,))), id="restores what stands"),
        pytest.param(unsound(ending(3, ends=(), restores=(9,))), id="restores what there is not"),
        pytest.param(unsound(ending(3)), id="ends another subject's"),
        pytest.param(unsound(ending(1), ending(1)), id="ends one twice"),
        pytest.param(unsound(ending(1, restores=(1,))), id="ends and restores one"),
        pytest.param(unsound(ending(1), seen=(1,)), id="ends what it tells once more"),
        pytest.param(unsound(seen=(1, 1)), id="tells once more twice"),
        pytest.param(unsound(seen=(9,)), id="tells once more what there is not"),
        pytest.param(unsound(ending(1, states=lab(subject_id="S-002"))), id="states another's fact"),
        pytest.param(unsound(ending(1, states=replace(LOST, sheet="pet"))), id="states a row of another sheet"),
        pytest.param(unsound(files=(Content("a", "0" * 64, b"x"),)), id="hands in other bytes"),
    ],
)
def test_a_plan_that_contradicts_itself_or_the_ledger_is_refused(ledger, plan):
    save(ledger, upload(ledger, lab(), lab(row=3), lab(subject_id="S-002")))
    save(ledger, withdraw(ledger, 2, lab()))
    with pytest.raises(Unsound, match="nothing was saved"):
        save(ledger, replace(plan, base=2))
    assert ledger.head().seq == 2


def test_a_content_is_stored_once_under_its_first_name(ledger):
    first = save(ledger, upload(ledger, lab(), files=[content("week 1.xlsx", b"PK\0\xff"), content("copy.xlsx", b"PK\0\xff")])).entry
    save(ledger, upload(ledger, files=[content("week 2.xlsx", b"PK\0\xff"), content("new.xlsx", b"new")]))
    sha = content("", b"PK\0\xff").sha256
    assert ledger.content(sha) == Content("week 1.xlsx", sha, b"PK\0\xff")
    assert ledger.uploaded(sha) == first
    assert ledger.content(content("", b"new").sha256).name == "new.xlsx"
    assert (ledger.content("0" * 64), ledger.uploaded("0" * 64)) == (None, None)


def test_a_name_of_a_file_that_no_database_holds_is_stored_in_what_can_be_seen(ledger):
    book = content("a\0b\udcff\n.xlsx", b"PK")
    assert save(ledger, upload(ledger, files=[book])).entry.body["files"] == [["a\0b\udcff\n.xlsx", book.sha256]]
    assert ledger.content(book.sha256).name == "a\ufffdb\ufffd\ufffd.xlsx"


def test_the_time_of_an_entry_never_goes_back_with_the_clock(ledger, clock):
    first = save(ledger, export()).entry
    clock.step(days=-400)
    second = save(ledger, export(1)).entry
    clock.step(days=401)
    third = save(ledger, export(2)).entry
    assert first.at == second.at < third.at
    assert second.body["day"] == first.body["day"]


def test_the_day_is_that_of_the_site(url, clock):
    clock.now = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    found = Ledger.open(url, clock)
    save(found, choose(found, "time_zone", "Asia/Shanghai"))
    save(found, upload(found, lab(at="2026-03-06"), lab(at="2026-03-07", row=3)))
    assert (str(found.today()), found.entries()[1].body["day"], found.entries()[1].body["time_zone"]) == (
        "2026-03-06", "2026-03-06", "Asia/Shanghai",
    )  # fmt: skip
    assert [str(fact.day) for fact in found.facts("S-001").facts.future] == ["2026-03-07"]
    found.close()


def test_a_note_is_an_entry_that_changes_nothing(ledger):
    found = ledger.note("export", {"what": "list", "rows": 3, "plan": "mine"}, ME, "n1")
    assert (found.entry.action, found.entry.body["what"], found.entry.body["rows"]) == ("export", "list", 3)
    assert found.plan == found.entry.body["plan"] != "mine"
    assert ledger.note("export", {"what": "list", "rows": 3, "plan": "mine"}, ME, "n1").repeated
    assert ledger.version() == 0

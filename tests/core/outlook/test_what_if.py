"""A hypothesis moves the verdicts as the same fact would, says everywhere that it is one, and leaves nothing behind."""

from datetime import date
from itertools import permutations
from math import inf
from random import Random

import pytest

from core.facts.fact import Fact
from core.facts.subject import Named
from core.outlook.readings import readings_of
from core.outlook.what_if import EMPTIED, WHAT_IF, Hypothesis, Impossible, Known, what_if
from core.protocol.settings import Settings
from tests.campaign.stores import Files
from tests.campaign.tally import Tally
from tests.campaign.what_if import suppose
from tests.core.patient import eligible, fact, on, subject

DAY = 35
NO_SETTINGS = Settings()
WAITING = eligible().infused().ctdna(-6, "positive").ctdna(28, "positive").bedside(3, temperature="39.5", hypotension="no")
PR = Hypothesis("pet", {"scanned_on": str(on(28)), "modality": "PET/CT", "response": "PR"})


def known(patient, *named):
    return Known(patient.subject_id, dict(enumerate(patient.read(), 1)), named)


def number(patient, sheet, **cells):
    """The number of the one row that says this."""
    (found,) = [place for place, (name, row) in enumerate(patient.rows, 1) if name == sheet and cells.items() <= row.items()]
    return found


def outcome(patient, *hypotheses, day=None):
    return what_if(known(patient), hypotheses, on(DAY), NO_SETTINGS, day)


def moved(found):
    return {each.name: (each.waited, each.after) for each in found.verdicts if each.moved}


def faults(patient, *hypotheses):
    with pytest.raises(Impossible) as found:
        outcome(patient, *hypotheses)
    return found.value.faults


def test_no_hypothesis_changes_nothing():
    found = outcome(WAITING)
    assert (moved(found), found.day, found.problems) == ({}, on(DAY), ())
    assert found.after == WAITING.assessed(DAY)
    assert all(each.before == each.waited and each.cells == () for each in found.verdicts)


def test_a_scan_moves_the_verdict_and_is_cited_as_a_what_if():
    found = outcome(WAITING, PR)
    assert moved(found) == {
        "second infusion": ("unknown", "met"),
        "literal reading": ("unknown", "met"),
        "strict reading": ("unknown", "met"),
        "PET/CT": ("unknown", "PR"),
        "W_NO_PET": ("raised", "not raised"),
    }
    cells = next(each.cells for each in found.verdicts if each.name == "PET/CT")
    assert set(cells) == {f"{WHAT_IF} · pet.{column}" for column in ("response", "scanned_on", "deauville", "modality")}


def test_it_is_what_assessing_the_real_value_finds():
    supposed, real = outcome(WAITING, PR).after, WAITING.pet(28, "PR").assessed(DAY)
    assert {name: one.said for name, one in readings_of(supposed).items()} == {name: one.said for name, one in readings_of(real).items()}


def test_a_changed_cell_takes_the_place_of_its_row_and_the_others_keep_their_source():
    call = Hypothesis("ctdna", {"call": "negative"}, number(WAITING, "ctdna", collected_on=on(28)))
    found = outcome(WAITING, PR, call).after
    (used,) = found.second_infusion.ctdna.deciding
    assert (used.record.call, used.cell("call")) == ("negative", f"{WHAT_IF} · ctdna.call")
    assert used.cell("assay").startswith("study.xlsx · ctdna!")
    assert found.second_infusion.state == "board_review"


def test_an_emptied_cell_counts_as_not_recorded_and_says_why():
    place = number(WAITING, "ctdna", collected_on=on(28))
    found = outcome(WAITING, Hypothesis("ctdna", {"call": ""}, place)).after
    assert {sample.faults.get("call") for sample in found.facts.ctdna} == {None, EMPTIED}
    assert found.second_infusion.ctdna.status == "unknown"


HELD = subject().infused().ctdna(-6, "positive").ctdna(28, "positive").pet(28, "PR")
TOGETHER = (
    Hypothesis("ctdna", {"call": "negative"}, 3),
    Hypothesis("ctdna", {"assay": "B"}, 3),
    Hypothesis("bedside", {"assessed_at": f"{on(34)}T08:00", "temperature": "39", "hypotension": "yes"}),
    Hypothesis("pet", {"scanned_on": str(on(30)), "modality": "PET/CT", "response": "SD"}),
    Hypothesis("pet", {"scanned_on": str(on(30)), "modality": "PET/CT", "response": "CR"}),
)


def test_the_order_of_the_hypotheses_does_not_matter():
    first, *others = (outcome(HELD, *order) for order in permutations(TOGETHER))
    assert len(moved(first)) > 5
    assert all(each == first for each in others)


def test_without_a_hypothesis_that_was_added_it_is_as_before():
    for place in range(len(TOGETHER)):
        fewer = TOGETHER[:place] + TOGETHER[place + 1 :]
        assert outcome(HELD, *fewer) != outcome(HELD, *TOGETHER)
    assert outcome(HELD).after == HELD.assessed(DAY)


TWICE = HELD.screened(ecog="1")
IMPOSSIBLE = {
    "every fault at once": (
        [Hypothesis("pet", {"scanned_on": "soon", "response": "better"}), Hypothesis("labs", {"collected_at": "2026-02-26"})],
        {
            0: {"scanned_on": "'soon' is not a date; expected a date", "response": "'better' is not one of the allowed words"},
            1: {"analyte": "is blank; expected an analyte"},
        },
    ),
    "a row that does not stand": ([Hypothesis("pet", {"response": "CR"}, 99)], {0: {"replaces": "does not stand any more"}}),
    "a row of another sheet": ([Hypothesis("pet", {"response": "CR"}, 2)], {0: {"replaces": "does not stand any more"}}),
    "no sheet": ([Hypothesis("blood", {})], {0: {"sheet": "'blood' is no sheet"}}),
    "a key that stands": (
        [Hypothesis("screening", {"assessed_on": str(on(-20)), "ecog": "3"})],
        {0: {"assessed_on": "a record of this key stands already"}},
    ),
    "two of one key": (
        [Hypothesis("screening", {"assessed_on": str(on(-9)), "ecog": ecog}) for ecog in ("0", "3")],
        {1: {"assessed_on": "is the key of another hypothesis"}},
    ),
    "two of one cell": (
        [Hypothesis("ctdna", {"call": call}, 3) for call in ("negative", "failed")],
        {1: {"call": "is changed by another hypothesis already"}},
    ),
    "a fault of one of two that speak of a record": (
        [Hypothesis("ctdna", {"value": "-3", "unit": "%"}, 3), Hypothesis("ctdna", {"assay": "B"}, 3)],
        {0: {"value": "'-3' is below zero"}},
    ),
}


@pytest.mark.parametrize(("hypotheses", "expected"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_every_fault(hypotheses, expected):
    found = faults(TWICE, *hypotheses)
    assert {place: set(said) for place, said in found.items()} == {place: set(said) for place, said in expected.items()}
    assert all(found[place][name].startswith(said) for place, each in expected.items() for name, said in each.items())


def test_the_faults_are_sentences_too():
    with pytest.raises(Impossible, match=r"^sheet: 'blood' is no sheet; expected one of: subjects"):
        outcome(HELD, Hypothesis("blood", {}))


LATE = Hypothesis("pet", {"scanned_on": str(on(40)), "reported_on": str(on(43)), "modality": "PET/CT", "response": "PR"})
FIRST = number(WAITING, "infusions")
DAYS = {
    "the as-of day": ((), None, 35),
    "a chosen day": ((), 50, 50),
    "never an earlier one": ((), 20, 35),
    "the newest that a hypothesis speaks of": ((LATE,), None, 43),
    "a chosen day after it": ((LATE,), 50, 50),
    "never before it": ((LATE,), 41, 43),
    "a planned infusion is known before its day": (
        (Hypothesis("infusions", {"number": "2", "status": "planned", "infused_on": str(on(50))}),),
        None,
        35,
    ),
    "the days of a row that stay are no hypothesis": ((Hypothesis("infusions", {"product": "axi-cel"}, FIRST),), None, 35),
    "a time is of its day": ((Hypothesis("bedside", {"assessed_at": f"{on(37)}T23:30", "temperature": "39"}),), None, 37),
}


@pytest.mark.parametrize(("hypotheses", "chosen", "expected"), DAYS.values(), ids=DAYS)
def test_the_day_is_never_before_what_a_hypothesis_speaks_of(hypotheses, chosen, expected):
    assert outcome(WAITING, *hypotheses, day=None if chosen is None else on(chosen)).day == on(expected)


def test_what_the_days_alone_change_is_told_apart_from_what_the_hypotheses_do():
    found = outcome(HELD, Hypothesis("ctdna", {"call": "negative"}, 3), day=on(61))
    aged = {each.name for each in found.verdicts if each.aged}
    assert aged == {"W_WINDOW_CLOSED"}
    assert "ctDNA" in moved(found)
    assert "W_WINDOW_CLOSED" not in moved(found)


def test_a_hypothesis_that_contradicts_a_record_brings_the_problem_a_file_would():
    lab = {"collected_at": f"{on(-20)}T09:00", "analyte": "hemoglobin", "value": "70", "unit": "g/L"}
    (problem,) = outcome(eligible(), Hypothesis("labs", lab)).problems
    assert problem.sentence == f"has no time and differs from {WHAT_IF} · labs.value of the same day; expected a time"


def test_rows_that_only_name_the_subject_count_as_they_do_in_a_ledger():
    found = what_if(Known("S-1", {}, (Named("S-1", "bedside"),)), [], on(DAY), NO_SETTINGS)
    assert found.after.facts.refused == {"bedside"}
    nobody = what_if(Known("S-1", {}), [], on(DAY), NO_SETTINGS)
    assert (nobody.after.subject_id, nobody.after.facts.refused) == ("S-1", frozenset())


def test_rows_of_one_key_are_changed_together():
    rows: dict[int, Fact] = {}
    for place, ecog in ((1, "1"), (2, "2")):
        cells = {"subject_id": "S-1", "assessed_on": date(2026, 1, 2), "ecog": ecog}
        rows[place] = fact(type(TWICE.read()[-1].record), cells, place)
    settled = [Hypothesis("screening", {"ecog": "2"}, 1), Hypothesis("screening", {"stage": "II"}, 2)]
    (row,) = what_if(Known("S-1", rows), settled, on(DAY), NO_SETTINGS).after.facts.screening
    assert (row.record.ecog, row.record.stage) == (2, "II")


def test_it_says_what_the_same_entry_is_found_to_say_once_it_is_stored(tmp_path):
    tally = Tally("what if", 20, inf)
    suppose(tally, Random(1), Files(tmp_path))
    assert (tally.findings, tally.counts["trials"]) == ([], 20)

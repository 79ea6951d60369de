"""What if on the Patient page: a supposed value moves the verdicts in view, is marked in every row, stored nowhere, and gone on leaving."""

import os

import pytest

from core.facts.record import readings
from core.facts.records import SHEETS
from core.ledger.ledger import Ledger
from dashboard.kept import forget
from dashboard.what_if.block import CHOICE
from dashboard.what_if.choices import choices, lacking
from dashboard.what_if.sandbox import BOX, NAME
from dashboard.words import name_of
from tests.core.patient import changed, eligible, on, subject
from tests.pages.hand import again, entered, entries, labels, pressed, typed

WAITING = eligible().infused().ctdna(-6, "positive").ctdna(28, "positive").graded(20).infection(3, 9, "yes")
WHAT_FOLLOWS = "What if: nothing here is stored. What would follow"
MOVING, STILL = "Verdicts that move", "Verdicts that do not move"
NOTHING = "Nothing is supposed yet."


@pytest.fixture
def sandbox(dashboard):
    """`sandbox(patient, ...)` is the Patient page of S-001 with its what-if open."""

    def opened(*patients, **address):
        return dashboard(*(patients or (WAITING,)), subject="S-001", open=NAME, **address)

    return opened


def options(shown):
    return next(each for each in shown.run.selectbox if each.label == "Suppose").options


def suppose(shown, label, **fields):
    """A choice, its fields, and the button."""
    shown = again(typed(shown, suppose=next(each for each in options(shown) if each.startswith(label))))
    return pressed(typed(shown, **fields), "Suppose this")


def pr(shown):
    return suppose(shown, "a new PET/CT response", scanned_on=str(on(28)), response="PR")


def in_the_session(shown):
    """Whether anything of a what-if is kept for whoever looks."""
    return any(key in shown.run.session_state for key in (BOX, CHOICE))


def test_it_is_drawn_only_where_the_address_asks_for_it(dashboard):
    shown = dashboard(WAITING, subject="S-001")
    assert "Suppose" not in labels(shown)
    assert not in_the_session(shown)


def test_a_supposed_scan_moves_the_verdicts_and_cites_itself(sandbox):
    shown = sandbox()
    assert NOTHING in shown.text
    shown = pr(shown)
    assert "second infusion Unknown → what if Rule met what if · pet.response" in shown.region(MOVING)
    assert "PET/CT unknown → what if PR" in shown.region(MOVING)
    assert "what if 1. PET/CT, a new record: scanned on 2026-02-26 · modality PET/CT · response PR" in shown.text


def test_every_row_says_that_it_is_a_what_if_and_so_does_the_block(sandbox):
    html = pr(sandbox()).html
    tables = [each.partition("</table>")[0] for each in html.split('aria-label="Verdicts that ')[1:]]
    assert [each.count("</tr>") - 1 for each in tables] == [each.count('class="hyp">what if<') for each in tables]
    assert 'role="note" aria-label="What if: nothing here is stored"' in html


def test_the_verdicts_that_stay_are_counted_and_on_demand(sandbox):
    shown = pr(sandbox())
    still = shown.region(STILL)
    assert f"{still.count('as before')} verdicts as before" in shown.region(WHAT_FOLLOWS)
    assert f"{shown.region(MOVING).count('moves')} verdicts would move" in shown.region(WHAT_FOLLOWS)
    assert "eligibility I3" in still


def test_the_proof_card_as_it_would_be_is_marked_and_the_page_keeps_its_own(sandbox):
    shown = pr(sandbox())
    assert "As of 2026-03-05, with all hypotheses. What if: nothing here is stored." in shown.region(WHAT_FOLLOWS)
    assert "what if · pet.response" in shown.region(WHAT_FOLLOWS).partition("The proof card as it would be")[2]
    assert shown.html.index('"word">Unknown') < shown.html.index('"word">Rule met')


def test_several_stand_together_and_each_is_removed(sandbox):
    shown = suppose(pr(sandbox()), "newest ctDNA call", call="negative")
    assert "what if 2. ctDNA 2026-02-26, A: call positive → negative (ctdna.csv · ctdna!" in shown.text
    assert "second infusion Unknown → what if Board review" in shown.region(MOVING)
    shown = pressed(shown, "Remove 2")
    assert "second infusion Unknown → what if Rule met" in shown.region(MOVING)
    shown = pressed(suppose(shown, "newest ctDNA call", call="negative"), "Remove all")
    assert NOTHING in shown.text


def test_every_fault_is_told_at_once_and_nothing_is_supposed(sandbox):
    shown = suppose(sandbox(), "a laboratory value", collected_at="soon", value="8,4")
    for said in ("3 fields cannot be supposed", "'soon' is not a date", "analyte : is blank", "'8,4' is not a number"):
        assert said in shown.text
    assert NOTHING in shown.text


def test_what_the_days_alone_change_is_told_apart(sandbox):
    shown = suppose(sandbox(), "a new PET/CT response", scanned_on="2026-04-20", response="CR")
    assert "Judged as of 2026-04-20: the newest day that a hypothesis speaks of" in shown.text
    assert "now, 2026-03-05 without it, 2026-04-20 what if, 2026-04-20" in shown.region(MOVING)
    assert "by the days alone day 60 has passed" in shown.region(MOVING)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-04-01", "now, 2026-03-05 without it, 2026-04-01 what if, 2026-04-01"),
        ("2026-02-01", "Judged as of 2026-03-05, the page's own day: a what-if is never before it"),
        ("tomorrow", "“tomorrow” is no day; expected one like 2026-03-05. Judged without it."),
    ],
)
def test_the_day_may_be_chosen(sandbox, day, said):
    assert said in again(typed(sandbox(), judged=day)).text


def test_what_contradicts_a_record_is_said(sandbox):
    lab = {"collected_at": f"{on(-20)}T09:00", "analyte": "hemoglobin", "value": "70", "unit": "g/L"}
    assert "has no time and differs from what if · labs.value of the same day" in suppose(sandbox(), "a laboratory value", **lab).text


def test_what_a_verdict_lacks_is_offered_by_name(sandbox):
    lacking = changed(eligible(), "ecog=; hemoglobin=; alt.upper_limit=; oxygen_saturation.qualifier=").without("lesions").infused()
    shown = sandbox(type(lacking)("S-001", lacking.rows))
    offered = [each for each in options(shown) if each.startswith("missing: ")]
    assert offered[:2] == ["missing: a ctDNA call", "missing: a PET/CT response"]
    assert {each.removeprefix("missing: ") for each in offered} >= {
        "ECOG performance status",
        "hemoglobin",
        "the laboratory's upper limit of ALT",
        "whether SpO₂ was measured on room air",
        "a lesion's longest diameter",
    }
    for label, fields, said in (
        ("missing: ECOG", {"ecog": "3"}, "eligibility I3 unknown → what if not met"),
        ("missing: whether SpO₂", {"qualifier": "room air"}, "eligibility I8c unknown → what if met"),
        ("missing: the laboratory's upper limit of ALT", {"upper_limit": "40"}, "eligibility I8e unknown → what if met"),
        ("missing: hemoglobin", {"value": "110"}, "eligibility I6 unknown → what if met"),
        ("missing: a lesion", {"site": "node", "longest_cm": "3"}, "eligibility I7 unknown → what if met"),
    ):
        shown = suppose(shown, label, **fields)
        assert said in shown.region(MOVING)


def test_a_subject_of_whom_little_is_known_can_be_supposed_anything(sandbox):
    shown = sandbox(subject().infused())
    shown = suppose(shown, "missing: sex", sex="female")
    shown = suppose(shown, "SpO₂ on room air", value="90")
    assert "eligibility I8c unknown → what if not met" in shown.region(MOVING)
    shown = suppose(shown, "any record: Follow-up", seen_on="2026-03-01", status="dead", death_on="2026-03-01")
    assert "second infusion Unknown → what if Case closed" in shown.region(MOVING)


def test_a_cell_that_leaves_the_state_open_is_offered_with_its_address(sandbox):
    shown = sandbox(WAITING.row("infusions", number=2, status="given"))
    (label,) = [each for each in options(shown) if each.startswith("open: ")]
    assert label.startswith("open: the day of the infusion (infusions.csv · infusions!")
    shown = suppose(shown, label, infused_on=str(on(34)))
    assert "second infusion Unknown → what if Infusion 2 given" in shown.region(MOVING)


LITTLE = (subject(), subject().infused(), subject().screened(), WAITING, WAITING.pet(28, None), WAITING.pet(28, "IR", None))


@pytest.mark.parametrize("patient", LITTLE)
def test_whatever_a_verdict_lacks_has_a_form_with_its_field(patient):
    found = patient.assessed()
    offered = {each.label: each for each in choices(found, dict(enumerate(patient.read())))}
    for item in lacking(found):
        form, (head, _, part) = offered[f"missing: {name_of(item)}"], item.partition(".")
        asked = form.columns or tuple(readings(SHEETS[form.sheet]))
        assert (part or head) in asked or "value" in asked, item


def test_any_record_that_stands_can_be_changed(sandbox):
    shown = suppose(sandbox(), "change Infusions: 1", infused_on="")
    assert "infused on 2026-01-29 → not recorded" in shown.text
    assert "second infusion stays Unknown" in shown.region(WHAT_FOLLOWS)


def leaves(shown, **address):
    for name, value in address.items():
        shown.run.query_params.pop(name, None)
        if value:
            shown.run.query_params[name] = value
    return again(shown)


LEAVING = {
    "closing it": lambda shown: leaves(shown, open=None),
    "another block": lambda shown: leaves(shown, open="hours"),
    "another subject": lambda shown: leaves(shown, subject="S-002"),
    "nobody": lambda shown: leaves(shown, subject=None),
}


@pytest.mark.parametrize("left", LEAVING.values(), ids=LEAVING)
def test_it_is_gone_on_leaving_and_on_coming_back(sandbox, left):
    shown = pr(sandbox(WAITING, subject("S-002").infused()))
    assert in_the_session(shown)
    shown = left(shown)
    assert not in_the_session(shown) or shown.run.session_state[BOX].supposed == {}
    assert "a new record: scanned on" not in shown.text
    shown = leaves(shown, open=NAME, subject="S-001")
    assert NOTHING in shown.text


def test_nothing_is_stored_and_nothing_stands_in_the_address(sandbox):
    shown = sandbox()
    before = head()
    shown = pr(shown)
    assert head() == before
    assert shown.run.query_params.keys() == {"subject", "open"}


def head():
    ledger = Ledger.open(os.environ["REINFUSE_STORE"])
    found = ledger.head()
    ledger.close()
    return found


def test_the_past_can_be_supposed_anything_too(sandbox):
    shown = leaves(sandbox(), known_at=str(entries(os.environ["REINFUSE_STORE"])[-1].at.date()))
    assert "told by" in shown.text
    shown = pr(shown)
    assert "second infusion Unknown → what if Rule met" in shown.region(MOVING)


def test_a_store_that_may_not_be_written_can_be_supposed_anything_too(sandbox, monkeypatch):
    shown = sandbox(records="open")
    monkeypatch.setattr(Ledger, "_unsafe", lambda _: "the store may not be written")
    forget()
    shown = pr(shown)
    assert "Nothing can be entered: the store may not be written" in shown.text
    assert "second infusion Unknown → what if Rule met" in shown.region(MOVING)


def test_a_hypothesis_that_no_longer_fits_what_stands_is_named(sandbox):
    shown = suppose(pr(sandbox()), "any record: Screening", assessed_on="2026-03-01", ecog="1")
    entered(os.environ["REINFUSE_STORE"], "S-001", "screening", assessed_on="2026-03-01", ecog="3")
    shown = again(shown)
    assert "1 of 2 hypotheses no longer fit what stands" in shown.text
    assert "2. assessed on: a record of this key stands already" in shown.text
    assert "second infusion Unknown → what if Rule met" in pressed(shown, "Remove 2").region(MOVING)

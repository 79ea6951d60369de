"""The Settings page: every setting in force or unset, and one changed with its date, its reason and what follows."""

import pytest

from core.ledger.ledger import Ledger
from core.protocol.settings import NAMES, STATED, Settings
from tests.core.patient import eligible
from tests.pages.hand import NAME, acting, again, entries, labels, pressed, typed
from tests.pages.told import AS_OF, settle, tell
from tests.pages.written import write

APART = eligible().infused().ctdna(-6, "positive").ctdna(28, "negative").pet(28, "PR")  # where the two readings part


@pytest.fixture
def site(store, page, tmp_path):
    """The page of a store with one patient, by somebody who has given a name."""
    settle(store, demo_day=AS_OF)
    tell(store, write(tmp_path, APART))
    return acting(page("settings"))


def chosen(shown, name):
    return again(typed(shown, setting=name))


def settings(url):
    ledger = Ledger.open(url)
    found = ledger.settings()
    ledger.close()
    return found


def test_every_setting_has_a_name_its_statement_and_its_value_or_the_word_unset(site):
    listed = site.region("Settings")
    assert list(NAMES) == list(Settings.model_fields)
    for each in STATED:
        assert f"{NAMES[each.id]} {each.id} {'2026-03-05' if each.id == 'demo_day' else 'unset'}" in listed
        assert each.words in listed
    assert listed.count("unset") >= len(NAMES) - 1
    assert "2026-03-05 2026-01-02 Test coordinator (unverified) a test" in listed
    assert site.run.exception == []


def test_a_setting_shows_whom_it_changes_before_it_is_stored_and_then_counts(site, store):
    shown = typed(chosen(site, "pr_requires_ctdna"), value="yes", decided_on="2026-03-01", reason="minutes 4")
    shown = pressed(shown, "Check")
    assert "PR needs a positive ctDNA: yes Not stored yet. By Li Na (unverified) , reason: minutes 4" in shown.region(
        "What would be stored"
    )
    assert "S-001 second infusion Board review → Rule not met" in shown.region("What it would do")
    assert settings(store).pr_requires_ctdna is None
    shown = pressed(shown, "Store this")
    assert "stored Stored as entry 3" in shown.text
    assert "yes 2026-03-01 Li Na (unverified) minutes 4" in shown.region("Settings")
    assert "1 entry yes ," in shown.region("Settings")
    stored = settings(store).pr_requires_ctdna
    assert stored is not None
    assert (stored.value, str(stored.on), stored.reason, stored.by) == (True, "2026-03-01", "minutes 4", NAME)


def test_it_can_be_set_back_to_unset_and_the_history_keeps_both(site, store):
    settle(store, pr_requires_ctdna=True)
    shown = typed(chosen(again(site), "pr_requires_ctdna"), value="unset it", decided_on="2026-03-02", reason="withdrawn by the PI")
    shown = pressed(pressed(shown, "Check"), "Store this")
    assert settings(store).pr_requires_ctdna is None
    assert "2 entries unset ," in shown.region("Settings")
    assert "withdrawn by the PI" in shown.region("Settings")


@pytest.mark.parametrize(
    ("name", "typed_in", "said"),
    [
        ("fresh_tests_days", "366", "value: '366' is outside the scale; expected a whole number of days from 0 to 365"),
        ("closed_days", "soon", "value: 'soon' is not a date; expected dates like 2026-02-16, 2026-02-17, or the word none"),
        ("time_zone", "Mars/Base", "value: 'Mars/Base' is not a time zone; expected a name like Asia/Shanghai"),
        ("pr_requires_ctdna", "", "value is not chosen; expected yes or no, or to unset it"),
    ],
)
def test_every_fault_is_told_at_once_and_nothing_is_stored(site, store, name, typed_in, said):
    shown = pressed(typed(chosen(site, name), value=typed_in, decided_on="soon"), "Check")
    assert said in shown.text
    assert "reason is blank; expected text" in shown.text
    assert "decided on: 'soon' is not a date; expected a date like 2026-03-05" in shown.text
    assert "Store this" not in labels(shown)
    assert len(entries(store)) == 2


@pytest.mark.parametrize(
    ("name", "typed_in", "said"),
    [
        ("closed_days", "2026-02-17, 2026-02-16", "2026-02-16, 2026-02-17"),
        ("closed_days", "none", "none"),
        ("ctdna_turnaround_days", "7", "7 days"),
        ("pet_turnaround_days", "1", "1 day"),
        ("time_zone", "Asia/Shanghai", "Asia/Shanghai"),
        ("clearance_weight", "ideal", "ideal"),
    ],
)
def test_a_value_as_typed_is_shown_as_it_is_in_force(site, name, typed_in, said):
    shown = typed(chosen(site, name), value=typed_in, decided_on="2026-03-01", reason="a test")
    shown = pressed(pressed(shown, "Check"), "Store this")
    assert f"{NAMES[name]} {name} {said} 2026-03-01 Li Na (unverified) a test" in shown.region("Settings")


def test_a_window_of_the_site_labels_results_by_its_own_days(site, store, page):
    settle(store, fresh_tests_days=3)
    shown = page("patient", subject="S-001")
    assert "older than 3 d" in shown.text


def test_without_a_name_or_in_the_past_nothing_can_be_set(site, store):
    assert "say above under which name you act" in acting(site, "").text
    shown = acting(site)
    shown.run.query_params["known_at"] = str(entries(store)[-1].at.date())
    shown = again(shown)
    assert "nothing can be entered while looking at the past" in shown.text
    assert "Setting" not in labels(shown)


def test_a_setting_that_others_have_set_meanwhile_is_refused(site, store):
    shown = pressed(typed(chosen(site, "pr_requires_ctdna"), value="yes", decided_on="2026-03-01", reason="minutes 4"), "Check")
    settle(store, pr_requires_ctdna=False)
    shown = pressed(shown, "Store this")
    assert "not stored What this rests on was changed by entry 3" in shown.text
    stored = settings(store).pr_requires_ctdna
    assert stored is not None
    assert stored.value is False


def test_hostile_text_stays_text(site):
    hostile = '<img src=x onerror="alert(1)">'
    shown = typed(chosen(site, "pr_requires_ctdna"), value="no", decided_on="2026-03-01", reason=hostile)
    shown = pressed(pressed(shown, "Check"), "Store this")
    assert hostile in shown.region("Settings")
    assert "img" not in {name for name, _ in shown.elements}

"""The last safe days on the proof card: the days, what is left of them, and what is asked for where the site has set nothing."""

import pytest

from core.protocol.setting import ClosedDays, ClosedWeekdays, Days
from core.protocol.settings import Settings
from dashboard.planner import planner
from tests.core.patient import subject
from tests.pages.conftest import parsed, spaced

SITE = Settings(
    ctdna_turnaround_days=Days(value=7),
    pet_turnaround_days=Days(value=2),
    lymphodepletion_lead_days=Days(value=5),
    closed_days=ClosedDays.model_validate({"value": "none"}),
    closed_weekdays=ClosedWeekdays.model_validate({"value": "none"}),
)


def shown(patient, day, settings=SITE):
    html = planner(patient.assessed(day), settings, {"as_of": "2026-03-05"})
    return None if html is None else spaced(parsed(html).parts)


def classes(patient, day):
    """The look of each line's state."""
    elements = parsed(planner(patient.assessed(day), SITE, {})).elements
    return [given["class"].split() for _, given in elements if given.get("class", "").startswith("v ") and given["class"] != "v unknown"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (10, "draw ctDNA 2026-03-23 d53 43 days left"),
        (46, "draw ctDNA 2026-03-23 d53 soon: 7 days left"),
        (52, "draw ctDNA 2026-03-23 d53 soon: 1 day left"),
        (53, "draw ctDNA 2026-03-23 d53 last day today"),
        (54, "draw ctDNA 2026-03-23 d53 passed 1 day ago"),
        (54, "scan PET/CT 2026-03-28 d58 soon: 4 days left"),
        (10, "start LD 2026-03-25 d55 45 days left"),
        (10, "do both in time 2026-03-18 d48 38 days left"),
    ],
)
def test_each_line_names_the_day_and_what_is_left(day, words):
    assert words in shown(subject().infused(), day)


def test_what_follows_each_day_is_told():
    elements = parsed(planner(subject().infused().assessed(10), SITE, {})).elements
    assert [given["title"] for name, given in elements if name == "td" and "title" in given] == [
        "result out on 2026-03-30",
        "report out on 2026-03-30",
        "both results out in time for infusion 2 within the window; lymphodepletion starts on 2026-03-25",
        "lymphodepletion, with infusion 2 on 2026-03-30",
    ]


def test_only_what_is_still_needed_alarms():
    undecided, decided = subject().infused(), subject().infused().ctdna(0, "positive").ctdna(28, "positive").pet(28, "CR")
    assert [look[1] for look in classes(undecided, 54)] == ["hold", "hold", "hold", "quiet"]
    assert [look[1] for look in classes(decided, 54)] == ["quiet", "quiet", "quiet", "hold"]
    assert [look[1] for look in classes(decided.planned(80), 54)] == ["quiet"] * 5
    assert [look[1] for look in classes(undecided, 10)] == ["quiet"] * 4


def test_what_is_unset_is_asked_for_and_no_day_stands_in_for_it():
    said = shown(subject().infused(), 10, Settings())
    assert "Last safe days: cannot be told. Unset: ctDNA turnaround, closed days" in said
    assert "closed days, closed days of the week, PET/CT turnaround, days from lymphodepletion to infusion . " in said
    assert "2026" not in said
    part = shown(subject().infused(), 10, SITE.model_copy(update={"pet_turnaround_days": None}))
    assert "draw ctDNA 2026-03-23" in part
    assert "Last safe day to scan, for both in time: cannot be told. Unset: PET/CT turnaround . Settings" in part


@pytest.mark.parametrize(
    ("patient", "look", "words"),
    [
        (subject().infused().planned(42), "hold", "2026-03-07 d37 soon: 2 days left"),
        (subject().infused().planned(40), "hold", "2026-03-05 d35 last day today"),
        (subject().infused().planned(36), "hold", "2026-03-01 d31 passed 4 days ago"),
        (subject().infused().planned(36).treated(31, "lymphodepletion"), "quiet", "2026-03-01 d31 passed 4 days ago"),
        (subject().infused().planned(36).treated(-5, "lymphodepletion"), "hold", "2026-03-01 d31 passed 4 days ago"),
    ],
)
def test_a_planned_infusion_tells_when_its_lymphodepletion_starts(patient, look, words):
    assert f"start LD as planned {words}" in shown(patient, 35)
    assert classes(patient, 35)[-1][1] == look


def test_a_plan_on_closed_days_says_so():
    closed = SITE.model_copy(update={"closed_weekdays": ClosedWeekdays.model_validate({"value": "Saturday, Thursday"})})
    assert "soon: 2 days left closed: 2026-03-07, 2026-03-12" in shown(subject().infused().planned(42), 35, closed)


def test_a_plan_without_a_day_or_a_lead_tells_none():
    undated = subject().infused().row("infusions", number=2, status="planned")
    assert "as planned" not in shown(undated, 35)
    unset = shown(subject().infused().planned(42), 35, SITE.model_copy(update={"lymphodepletion_lead_days": None}))
    assert "to start it for the planned infusion 2: cannot be told. Unset: days from lymphodepletion to infusion" in unset


def test_the_way_to_the_settings_keeps_the_clocks():
    html = planner(subject().infused().assessed(10), Settings(), {"as_of": "2026-03-05"})
    assert [given["href"] for name, given in parsed(html).elements if name == "a"] == ["settings?as_of=2026-03-05"]


def test_a_step_that_no_day_allows_says_so():
    said = shown(subject().infused(), 10, SITE.model_copy(update={"ctdna_turnaround_days": Days(value=90)}))
    assert "draw ctDNA no day of the window is safe" in said


INFUSED = subject().infused()


@pytest.mark.parametrize(
    "patient", [subject().ctdna(-6, "positive"), INFUSED.infused(30, 2), INFUSED.treated(30), INFUSED.seen(30, "dead")]
)
def test_nothing_is_planned_before_infusion_1_and_after_infusion_2_or_the_end(patient):
    assert shown(patient, 40) is None

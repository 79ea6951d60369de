"""The course of the rule: told in stretches, it is what assessing every day by itself finds, and it sees nothing later."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.outlook.course import course
from core.protocol.settings import Settings
from tests.campaign.turning import day_by_day, told_by_day
from tests.core.patient import on, subject

INFUSED = subject().person().infused()
MET = INFUSED.ctdna(-6, "positive").ctdna(28, "positive").pet(28, "CR")


def told(patient, day, **chosen):
    site = Settings.model_validate({name: {"value": value} for name, value in chosen.items()})
    found = course(patient.facts(), on(day), site)
    assert [(each.first, each.last) for each in found][-1:] == [(found[-1].first, on(day))]
    return [(each.state, each.day, [cited.address.split(" · ")[1] for cited in each.began]) for each in found]


START = ("unknown", 0, ["infusions!F3"])


@pytest.mark.parametrize(
    ("patient", "day", "stretches"),
    [
        (INFUSED, 63, [START]),
        (MET, 35, [START, ("met", 28, ["ctdna!E5", "pet!I6"])]),
        (MET.pet(56, "PD"), 70, [START, ("met", 28, ["ctdna!E5", "pet!I6"]), ("not_met", 56, ["pet!I7"])]),
        (MET.pet(56, "PD"), 40, [START, ("met", 28, ["ctdna!E5", "pet!I6"])]),
        (MET.infused(40, 2), 50, [START, ("met", 28, ["ctdna!E5", "pet!I6"]), ("already_given", 40, ["infusions!F7"])]),
        (MET.treated(40), 50, [START, ("met", 28, ["ctdna!E5", "pet!I6"]), ("closed", 40, ["treatments!B7"])]),
        (MET.seen(50, "dead", 45), 50, [START, ("met", 28, ["ctdna!E5", "pet!I6"]), ("closed", 45, ["follow_up!E7"])]),
        (MET.ctdna(28, "failed", "B"), 30, [START, ("met", 28, ["ctdna!E5", "pet!I6"])]),
        (INFUSED.pet(28, "CR").ctdna(-6, "positive").ctdna(28, "positive", reported_on=on(33)), 40, [START, ("met", 33, ["ctdna!E6"])]),
        (MET.row("treatments", purpose="lymphoma"), 40, [("unknown", 0, ["treatments!B7"])]),
    ],
)
def test_each_stretch_names_its_first_day_and_what_began_it(patient, day, stretches):
    assert told(patient, day) == stretches


def test_where_the_window_binds_the_infusion_it_turns_without_any_record():
    assert told(MET, 63, window_binds_infusion=True)[-1] == ("not_met", 61, [])


def test_before_infusion_1_there_is_no_course():
    assert course(INFUSED.facts(), on(-1), Settings()) == ()


DAYS = st.integers(-8, 64)
EVENTS = st.one_of(
    st.builds(
        lambda day, call, assay, late: lambda p: p.ctdna(day, call, assay, reported_on=None if late is None else on(day + late)),
        DAYS,
        st.sampled_from(["positive", "negative", "indeterminate", "failed", None]),
        st.sampled_from(["A", "B"]),
        st.sampled_from([None, 0, 5]),
    ),
    st.builds(
        lambda day, response, late: lambda p: p.pet(day, response, reported_on=None if late is None else on(day + late)),
        DAYS,
        st.sampled_from(["CR", "PR", "SD", "PD", "IR", "NE", None]),
        st.sampled_from([None, 0, 5]),
    ),
    st.builds(lambda day, status: lambda p: p.infused(day, 2, status), DAYS, st.sampled_from(["given", "planned", None])),
    st.builds(lambda day: lambda p: p.row("infusions", number=2, infused_on=on(day)), DAYS),
    st.builds(lambda day: lambda p: p.treated(day), DAYS),
    st.builds(lambda day, died: lambda p: p.seen(day, "dead", died), DAYS, st.one_of(st.none(), DAYS)),
    st.builds(lambda day: lambda p: p.seen(day).seen(day, "dead"), DAYS),
    st.builds(lambda day, death: lambda p: p.bedside(day, death=death), DAYS, st.sampled_from(["other", "no", "perhaps"])),
    st.builds(lambda day: lambda p: p.bedside(day, death="other").bedside(day, death="no"), DAYS),
)


@settings(max_examples=15)
@given(st.lists(EVENTS, max_size=6), st.sampled_from([27, 40, 61, 64]), st.booleans())
def test_it_is_the_state_of_every_day_assessed_by_itself(events, day, binds):
    patient = INFUSED
    for event in events:
        patient = event(patient)
    site = Settings.model_validate({"window_binds_infusion": {"value": binds}})
    found = patient.assessed(day)
    assert told_by_day(found, site) == day_by_day(found, site)

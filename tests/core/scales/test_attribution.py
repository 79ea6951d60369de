"""To which infusion a toxicity belongs: the day of its onset decides, and the hour is said where it lies before the infusion's own."""

from datetime import datetime

import pytest

from core.facts.values import Moment
from core.scales.attribution import attributed, left_open
from core.scales.crs import CRS
from core.scales.episodes import episodes
from tests.core.scales.notation import INFUSED_ON, course, moment


def when(text):
    return Moment(datetime.fromisoformat(moment(text)), "T" in text)


@pytest.mark.parametrize(
    ("onset", "number", "earlier", "law"),
    [
        ("-1T23", None, None, "before infusion 1 it belongs to none"),
        ("0T08", 1, True, "on its day it belongs to infusion 1, and an hour before it is said"),
        ("0T12", 1, False, "at its hour"),
        ("0", 1, False, "without a clock time no hour is compared"),
        ("29T23:59", 1, False, "to the day before infusion 2"),
        ("30T00", 2, False, "from the day of infusion 2, whose hour is not recorded"),
        ("400T08", 2, False, "and however long after"),
    ],
)
def test_the_day_of_the_onset_decides(onset, number, earlier, law):
    found = attributed(when(onset), {1: when("0T12"), 2: when("30")})
    assert (found and found.number, found and found.earlier_that_day) == (number, earlier), law


def test_with_one_infusion_everything_after_it_is_its_own():
    found = attributed(when("300"), {1: when("0")})
    assert found is not None
    assert found.infused == when("0")


@pytest.mark.parametrize(
    ("text", "open_"),
    [("", False), ("3T08 free", False), ("3T08 sign", True), ("3T08 sign; 4T08 free; 5T08 free", False)],
)
def test_an_episode_that_is_not_recorded_as_resolved_is_left_open(text, open_):
    assert left_open(episodes(course(text), CRS, INFUSED_ON)) is open_

"""The swimmer lanes: every scan, call and worst grade on its day; what is undecided stays open; nobody is cut without a count."""

import json
import re

import pytest

from core.pictures.swimmer import LANE, MOST, height, lanes_of, last_day, pages_of, swimmer, words
from core.pictures.swimmer_lane import DEAD, DEATH_OPEN, FOLLOWED, lane_of
from core.pictures.swimmer_layers import written
from tests.core.patient import on, subject

P = subject().infused()


def bare(layer):
    return json.dumps({**layer, "data": None}, sort_keys=True)


LAYERS = [(bare(layer), layer["data"]["name"]) for layer in json.loads(written())["layer"]]


def drawn(*patients, day=120):
    """The picture, and its rows by layer."""
    lanes = lanes_of(each.assessed(day) for each in patients)
    spec = swimmer(lanes, last_day(lanes), lambda who: f"patient?subject={who}")
    found = {}
    for layer in spec["layer"]:
        found[next(name for text, name in LAYERS if text == bare(layer))] = layer["data"]["values"]
    return spec, found


def lane(patient, day=120):
    return lane_of(patient.assessed(day))


def segments(patient, day=120):
    return [(each.response, each.first, each.last) for each in lane(patient, day).segments]


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (P.seen(90), []),
        (P.pet(28, "PR").pet(56, "CR").seen(90), [("PR", 28, 56), ("CR", 56, 90)]),
        (P.pet(28, "CR").pet(56, "CR", "CT").pet(70, "PD").seen(90), [("CR", 28, 56), ("open", 56, 70), ("PD", 70, 90)]),
        (P.pet(28, "CR").pet(28, "PR").seen(90), [("open", 28, 90)]),
        (P.pet(28, "NE").pet(-5, "PD").seen(90), []),
        (P.pet(28, "CR").row("follow_up", seen_on=on(90), status="alive", progression_on=on(60)), [("CR", 28, 60), ("PD", 60, 90)]),
        (P.pet(60, "CR").row("follow_up", seen_on=on(90), status="alive", progression_on=on(60)), [("open", 60, 90)]),
        (P.pet(60, "PD").row("follow_up", seen_on=on(90), status="alive", progression_on=on(60)), [("PD", 60, 90)]),
        (P.pet(28, "CR").pet(90, "PD").seen(60, "dead"), [("CR", 28, 90), ("PD", 90, 90)]),
    ],
)
def test_a_response_lasts_to_the_next_scan_and_an_undecided_one_is_open(patient, expected):
    assert segments(patient) == expected


@pytest.mark.parametrize(
    ("patient", "last", "end"),
    [
        (P.seen(90), 90, FOLLOWED),
        (P.ctdna(40, "positive"), 40, FOLLOWED),
        (P.seen(60, "dead"), 60, DEAD),
        (P.ctdna(40, "positive").seen(None, "dead"), 40, DEATH_OPEN),
        (P, 0, FOLLOWED),
    ],
)
def test_a_lane_ends_at_death_or_at_the_last_day_known_alive(patient, last, end):
    assert (lane(patient).last, lane(patient).end) == (last, end)
    ends = {FOLLOWED: "arrow", DEAD: "death", DEATH_OPEN: "death-open"}
    assert [name for name in ends.values() if name in drawn(patient)[1]] == [ends[end]]


def test_a_death_stays_on_its_day_where_a_sample_is_dated_after_it():
    found = lane(P.seen(30, "dead").ctdna(50, "positive"))
    assert (found.last, found.reach) == (30, 50)
    assert drawn(P.seen(30, "dead").ctdna(50, "positive"))[1]["death"][0]["day"] == 30


def test_every_call_from_infusion_1_on_is_a_dot():
    _, found = drawn(P.ctdna(-3, "positive").ctdna(0, "positive").ctdna(7, "negative").ctdna(14, "failed").ctdna(21, None, assay=None))
    assert {name: [row["day"] for row in found[name]] for name in found if name.startswith("ctdna")} == {
        "ctdna-positive": [0],
        "ctdna-negative": [7],
        "ctdna-no-call": [14, 21],
    }
    assert found["ctdna-no-call"][1]["tip"]["ctDNA"] == "day 21, no call recorded"


def test_the_worst_grade_proved_stands_on_its_first_day_after_each_infusion():
    patient = P.graded(1, crs=1).graded(3, crs=2).graded(4, crs=2, icans=1).infused(45, 2).graded(46, crs=1).graded(47)
    found = lane(patient)
    assert [(each.kind, each.day) for each in found.toxicity] == [("CRS", 3), ("CRS", 46), ("ICANS", 4)]
    assert (found.worst, found.again) == ({"CRS": "2, 1", "ICANS": "1, 0"}, 45)
    assert drawn(patient)[1]["again"][0]["day"] == 45


def test_what_was_never_assessed_is_not_known():
    assert lane(P).worst == {"CRS": "not known", "ICANS": "not known"}
    assert lane(P).toxicity == ()


def test_the_longest_comes_first_and_every_mark_leads_to_its_subject():
    spec, found = drawn(P.seen(20), subject("S-002").infused().pet(28, "CR").seen(90), subject("S-003").person())
    assert [row["t"] for row in found["lane"]] == ["S-002", "S-001"]
    assert found["lane"][0]["label"] == "S-002: 90 days, still followed; CRS not known · ICANS not known"
    assert {row["href"] for name in found for row in found[name]} == {"patient?subject=S-001", "patient?subject=S-002"}
    assert spec["description"] == "Swimmer lanes of 2 subjects up to day 90, 0 died; every lane stands in the table."


def test_more_than_a_picture_holds_are_on_further_pictures():
    lanes = lanes_of([P.assessed(5)]) * (2 * MOST + 1)
    assert [len(page) for page in pages_of(lanes)] == [MOST, MOST, 1]
    assert height(lanes[:3]) - height(lanes[:1]) == 2 * LANE
    assert height([]) == height(lanes[:1])


def test_nobody_is_said():
    spec, found = drawn(subject().person())
    assert (spec["description"], found["nobody"], found["lane"]) == (words([]), [{"t": "nobody infused yet"}], [])
    assert pages_of([]) == [()]


def test_the_inks_are_the_page_s_own_and_the_drawing_kept_is_altair_s(pytestconfig):
    tokens = (pytestconfig.rootpath / "dashboard" / "style" / "tokens.css").read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--([\w-]+)\)", written())) <= set(re.findall(r"--([\w-]+):", tokens))
    kept = pytestconfig.rootpath / "core" / "pictures" / "swimmer.json"
    assert kept.read_text(encoding="utf-8") == written(), "a layer changed: python -m core.pictures.swimmer_layers"

"""The timeline: what every drawing of it obeys, whatever was recorded."""

import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pictures.frame import frame_of
from core.pictures.timeline import AXES, drawn, timeline
from core.pictures.timeline_events import BEDSIDE, events
from core.pictures.timeline_lanes import HALF_DAY, SPACE, Stack
from core.pictures.timeline_layers import authored, written
from core.protocol.schedule import ASSUMED_SCHEDULE, schedule
from core.protocol.setting import Visit, VisitSchedule
from tests.core.patient import INFUSED_ON, on, subject
from tests.core.pictures.test_timeline_events import ROWS, filled

VISITS = VisitSchedule.model_validate({"value": ASSUMED_SCHEDULE}).value
EVENTS = ("mark", "bar", "tick")
BESIDE = ("grade", "grade-open", "grade-0")


def rows_of(patient, day=35, visits=None):
    found = patient.assessed(day)
    planned = None if visits is None else schedule(found.facts, found.as_of, visits)
    return drawn(found, events(found), planned)


def since(event):
    """The day of an event that has one, since infusion 1."""
    return (event.first - on(0)).days


def texts(rows, layer):
    return [row["t"] for row in rows[layer]]


@given(ROWS, st.integers(0, 70))
@settings(max_examples=80, deadline=None)
def test_every_event_with_a_day_is_drawn_exactly_once(rows, day):
    found = filled(rows).assessed(day)
    told, (layers, _, _) = events(found), drawn(found, events(found), None)
    marks = Counter((row["What"], row["Date"]) for layer in EVENTS for row in layers[layer])
    assert marks == Counter((each.what, str(each.first)) for each in told if each.first and each.lane != BEDSIDE)
    beside = {(row["What"], row["Date"]) for layer in BESIDE for row in layers[layer]}
    assert beside == {(each.what, str(each.first)) for each in told if each.lane == BEDSIDE}


@given(ROWS, st.integers(0, 70))
@settings(max_examples=60, deadline=None)
def test_what_has_no_day_is_counted_and_never_drawn(rows, day):
    found = filled(rows).assessed(day)
    told, (layers, _, _) = events(found), drawn(found, events(found), None)
    undated = sum(each.count for each in told if each.first is None)
    assert texts(layers, "lanes")[-1] == f"No day recorded {undated}"
    assert sum(map(int, re.findall(r"\d+", texts(layers, "calm")[-1]))) == undated


@given(ROWS, st.integers(0, 70), st.sampled_from((None, 40)))
@settings(max_examples=60, deadline=None)
def test_nothing_after_the_as_of_day_is_drawn_but_what_is_planned_and_day_60(rows, day, planned):
    patient = filled(rows)
    layers, _, _ = rows_of(patient if planned is None else patient.planned(planned), day)
    late = [(layer, row) for layer, found in layers.items() for row in found if row.get("day", 0) > day + 0.5]
    assert {layer for layer, _ in late} <= {"window", "last-day", "planned", "rule-name", "label", "mark"}
    assert {row["What"] for layer, row in late if layer == "mark"} <= {"infusion 2 planned"}
    assert {row["day"] for layer, row in late if layer == "rule-name"} <= {60, planned}


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_every_open_end_is_an_arrow_to_the_as_of_day(rows):
    found = filled(rows).assessed(70)
    told, (layers, _, _) = events(found), drawn(found, events(found), None)
    deaths = [since(each) for each in told if each.kind == "death" and since(each) >= 0]
    until = min(deaths, default=70)
    arrows = Counter((row["What"], round(row["day"])) for row in layers["arrow"])
    assert arrows == Counter((each.what, max(until, since(each))) for each in told if each.open_end)


def test_nothing_goes_on_after_a_death():
    patient = subject().infused().infection(20).row("adverse_events", term="fall", onset_on=on(33))
    assert {round(row["day"]) for row in rows_of(patient, 50)[0]["arrow"]} == {50}
    assert sorted(round(row["day"]) for row in rows_of(patient.seen(30, "dead"), 50)[0]["arrow"]) == [30, 30, 33]


PLACED = st.tuples(st.integers(0, 60), st.integers(0, 30), st.sampled_from(("d7", "neutrophil count decreased, grade 4")))


@given(st.lists(PLACED, max_size=15))
@settings(max_examples=100, deadline=None)
def test_in_no_row_of_a_lane_two_things_overlap(placed):
    stack = Stack({}, frame_of(INFUSED_ON, [0, 60]), 60, 0)
    for first, length, label in placed:
        stack.place(first, min(60, first + length), label)
    for taken in stack.taken:
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(taken)))


@pytest.mark.parametrize(
    ("first", "last", "align", "above"), [(5, 5, "left", False), (58, 60, "right", False), (2, 58, "left", True), (0, 10, "left", False)]
)
def test_a_label_hangs_right_of_its_mark_else_left_else_above(first, last, align, above):
    stack = Stack({}, frame_of(INFUSED_ON, [0, 60]), 60, 0)
    _, hang = stack.place(first, last, "neutrophil count decreased, grade 4")
    assert (hang["align"], hang["dx"] == 2) == (align, above)
    assert 0 <= stack.x(hang["day"]) <= SPACE


def test_a_bar_whose_label_stands_above_it_lies_lower():
    long = subject().infused().row("adverse_events", term="hypogammaglobulinemia", onset_on=on(-20), resolved_on=on(68))
    short = subject().infused().row("adverse_events", term="fall", onset_on=on(3), resolved_on=on(4))
    bars = [next(row for row in rows_of(each, 70)[0]["bar"] if "grade" in row["What"]) for each in (long, short)]
    assert [row["y2"] - row["y"] for row in bars] == [4, 8]


def test_the_same_drug_stands_in_one_row_with_its_number():
    patient = subject().infused()
    for day in (2, 3, 5):
        patient = patient.treated(day, "crs", drug="Dexamethasone" if day == 5 else "dexamethasone")
    rows, _, _ = rows_of(patient.treated(3, "crs", drug="tocilizumab"))
    ticks = {row["What"].split(",")[0]: row["y"] for row in rows["tick"]}
    assert ticks["dexamethasone"] == ticks["Dexamethasone"] != ticks["tocilizumab"]
    assert {"dexamethasone ×3", "tocilizumab"} <= set(texts(rows, "label"))


def test_the_busier_a_day_of_results_the_higher_its_tick():
    patient = subject().infused().lab("hemoglobin", "100", 3).lab("platelets", "90", 3).lab("hemoglobin", "99", 4)
    heights = [row["y2"] - row["y"] for row in rows_of(patient)[0]["tick"]]
    assert heights[0] > heights[1] > 0
    assert {"t": "Laboratory 3", "note": "on 2 days"}.items() <= rows_of(patient)[0]["lanes"][5].items()


def test_a_grade_is_a_bar_a_range_a_dashed_box_and_no_sign_a_flat_one():
    patient = subject().infused().graded(1, 2, 0).bedside(2, temperature=38.5)
    rows, _, _ = rows_of(patient)
    assert [(row["day"] + HALF_DAY, row["y2"] - row["y"]) for row in rows["grade"]] == [(1, 10)]
    assert {row["day"] + HALF_DAY for row in rows["grade-open"]} == {2}
    assert [row["y2"] - row["y"] for row in rows["grade-0"] if row["day"] + HALF_DAY == 1] == [1.5]


def test_a_lane_without_anything_says_so():
    rows, _, _ = rows_of(subject().infused())
    assert texts(rows, "calm").count("none by this day") == 9
    assert "schedule unset: none due or missed" in texts(rows, "calm")
    assert len(rows["lanes"]) == 12


def test_a_row_that_could_not_be_read_is_said():
    found = subject().infused().assessed(35)
    object.__setattr__(found.facts, "refused", frozenset({"labs"}))
    rows, _, _ = drawn(found, events(found), None)
    assert texts(rows, "calm")[-1] == "rows of labs that could not be read"


def test_a_visit_is_marked_by_its_state_within_its_window():
    patient = subject().infused().ctdna(28, "positive").pet(28, "CR")
    visits = (Visit(7, 1, "labs"), Visit(28, 3, "PET/CT, ctDNA"), Visit(36, 3, "ctDNA"))
    rows, _, _ = rows_of(patient, 35, visits)
    shapes = {row["What"].split(":")[0]: row["shape"] for row in rows["mark"] if row["What"].startswith("visit")}
    assert shapes == {"visit d7 ±1": "cross", "visit d28 ±3": "circle", "visit d36 ±3": "circle"}
    assert {"d7 missed", "d28", "d36 due"} <= set(texts(rows, "label"))
    assert [(round(row["day"]), round(row["end"])) for row in rows["visit-window"]] == [(6, 8), (25, 31), (33, 39)]
    assert "lacking labs" in next(row["What"] for row in rows["mark"] if row["What"].startswith("visit d7"))


def test_visits_far_ahead_do_not_stretch_the_axis_and_are_counted():
    rows, values, _ = rows_of(subject().infused(), 20, VISITS)
    assert values["last"] < 80
    assert {"t": "Visits 9", "note": "5 lie beyond"}.items() <= rows["lanes"][1].items()
    none, _, _ = rows_of(subject().ctdna(-6, "positive"), -3, VISITS)
    assert "none before infusion 1" in texts(none, "calm")


def test_the_rules_have_their_names():
    rows, _, _ = rows_of(subject().infused().infused(40, 2).seen(50, "dead"), 55)
    assert set(texts(rows, "rule-name")) == {"infusion 1", "infusion 2", "day 60", "as of day 55", "death"}
    assert ([row["day"] for row in rows["infusion"]], [row["day"] for row in rows["closing"]]) == ([0, 40], [50])
    planned, _, _ = rows_of(subject().infused().planned(40), 35)
    assert ([row["day"] for row in planned["planned"]], "infusion 2 planned" in texts(planned, "rule-name")) == ([40], True)


def test_before_infusion_1_days_are_not_counted():
    rows, values, _ = rows_of(subject().ctdna(-6, "positive").screened(-20), -3)
    assert (values["counted"], rows["infusion"], rows["window"], texts(rows, "rule-name")) == (0, [], [], ["as of"])
    assert rows_of(subject().infused())[1]["counted"] == 1
    assert [layer["data"]["values"] for layer in timeline(subject().assessed(-3), None)["layer"]].count([]) == len(AXES)


def test_the_words_name_what_is_open_and_what_has_no_day():
    patient = subject().infused(discharged_on=on(14)).infection(20).infection(None).lab("hemoglobin", "100", 3)
    found = patient.assessed(35)
    said = timeline(found, schedule(found.facts, found.as_of, (Visit(28, 3, "ctDNA"),)))["description"]
    for part in ("Laboratory: 1", "Visits: d28 missed", "grade not recorded, not recorded as resolved", "Without a day: 1"):
        assert part in said
    quiet = timeline(subject().assessed(35), None)["description"]
    assert ("Visit schedule unset" in quiet, "Open ends" in quiet) == (True, False)
    assert "none before infusion 1" in timeline(subject().assessed(35), schedule(subject().facts(), on(35), ()))["description"]


def test_the_picture_is_as_high_as_its_lanes():
    few, many = (timeline(filled([("adverse_events", 0, day, None) for day in days]).assessed(35), None) for days in ([1], range(1, 9)))
    assert many["height"] > few["height"]
    assert json.loads(json.dumps(many, allow_nan=False)) == many
    assert all(list(layer["data"]) == ["values"] for layer in many["layer"])


def test_what_is_drawn_on_has_a_layer_and_what_is_inked_is_of_the_palette(pytestconfig):
    layers = authored()["layer"]
    patient = filled([("ctdna", 3, None, None), ("pet", 3, None, None), ("infections", 0, 3, None)]).graded(2, 1, None)
    rows, _, _ = rows_of(patient.planned(40).seen(34, "dead"), 35, VISITS)
    assert {name for name, found in rows.items() if found} <= {layer["data"]["name"] for layer in layers}
    inks = set(re.findall(r"var\(--([\w-]+)\)", json.dumps([layers, rows])))
    tokens = (pytestconfig.rootpath / "dashboard" / "style" / "tokens.css").read_text(encoding="utf-8")
    assert inks <= set(re.findall(r"--([\w-]+):", tokens))
    assert re.findall(r"#[0-9a-fA-F]{3,8}", json.dumps(layers)) == []


def test_the_drawing_kept_is_the_one_that_altair_makes(pytestconfig):
    kept = pytestconfig.rootpath / "core" / "pictures" / "timeline.json"
    assert kept.read_text(encoding="utf-8") == written(), "a layer changed: python -m core.pictures.timeline_layers"

"""The sparkline of a row: every value in words, nothing cut, PET/CT letters on their days, every sample where its day and value are."""

import re
from itertools import pairwise
from urllib.parse import unquote

import pytest

from dashboard.sparkline import sparkline
from tests.core.patient import Patient, subject
from tests.pages.conftest import parsed

LOD = {"unit": "hGE/mL", "limit_of_detection": "1"}


def drawn(call: str = "positive", **cells: str) -> Patient:
    return subject().infused().ctdna(-6, "positive", value="12", **LOD).ctdna(28, call, **{**LOD, **cells})


def label(patient: Patient, day: int = 35) -> str:
    found = parsed(sparkline(patient.assessed(day)))
    return next(attributes["aria-label"] for _, attributes in found.elements if attributes.get("role") == "img")


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        (drawn(value="6.2").pet(28, "CR"), "ctDNA, A, hGE/mL: day −6 12, day 28 6.2; PET/CT: day 28 CR; as of day 35"),
        (drawn("negative").pet(-10, None), "day 28 not detected, LOD 1; PET/CT: day −10 before infusion 1"),
        (drawn("failed"), "day 28 failed; no PET/CT"),
        (drawn("positive"), "day 28 positive, no number"),
        (drawn().ctdna(30, None, **LOD), "day 30 no call recorded"),
        (subject().infused().pet(28, "PR").pet(28, "PD"), "no ctDNA sample; PET/CT: day 28 not decided"),
        (drawn(value="6.2").ctdna(28, "negative", "B", unit="%"), "not drawn here: 1 sample by another assay or unit"),
        (drawn(value="6.2").infused(30, 2), "infusion 2 on day 30"),
    ],
)
def test_the_sparkline_is_read_aloud_with_every_value(patient, said):
    assert said in label(patient)


def test_what_lies_before_or_after_the_common_axis_is_drawn_beyond_a_break():
    early = drawn(value="6.2").ctdna(-40, "positive", value="90", **LOD).ctdna(120, "positive", value="700", **LOD).pet(130, "PD")
    assert sparkline(early.assessed(35)).count('class="break"') == 1
    late = sparkline(early.assessed(140))
    assert late.count('class="break"') == 2
    assert "day −40 90" in late
    assert "day 120 700; PET/CT: day 130 PD" in late


def lane(html: str) -> list[tuple[str, int]]:
    """The PET/CT marks from left to right: what each says, and where it stands."""
    return [(word, int(left)) for left, word in re.findall(r'class="pet pet-\w+" style="left:(\d+)px">(.*?)<', html)]


def test_scans_close_together_stand_side_by_side():
    found = lane(sparkline(drawn().pet(26, "SD").pet(28, "CR").pet(29, "PR").pet(55, "PD").assessed(60)))
    assert [word for word, _ in found] == ["SD", "CR", "PR", "PD"]
    assert all(after - before >= 20 for (_, before), (_, after) in pairwise(found))


def test_scans_beyond_a_break_stay_beyond_it_and_are_counted():
    html = sparkline(drawn().pet(28, "CR").pet(90, "CR").pet(180, "CR").pet(270, "PD").assessed(300))
    alone = sparkline(drawn().pet(62, "SD").assessed(300))
    assert all(left > lane(alone)[0][1] for _, left in lane(html)[1:])
    assert "3 PET/CT after day 62, the newest on top" in html
    assert "on top" not in alone


def test_samples_of_another_assay_are_counted_in_view():
    assert "+ 2 samples by another assay or unit" in sparkline(drawn().ctdna(7, "positive", "B").ctdna(9, "positive", "C").assessed(35))


class Drawing:
    """What a drawing shows: its samples from left to right, the lines that join them, and the boxes behind them."""

    KINDS = (
        ("number", r'<circle cx="([\d.]+)" cy="([\d.]+)" r="3.1"/>', 0, 0),
        ("not detected", r'<path d="M([\d.]+) ([\d.]+)h8l-4 6.6z"', 4, 3),
        ("no number", r'<path d="M([\d.]+) ([\d.]+)l4.6 4.6 -4.6 4.6 -4.6 -4.6z"', 0, 4.6),
        ("not evaluable", r'<path d="M([\d.]+) ([\d.]+)l6 6m0 -6l-6 6"', 3, 3),
        ("no call", r'<circle cx="([\d.]+)" cy="([\d.]+)" r="3.4"[^>]*stroke-dasharray', 0, 0),
    )

    def __init__(self, patient: Patient, day: int = 35):
        styles = [(each.get("class"), unquote(each.get("style", ""))) for _, each in parsed(sparkline(patient.assessed(day))).elements]
        self.layers = {style.rpartition("--")[2].rstrip(")"): style for name, style in styles if name == "mk"}
        ink = "".join(self.layers.values())
        self.samples = sorted((float(x) + dx, float(y) + dy, kind) for kind, form, dx, dy in self.KINDS for x, y in re.findall(form, ink))
        self.days = [x for x, _, _ in self.samples]
        self.heights = [y for _, y, _ in self.samples]
        self.kinds = [kind for _, _, kind in self.samples]
        lines = re.findall(r'<path d="M([\d. ]+)L([\d. ]+)"([^>]*)>', ink)
        self.lines = [([float(at) for at in f"{left} {right}".split()], "dasharray" in rest) for left, right, rest in lines]
        (self.now,) = (float(x) for x in re.findall(r'd="M([\d.]+) 0V38"', ink))
        sides = [(name, dict(re.findall(r"(\w+):([\d.]+)px", style))) for name, style in styles if name != "mk"]
        self.boxes = [(name, {side: float(at) for side, at in each.items()}) for name, each in sides]

    def box(self, name: str) -> list[dict[str, float]]:
        return [each for known, each in self.boxes if known == name]


def samples(*rows: tuple[int, str | None, str | None, str | None]) -> Patient:
    """Samples of one assay: of each its day, its call, its value and its LOD."""
    patient = subject().infused()
    for day, call, value, limit in rows:
        patient = patient.ctdna(day, call, value=value, unit="hGE/mL", limit_of_detection=limit)
    return patient


PIXEL = 0.11  # places are written to a tenth of a pixel


@pytest.mark.parametrize(
    "values",
    [("1", "10", "100", "1000"), ("0.05", "0.5", "5", "50"), ("1000", "100", "10", "1"), ("3", "30", "3", "30")],
)
@pytest.mark.parametrize("limit", ["0.05", "0.01", None])
def test_ten_times_a_value_stands_the_same_pixels_higher(values, limit):
    found = Drawing(samples(*((day, "positive", value, limit) for day, value in zip((-6, 7, 14, 28), values, strict=True))))
    steps = [before - after for before, after in pairwise(found.heights)]
    rises = [step if float(after) > float(before) else -step for step, (before, after) in zip(steps, pairwise(values), strict=True)]
    assert min(rises) > 3
    assert rises == pytest.approx([rises[0]] * 3, abs=2 * PIXEL)
    assert all(4 <= height <= 34 for height in found.heights)


def test_values_within_a_decade_are_not_stretched_over_the_whole_height():
    found = Drawing(samples((-6, "positive", "10", None), (28, "positive", "11", None)))
    assert 0 < found.heights[0] - found.heights[1] < 3


@pytest.mark.parametrize(
    ("before", "after", "dashed"),
    [
        (("positive", "12"), ("positive", "6"), False),
        (("positive", "12"), ("negative", None), True),
        (("negative", None), ("positive", "12"), True),
        (("negative", None), ("negative", None), True),
    ],
)
def test_a_line_is_solid_between_two_numbers_and_dashed_at_a_sample_not_detected(before, after, dashed):
    found = Drawing(samples((-6, *before, "1"), (28, *after, "1")))
    ((ends, is_dashed),) = found.lines
    assert is_dashed == dashed
    assert ends == pytest.approx([found.days[0], found.heights[0], found.days[1], found.heights[1]], abs=PIXEL)


@pytest.mark.parametrize(("call", "value"), [("failed", None), ("indeterminate", None), ("positive", None), (None, "3")])
def test_no_line_crosses_a_sample_without_a_height(call, value):
    rows = [(-6, "positive", "12", "1"), (7, "positive", "9", "1"), (14, call, value, "1"), (28, "positive", "6", "1")]
    found = Drawing(samples(*rows))
    assert [ends[::2] for ends, _ in found.lines] == [pytest.approx(found.days[:2], abs=PIXEL)]


@pytest.mark.parametrize(("first", "second"), [("1", "10"), ("10", "1"), ("0.2", "40")])
def test_a_sample_not_detected_stands_at_its_own_limit_of_detection(first, second):
    rows = [(1, "positive", first, None), (7, "negative", None, first), (14, "negative", None, second), (21, "positive", second, None)]
    at_first, mark_first, mark_second, at_second = Drawing(samples(*rows)).heights
    assert (mark_first, mark_second) == pytest.approx((at_first, at_second), abs=PIXEL)
    assert (mark_first < mark_second) == (float(first) > float(second))


def test_one_limit_of_detection_is_a_band_and_two_are_none():
    one = Drawing(samples((-6, "positive", "12", "1"), (28, "negative", None, "1")))
    assert one.box("band") == [{"top": pytest.approx(one.heights[1], abs=PIXEL), "bottom": 0}]
    below = Drawing(samples((-6, "positive", "5000", "1"), (28, "positive", "50", "1")))
    assert max(below.heights) < below.box("band")[0]["top"] <= 34
    assert Drawing(samples((-6, "positive", "12", "2"), (28, "negative", None, "1"))).box("band") == []
    assert Drawing(samples((-6, "positive", "12", None), (28, "positive", "3", None))).box("band") == []


@pytest.mark.parametrize(
    ("call", "value", "limit", "kind", "ink"),
    [
        ("positive", "6", "1", "number", "accent"),
        ("negative", None, "1", "not detected", "accent"),
        ("negative", None, None, "not detected", "accent"),
        ("positive", None, "1", "no number", "accent"),
        ("failed", None, "1", "not evaluable", "ink2"),
        ("indeterminate", "6", "1", "not evaluable", "ink2"),
        (None, "6", "1", "no call", "ink2"),
    ],
)
def test_what_a_sample_says_has_a_silhouette_and_an_ink_of_its_own(call, value, limit, kind, ink):
    found = Drawing(samples((28, call, value, limit)))
    assert found.kinds == [kind]
    (form,) = (form for known, form, _, _ in Drawing.KINDS if known == kind)
    assert [token for token, layer in found.layers.items() if re.search(form, layer)] == [ink]


@pytest.mark.parametrize(
    ("call", "value", "limit"), [("positive", None, None), ("negative", None, None), ("failed", "6", "1"), (None, "6", "1")]
)
def test_a_sample_without_a_height_stands_in_the_strip_below_every_value_and_the_band(call, value, limit):
    found = Drawing(samples((1, "positive", "1", "1"), (7, "positive", "900", "1"), (28, call, value, limit)))
    low, high, strip = found.heights
    assert [high, strip] == pytest.approx([4, 32], abs=PIXEL)
    assert high < low < 26
    assert [each["bottom"] for each in found.box("band")] == [12]


@pytest.mark.parametrize(
    "days", [(-90, -40, -9, -8, 0, 28, 62, 63, 90, 300), (-20, -14, -13, -9, -8), (62, 63, 67, 68, 90), (-300, 300), (0, 1, 60, 61)]
)
def test_an_earlier_day_stands_left_of_a_later_one_on_either_side_of_a_break(days):
    found = Drawing(samples(*((day, "positive", str(at), None) for at, day in enumerate(days, 1))), 300)
    assert len(found.samples) == len(days)
    assert sorted(found.heights, reverse=True) == found.heights, "each value, higher than the one before it, stands right of it"
    assert all(after > before for before, after in pairwise(found.days))
    assert found.days[0] >= 4
    assert found.days[-1] <= 236
    left, right = [25] * (days[0] < -8), [214]
    assert [each["left"] for each in found.box("break")] == left + right
    assert [x < 25 for x in found.days] == [day < -8 for day in days]
    assert [x > 214 for x in found.days] == [day > 62 for day in days]


def test_a_day_stands_at_one_place_in_every_row_whatever_else_was_drawn():
    alone = Drawing(samples((28, "positive", "3", None)))
    among = Drawing(samples((-300, "failed", None, None), (28, "positive", "70", "1"), (90, "negative", None, "1")), 100)
    assert among.days[1] == alone.days[0]


def test_the_as_of_day_the_infusions_and_the_window_stand_where_samples_of_their_days_do():
    rows = [(day, "positive", "3", None) for day in (-8, 0, 1, 30, 60, 62)]
    found = Drawing(samples(*rows).infused(30, 2), 62)
    _, zero, one, second, last, now = found.days
    assert found.now == now
    assert [each["left"] for each in found.box("inf")] == [zero, second]
    assert found.box("win") == [{"left": one, "width": pytest.approx(last - one, abs=PIXEL)}]
    assert found.box("break") == []

"""The laws that every scale keeps: unknown stays unknown, more information never contradicts, one row and a million agree."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.chart import Chart
from core.facts.reading import Reads
from core.facts.records import Bedside
from core.facts.values import Span
from core.logic.clauses import UNDECIDED
from core.logic.rules import Grade
from core.scales.assessed import Past, Seen, assess
from core.scales.crs import CRS
from core.scales.icans import ICANS
from tests.core.scales import oracle
from tests.core.scales.notation import fact

NUMBERS = {"temperature": ["36.5", "37.9", "38", "40"], "oxygen_flow": ["0", "2", "6", "6.1", "30"], "seizure_minutes": ["0", "5", "5.1"]}
WHOLE: dict[str, str | list[str]] = {
    "vasopressors": "0123",
    "ice_orientation": "01234",
    "ice_naming": "0123",
    "ice_commands": "01",
    "ice_writing": "01",
}
WHOLE |= {
    "ice_attention": "01",
    "ice_total": ["0", "2", "3", "6", "7", "9", "10"],
    "crs_grade_recorded": "05",
    "icans_grade_recorded": "05",
}
# Where the contract says what a blank cell reads as, filling it may move the grade: reference 2 and 1.4b.
READS_AS = {"hypotension_other_cause", "death", "seizure_minutes", "hemorrhage_only", "crs_grade_recorded", "icans_grade_recorded"}
BOTH = pytest.mark.parametrize("scale", [CRS, ICANS], ids=["CRS", "ICANS"])
HISTORY = st.sampled_from([True, False, None])


def possible(column):
    words = (mark.words for mark in Bedside.model_fields[column].metadata if isinstance(mark, Reads))
    return NUMBERS.get(column) or list(WHOLE.get(column) or next(words))


def rows(scale):
    """A row of the scale with some cells blank."""
    return st.fixed_dictionaries({}, optional={column: st.sampled_from(possible(column)) for column in scale.columns})


def graded(scale, cells, before=None):
    row = fact(cells)
    return assess(scale, Seen(row, row.record), Past(before))


@BOTH
def test_an_empty_row_and_an_empty_chart_decide_nothing(scale):
    assert graded(scale, {}).grade == scale.undecided == Grade(0, 4)
    assert scale.judge(Chart()).grade == Grade(0, 5)


@BOTH
@given(data=st.data(), before=HISTORY)
def test_more_information_never_contradicts(scale, data, before):
    """Unless the new cell contradicts another: then the range may be another, and a flag says so."""
    cells = data.draw(rows(scale).filter(lambda cells: "crs_grade_recorded" not in cells and "icans_grade_recorded" not in cells))
    blank = [column for column in scale.columns if column not in cells and column not in READS_AS]
    filled = {column: data.draw(st.sampled_from(possible(column)), column) for column in blank[: data.draw(st.integers(0, len(blank)))]}
    earlier, later = graded(scale, cells, before), graded(scale, cells | filled, before)
    if not any(flag == "contradiction" or flag.startswith("invalid:") for flag in later.flags):
        assert earlier.grade.at_least <= later.grade.at_least <= later.grade.at_most <= earlier.grade.at_most


@given(data=st.data(), drug=st.sampled_from(["yes", "no"]), before=st.booleans())
def test_knowing_crs_before_keeps_the_grade_inside_its_range(data, drug, before):
    cells = data.draw(rows(CRS)) | {"antipyretic_or_anticytokine": drug}
    earlier, later = graded(CRS, cells), graded(CRS, cells, before)
    assert earlier.grade.at_least <= later.grade.at_least <= later.grade.at_most <= earlier.grade.at_most


@given(data=st.data())
def test_a_crs_row_allows_what_its_completions_allow_and_no_more(data):
    partial = {name: data.draw(st.sampled_from([None, *values]), name) for name, values in oracle.CRS_CELLS.items()}
    pressors = partial["vasopressors"] not in (None, "0") or partial["vasopressin"] == "yes"
    if pressors and partial["hypotension"] == "no":
        partial["hypotension"] = "yes"
    cells = {name: value for name, value in partial.items() if value and name not in ("oxygen", "crs_before")}
    cells |= pair(partial["oxygen"], "oxygen_device", "oxygen_flow")
    found = graded(CRS, cells, {"yes": True, "no": False, None: None}[partial["crs_before"]])
    assert (found.grade.at_least, found.grade.at_most) == oracle.allowed(partial, oracle.CRS_CELLS, oracle.crs)


@given(data=st.data())
def test_an_icans_row_allows_what_its_completions_allow_and_no_more(data):
    partial = {name: data.draw(st.sampled_from([None, *values]), name) for name, values in oracle.ICANS_CELLS.items()}
    if partial["pressure_signs"] == "papilledema" and partial["hemorrhage_only"] is None:
        partial["hemorrhage_only"] = "no"  # what blank reads as here
    cells = {name: value for name, value in partial.items() if value and name != "attack"} | pair(
        partial["attack"], "seizure", "seizure_minutes"
    )
    found = graded(ICANS, cells)
    assert (found.grade.at_least, found.grade.at_most) == oracle.allowed(partial, oracle.ICANS_CELLS, oracle.icans)


def pair(values, *columns):
    return {column: value for column, value in zip(columns, values or (), strict=False) if value}


@BOTH
@given(data=st.data(), before=HISTORY)
def test_only_what_narrows_a_range_is_missing(scale, data, before):
    """A decided row lacks nothing; in an undecided one each cell that is called missing is blank."""
    cells = data.draw(rows(scale))
    found = graded(scale, cells, before)
    missing = {flag.removeprefix("missing:") for flag in found.flags if flag.startswith("missing:")}
    assert not missing & cells.keys()
    assert not (missing and found.grade.decided)


@BOTH
@given(data=st.data(), before=HISTORY)
def test_a_verdict_that_is_looked_up_is_the_one_that_is_explained(scale, data, before):
    found = graded(scale, {k: v for k, v in data.draw(rows(scale)).items() if not k.endswith("recorded")}, before)
    explained = found.explain()
    missing = tuple(f"missing:{column}" for column in explained.missing())
    assert found.grade == explained.grade
    assert missing == tuple(flag for flag in found.flags if flag.startswith("missing:"))


@BOTH
@given(data=st.data())
def test_one_row_and_a_frame_agree(scale, data):
    cells = data.draw(st.lists(st.tuples(rows(scale), HISTORY), min_size=1, max_size=20))
    found = [graded(scale, {k: v for k, v in row.items() if not k.endswith("recorded")}, before) for row, before in cells]
    over = scale.over(columns([row.chart() for row in found], scale))
    frame = pd.DataFrame({level: truths.astype("boolean") for level, truths in over.items()})
    assert [highest(row) for row in frame.to_dict("records")] == [(row.grade.at_least, row.grade.at_most) for row in found]


def columns(charts, scale):
    """The charts as nullable columns; a level as its two ends."""
    filled = {UNDECIDED: pd.Series([pd.NA] * len(charts), dtype="boolean")}
    for name in (variable.name for variable in scale.variables):
        values = [chart[name].value for chart in charts]
        if name.endswith("level"):
            ends = [(v.low, v.high) if isinstance(v, Span) else (v, v) for v in values]
            filled[f"{name}.low"], filled[f"{name}.high"] = (
                pd.Series([float(end) for end in side], dtype="Float64") for side in zip(*ends, strict=True)
            )
            filled[f"{name}.low_open"] = filled[f"{name}.high_open"] = pd.Series([False] * len(charts), dtype="boolean")
        else:
            kind = {"temperature": "Float64", "death": "string"}.get(name, "boolean")
            numbers = [float(v) if kind == "Float64" and v is not None else v for v in values]
            filled[name] = pd.Series([pd.NA if v is None else v for v in numbers], dtype=kind)
    return filled


def highest(row):
    return max([0, *(level for level, truth in row.items() if truth is True)]), max(
        [0, *(level for level, truth in row.items() if truth is not False)]
    )

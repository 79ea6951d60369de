"""Whatever the table: nothing is lost, nothing is read twice. Whatever the layout: each cell stands under the head it was written under."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.tables import Table
from core.layouts.region import Column, Region
from core.layouts.regions import regions
from tests.core.layouts.drawn import filled, held, tabled

ANY = st.sampled_from(
    (
        None, None, None, "", " ", "Patient", "Patient:", "Date", "Hb (g/dL)", "WBC", "Test", "Result", "Unit", "Sex", "F", "S-001",
        "S-002",
        "g/L", "Patient: S-001", "Visit 1", "Visit 2 2026-03-08", "2026-03-01", "8.4", "neg", "Total", "Albumin", 8.4, 1, True,
        "患者编号", "结果", "DOB", "Urine", "x" * 500,
    )
)  # fmt: skip
TABLES = st.integers(1, 8).flatmap(lambda width: st.lists(st.lists(ANY, min_size=width, max_size=width), min_size=1, max_size=10))
MERGED = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 9), st.integers(0, 3), st.integers(0, 4)), max_size=3)
ANALYTES = ("Hb (g/dL)", "WBC", "PLT [10^9/L]", "CRP, mg/L", "Albumin", "血小板计数", "ALT (U/L)", "Urea nitrogen")
PATIENT, DATE = st.sampled_from(("Patient", "MRN", "患者编号", "subject_id")), st.sampled_from(("Date", "Collected", "采样时间"))
TITLES = st.lists(st.sampled_from(("Central laboratory", "Results of June", "Printed 2026-04-01", "")), max_size=3)


@dataclass
class Written:
    """A sheet with, for each value in it, the head it was written under, whose it is and of what day."""

    rows: list[list[object]]
    values: dict[float, tuple[str, str, str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@settings(max_examples=300)
@given(TABLES, MERGED)
def test_every_filled_cell_is_accounted_for_and_no_line_is_read_twice(rows, merged):
    table = tabled(rows, *((top, left, top + down, left + along) for top, left, down, along in merged))
    found = regions(table)
    assert filled(table) <= held(found)
    assert found == regions(table)
    read = [region.place(line, column) for region in found for line in region.lines for column in _own(region, found)]
    assert len(set(read)) == len(read)


def _own(region: Region, found: list[Region]) -> list[Column]:
    """The columns that are not shared by the blocks of the same lines."""
    others = [other for other in found if other is not region and other.lines == region.lines and other.across == region.across]
    shared = {column.index for other in others for column in other.columns if column in region.columns}
    return [column for column in region.columns if column.index not in shared]


@st.composite
def written(draw) -> Written:
    heads = draw(
        st.lists(st.sampled_from(ANALYTES), min_size=2, max_size=5, unique=True).filter(
            lambda found: set(found) - {"Albumin", "Urea nitrogen"}
        )
    )
    patient, date = draw(PATIENT), draw(DATE)
    count = draw(st.integers(1, 4))
    subjects = [f"S-{draw(st.integers(1, 9)):03d}" for _ in range(count)]
    days = [f"2026-03-{draw(st.integers(1, 28)):02d}" for _ in range(count)]
    title: list[list[object]] = [[line or None] for line in draw(TITLES)]
    layout = draw(st.sampled_from(("plain", "groups", "visits", "below", "beside", "turned", "long", "titled")))
    values: dict[float, tuple[str, str, str]] = {}
    merged: list[tuple[int, int, int, int]] = []
    units = [[None, None, *("g/L" for _ in heads)]] if draw(st.booleans()) else []

    def line(subject: str, day: str) -> list[object]:
        start = 10.0 * (len(values) + 1)
        cells = [start + at / 8 for at in range(len(heads))]
        values.update({cell: (head, subject, day) for cell, head in zip(cells, heads, strict=True)})
        return list(cells)

    if layout == "plain":
        rows = [*title, [patient, date, *heads], *units, *([s, d, *line(s, d)] for s, d in zip(subjects, days, strict=True))]
    elif layout == "groups":
        rows = [*title, [None, None, "Blood", *[None] * (len(heads) - 1)], [patient, date, *heads]]
        merged = [(len(rows) - 1, 3, len(rows) - 1, 2 + len(heads))]
        rows += [[s, d, *line(s, d)] for s, d in zip(subjects, days, strict=True)]
    elif layout == "visits":
        visits = sorted({f"2026-04-{draw(st.integers(1, 28)):02d}" for _ in range(3)} | {"2026-04-29", "2026-04-30"})
        over = [cell for at, day in enumerate(visits, 1) for cell in (f"Visit {at} {day}", *[None] * (len(heads) - 1))]
        rows = [*title, [None, None, *over], [patient, "Sex", *heads * len(visits)]]
        if draw(st.booleans()):
            merged = [(len(rows) - 1, 3 + at * len(heads), len(rows) - 1, 2 + (at + 1) * len(heads)) for at in range(len(visits))]
        rows += [[s, "F", *(cell for day in visits for cell in line(s, day))] for s in dict.fromkeys(subjects)]
    elif layout == "below":
        rows = list(title)
        for s, d in zip(subjects, days, strict=True):
            rows += [*([[None]] if draw(st.booleans()) else []), [patient, date, *heads], *units, [s, d, *line(s, d)]]
    elif layout == "beside":
        rows = [*title, [patient, date, *heads, None, patient, date, *heads]]
        rows += [[s, d, *line(s, d), None, s, d, *line(s, d)] for s, d in zip(subjects, days, strict=True)]
    elif layout == "turned":
        heads = [*heads, *({"Hb (g/dL)", "WBC"} - set(heads))]
        lines = [[s, d, *line(s, d)] for s, d in zip(subjects, days, strict=True)]
        rows = [*title, *map(list, zip([patient, date, *heads], *lines, strict=True))]
    elif layout == "long":
        rows = [*title, [patient, date, "Test", "Result", "Unit"]]
        rows += [
            [s, d, head, cell, "g/L"] for s, d in zip(subjects, days, strict=True) for head, cell in zip(heads, line(s, d), strict=True)
        ]
        values = {cell: ("Result", subject, day) for cell, (_, subject, day) in values.items()}
    else:
        rows = []
        for s, d in zip(subjects, days, strict=True):
            rows += [*title, [f"Patient: {s}"], [date, "Sex", *heads], [d, "F", *line(s, d)], [None]]
    return Written(rows, values, tuple(merged))


@settings(max_examples=400)
@given(written())
def test_every_value_stands_under_its_own_head_its_subject_and_its_day(sheet):
    table: Table = tabled(sheet.rows, *sheet.merged)
    read = {}
    for region in regions(table):
        for line in region.lines:
            cells = {column.header: region.cell(line, column) for column in region.columns}
            said = {"subject_id": None, "collected_at": None} | {field: place.cell for field, place in region.given.items()}
            here = [*cells.values(), *said.values()]
            for column in region.columns:
                value = region.cell(line, column)
                if isinstance(value, float):
                    assert value not in read
                    head, subject, day = sheet.values[value]
                    assert column.heads[-1].cell == head
                    assert [cell for cell in here if isinstance(cell, str) and cell.startswith("S-")] == [subject]
                    assert [cell for cell in here if isinstance(cell, str) and cell.startswith("2026-")] == [day]
                    read[value] = column.header
    assert read.keys() == sheet.values.keys()

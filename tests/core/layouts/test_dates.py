"""How a text is a date in each order, and what that makes of a cell."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.reading import moment
from core.layouts.dates import EITHER, NAMED, NEITHER, REAL, date_text, dates_of, kind_of, to_iso, to_time
from core.layouts.role import DAY_FIRST, ISO, MONTH_FIRST, YEAR_FIRST

TEXTS = {
    # text: kind, iso, day first, month first, year first
    "2026-03-05": (ISO, "2026-03-05", "2026-03-05", "2026-03-05", "2026-03-05"),
    "2026-03-05T08:30": (ISO, *["2026-03-05T08:30"] * 4),
    "03/04/2026": (EITHER, None, "2026-04-03", "2026-03-04", None),
    "3.4.2026": (EITHER, None, "2026-04-03", "2026-03-04", None),
    "13/04/2026": (DAY_FIRST, None, "2026-04-13", None, None),
    "04-13-2026 8:05": (MONTH_FIRST, None, None, "2026-04-13T08:05", None),
    "12.03.2026, 07:30:15": (EITHER, None, "2026-03-12T07:30:15", "2026-12-03T07:30:15", None),
    "1/2/2026 12:30 am": (EITHER, None, "2026-02-01T00:30", "2026-01-02T00:30", None),
    "1/2/2026 8:05 PM": (EITHER, None, "2026-02-01T20:05", "2026-01-02T20:05", None),
    "2026/3/5": (YEAR_FIRST, None, None, None, "2026-03-05"),
    "2026.03.05 08:05": (YEAR_FIRST, None, None, None, "2026-03-05T08:05"),
    "2026年3月5日": (YEAR_FIRST, None, None, None, "2026-03-05"),
    "2026年3月5日 8时05分": (YEAR_FIRST, None, None, None, "2026-03-05T08:05"),
    "20260305": (YEAR_FIRST, None, None, None, "2026-03-05"),
    "5 Mar 2026": (NAMED, *["2026-03-05"] * 4),
    "05-MAR-2026 07:00": (NAMED, *["2026-03-05T07:00"] * 4),
    "March 5, 2026": (NAMED, *["2026-03-05"] * 4),
    "03/04/26": (NEITHER, *[None] * 4),  # a year of two digits
    "31/02/2026": (NEITHER, *[None] * 4),
    "13/13/2026": (NEITHER, *[None] * 4),
    "3/4-2026": (NEITHER, *[None] * 4),
    "3/4/2026 25:00": (NEITHER, *[None] * 4),
    "3/4/2026 13:00 pm": (NEITHER, *[None] * 4),
    "3/4/2026 8:61": (NEITHER, *[None] * 4),
    "３/４/2026": (NEITHER, *[None] * 4),  # digits of another script are no digits
    "soon": (NEITHER, *[None] * 4),
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_in_every_order(text: str) -> None:
    kind, *read = TEXTS[text]
    assert kind_of(text) == kind
    assert [to_iso(f" {text} ", order) for order in (ISO, DAY_FIRST, MONTH_FIRST, YEAR_FIRST)] == read


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from("/.-"), st.booleans())
def test_a_date_written_in_an_order_is_read_back_in_it(day: date, by: str, padded: bool) -> None:
    d, m = (f"{part:02}" if padded else str(part) for part in (day.day, day.month))
    assert to_iso(f"{d}{by}{m}{by}{day.year}", DAY_FIRST) == day.isoformat()
    assert to_iso(f"{m}{by}{d}{by}{day.year}", MONTH_FIRST) == day.isoformat()
    assert to_iso(f"{day.year}{by}{m}{by}{d}", YEAR_FIRST) == day.isoformat()


@given(st.text(alphabet="0123456789/.-年月日 :TapmJnu,", max_size=22), st.sampled_from((ISO, DAY_FIRST, MONTH_FIRST, YEAR_FIRST)))
def test_what_is_read_is_a_date_of_the_contract(text: str, order: str) -> None:
    found = to_iso(text, order)
    assert found is None or kind_of(found) == ISO
    if found is not None and found != text.strip():
        assert moment(found, None).at.year in range(1901, 2200) or int(found[:4]) not in range(1905, 2200)


def test_cells_that_are_no_text() -> None:
    assert [kind_of(cell) for cell in (date(2026, 3, 5), datetime(2026, 3, 5), None, "", "  ", 20260305.0, 20260305, 46000.5, True)] == [
        REAL, REAL, None, None, None, YEAR_FIRST, YEAR_FIRST, NEITHER, NEITHER,
    ]  # fmt: skip
    assert date_text(12.0) is None


def test_a_column_counts_its_kinds_and_keeps_the_first_of_each() -> None:
    found = dates_of(["03/04/2026", None, "13/04/2026", "03/04/2026", date(2026, 1, 1)])
    assert dict(found.counts) == {EITHER: 2, DAY_FIRST: 1, REAL: 1}
    assert dict(found.first) == {EITHER: 0, DAY_FIRST: 2, REAL: 4}
    assert dict(found.either) == {"03/04/2026": [0, 3]}


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("8:05", "08:05"), ("8:05 PM", "20:05"), ("12:00 am", "00:00"), ("08:05:30", "08:05:30"), ("8时05分", "08:05"),
        ("", None), ("noon", None), ("24:00", None),
    ],
)  # fmt: skip
def test_a_time_of_day(text: str, time: str | None) -> None:
    assert to_time(text) == time

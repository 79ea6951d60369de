"""Every kind of cell: what it becomes, and what is said where it cannot be read. A blank is not recorded; nothing is guessed."""

import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.facts import reading as r
from core.facts.reading import Unreadable
from core.facts.values import Moment, Span
from tests.core.facts.notation import moment

D = Decimal
SHANGHAI = ZoneInfo("Asia/Shanghai")
READS = {
    "identifier": r.IDENTIFIER,
    "text": r.TEXT,
    "number": r.reads_number(),
    "amount": r.AMOUNT,
    "size": r.SIZE,
    "grade": r.reads_whole(0, 5),
    "count": r.reads_whole(0, None),
    "within": r.reads_within(D(30), D(45), "degrees Celsius"),
    "flow": r.reads_within(D(0), None, "L/min"),
    "answer": r.ANSWER,
    "word": r.reads_words("PET/CT", "CT", also={"kat": "CT"}),
    "day": r.DAY,
    "moment": r.MOMENT,
}
READ = [
    ("identifier", "000123", "000123"),
    ("identifier", "1E5", "1E5"),
    ("identifier", "12345678901234567890", "12345678901234567890"),
    *(("identifier", word, word) for word in ("NA", "None", "null", "TRUE", "nan")),
    ("identifier", " S-001\u00a0", "S-001"),
    ("identifier", 17.0, "17"),
    ("identifier", 17, "17"),
    ("identifier", 999_999_999_999_999.0, "999999999999999"),
    ("identifier", "患者 1", "患者 1"),
    ("text", 0.5, "0.5"),
    ("text", True, "True"),
    ("text", date(2026, 3, 5), "2026-03-05"),
    ("text", "a\u00a0b", "a\u00a0b"),
    ("number", 0.30000000000000004, D("0.3")),
    ("number", 79.99999999999999, D(80)),
    ("number", 1e-7, D("1e-7")),
    ("number", "79.99999999999999", D("79.99999999999999")),
    ("number", "1.10 ", D("1.10")),
    ("number", "1E5", D("1E5")),
    ("number", "-2", D(-2)),
    ("number", ".5", D("0.5")),
    ("number", 0, D(0)),
    ("amount", "<0.5", Span(None, D("0.5"), high_open=True)),
    ("amount", "< 0.5", Span(None, D("0.5"), high_open=True)),
    ("amount", ">100", Span(D(100), None, low_open=True)),
    ("amount", "7", D(7)),
    ("size", "0", D(0)),
    ("size", "<0.5", Span(None, D("0.5"), high_open=True)),
    ("grade", 0, 0),
    ("grade", "5", 5),
    ("grade", 3.0, 3),
    ("count", 60, 60),
    ("within", 30, D(30)),
    ("within", "45.0", D(45)),
    ("flow", 0, D(0)),
    *(("answer", cell, True) for cell in ("yes", "Y", "TRUE", "1", 1, 1.0, True, "是")),
    *(("answer", cell, False) for cell in ("no", "N", "false", "0", 0, 0.0, False, "否")),
    ("word", "pet/ct", "PET/CT"),
    ("word", "Kat", "CT"),
    ("day", date(2026, 3, 5), date(2026, 3, 5)),
    ("day", datetime(2026, 3, 5, 23, 59), date(2026, 3, 5)),
    ("day", "2026-03-05", date(2026, 3, 5)),
    ("day", "2024-02-29", date(2024, 2, 29)),
    ("day", "1901-01-01", date(1901, 1, 1)),
    ("day", "2199-12-31", date(2199, 12, 31)),
    ("moment", date(2026, 3, 5), moment("2026-03-05")),
    ("moment", datetime(2026, 3, 5, 8, 30), moment("2026-03-05T08:30")),
    ("moment", "2026-03-05T08:30", moment("2026-03-05T08:30")),
    ("moment", "2026-03-05 08:30:15.250", moment("2026-03-05T08:30:15.250")),
]
NUMBERS = (
    "1,2x",
    "1,234",
    "1,5",
    "１２",
    "٣",
    "1 234",
    "1\u00a0234",
    "0x10",
    "1_000",
    "1e9999",
    "NaN",
    "inf",
    "-0",
    "-0.0",
    "positive",
    "n.d.",
    "=1+1",
)
WRONG_DAYS = (
    "05.03.2026",
    "03/04/2026",
    "13/04/2026",
    "26-03-05",
    "2026-3-5",
    "２０２６-03-05",
    "20260305",
    "2026-03",
    46086,
    46086.0,
    True,
)
UNREAD = [
    *(("identifier", cell, "is not an identifier") for cell in (True, 0.5, 1e15, 10**15, 1e300, math.nan, math.inf, date(2026, 3, 5))),
    ("identifier", "S-001\u200b", "cannot be seen"),
    ("identifier", "S-\u202e001", "cannot be seen"),
    ("identifier", "S\t001", "cannot be seen"),
    ("text", time(8), "is not text"),
    ("text", timedelta(1), "is not text"),
    *(("number", cell, "is not a number") for cell in NUMBERS if not cell.startswith("-0")),
    *(("number", cell, "is zero with a minus sign") for cell in ("-0", "-0.0", -0.0)),
    *(("number", cell, "is not a finite number") for cell in (math.nan, math.inf, -math.inf)),
    *(("number", cell, "is not a number") for cell in (True, date(2026, 3, 5), time(8), "<5")),
    *(("amount", cell, "is not a number") for cell in ("<", "<<1", "≤5", "＜5", "<=5", "50-55", "neg", "<1,5")),
    *(("size", cell, "is below zero") for cell in (-0.1, "<0", "<-1", ">-1")),
    ("grade", -1, "is outside the scale"),
    ("grade", 6, "is outside the scale"),
    ("grade", 2.5, "is not a whole number"),
    ("count", -1, "is outside the scale"),
    *(("within", cell, "is not plausible") for cell in (29.9, 45.1, 99, "101.3")),
    ("flow", -1, "is not plausible"),
    *(("answer", cell, "is neither yes nor no") for cell in ("maybe", "yes?", "-", "2", 2, 0.5, "ｙｅｓ", "unknown", date(2026, 3, 5))),
    *(("word", cell, "is not one of the allowed words") for cell in ("PET", "PET-CT", "1", 1)),
    *(("day", cell, "is not a date") for cell in WRONG_DAYS),
    *(("day", cell, "is not a date of the calendar") for cell in ("2026-02-30", "1900-02-29", "2025-02-29", "2026-13-01")),
    *(("day", cell, "is not a plausible date") for cell in ("1900-01-01", "1904-01-01", "2206-03-05", date(1900, 2, 28), date(1904, 1, 2))),
    *(("moment", cell, "is not a date") for cell in ("08:30", "2026-03-05T8:30", "2026-03-05T08", time(8), timedelta(1))),
    *(("moment", cell, "is not a date of the calendar") for cell in ("2026-03-05T25:00", "2026-03-05T08:61")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cell", "value"), READ)
def test_a_cell_is_read_as_it_stands(kind, cell, value):
    found = READS[kind].value(cell, None)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("kind", "cell", "fault"), UNREAD)
def test_a_cell_that_is_no_reading_is_a_fault_and_never_a_value(kind, cell, fault):
    with pytest.raises(Unreadable, match=f"^{fault if kind != 'identifier' else '.*' + fault}") as found:
        READS[kind].value(cell, None)
    assert f"; expected {READS[kind].expected}" in str(found.value)


def test_a_bare_spreadsheet_date_is_midnight_only_where_the_column_holds_date_times():
    day = date(2026, 3, 5)
    assert r.REQUIRED_DATE_TIME.value(day, None) == Moment(datetime(2026, 3, 5), True)
    assert r.REQUIRED_DATE_TIME.value("2026-03-05", None) == Moment(datetime(2026, 3, 5), False)
    assert r.REQUIRED_MOMENT.value(day, None) == Moment(datetime(2026, 3, 5), False)


@pytest.mark.parametrize("kind", READS)
@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0", "\t", "\u3000"])
def test_a_blank_cell_is_not_recorded(kind, cell):
    assert READS[kind].value(cell, None) is None


OFFSETS = [
    ("2026-03-05T00:30+08:00", "2026-03-05T00:30"),
    ("2026-03-04T23:30Z", "2026-03-05T07:30"),
    ("2026-03-04 23:30 Z", "2026-03-05T07:30"),
    ("2026-03-04T10:00-0500", "2026-03-04T23:00"),
    ("2026-03-04T10:00 -05:00", "2026-03-04T23:00"),
    (datetime(2026, 3, 4, 23, 30, tzinfo=UTC), "2026-03-05T07:30"),
    (datetime(2026, 3, 4, 10, 0, tzinfo=timezone(timedelta(hours=-5))), "2026-03-04T23:00"),
]


@pytest.mark.parametrize(("cell", "local"), OFFSETS)
def test_an_offset_is_turned_into_the_sites_time_zone(cell, local):
    assert r.MOMENT.value(cell, SHANGHAI) == moment(local)
    assert r.DAY.value(cell, SHANGHAI) == date.fromisoformat(local[:10])


@pytest.mark.parametrize("cell", [cell for cell, _ in OFFSETS])
def test_an_offset_without_a_site_time_zone_is_refused(cell):
    for reads in (r.MOMENT, r.DAY):
        with pytest.raises(Unreadable, match="time zone is not set"):
            reads.value(cell, None)


def test_a_required_cell_says_what_is_expected_where_it_is_blank():
    assert r.REQUIRED_DAY.blank == "is blank; expected a date like 2026-03-05"

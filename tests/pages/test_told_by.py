"""The second clock: what had been told by a moment, on every page, counted, carried along, and never more than that."""

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.moment import day_of_text, moment_of_text
from tests.core.patient import subject
from tests.pages.conftest import parsed
from tests.pages.told import AS_OF, settle, tell
from tests.pages.written import write

BEGIN = datetime(2026, 3, 4, 1, tzinfo=UTC)  # 09:00 in Shanghai
EARLIER = subject().infused().ctdna(-6, "positive").ctdna(28, "positive", value="6.2", unit="hGE/mL")


@pytest.fixture
def week(store, tmp_path):
    """A store told of a sample on the 4th at 10:00 of the site, and of a scan and a second subject at 12:00."""
    settle(store, BEGIN, demo_day=AS_OF, time_zone="Asia/Shanghai")
    for hours, patients in ((1, [EARLIER]), (3, [EARLIER.pet(28, "CR"), subject("S-002").infused()])):
        folder = tmp_path / str(hours)
        folder.mkdir()
        tell(store, write(folder, *patients), BEGIN + timedelta(hours=hours))
    return store


@pytest.mark.parametrize("name", ["board", "patient", "rulebook", "upload", "settings", "audit"])
def test_every_page_says_what_is_not_shown_and_that_nothing_can_be_entered(week, page, name):
    shown = page(name, known_at="2026-03-04 11:00")
    assert shown.run.exception == []
    assert "As told by 2026-03-04 11:00: 1 later entry is not shown." in shown.text
    assert "told by 2026-03-04 11:00" in shown.region("Pages") + shown.text
    assert "Nothing can be entered while looking at the past" in shown.text


def test_nothing_that_was_told_later_is_shown(week, page):
    now = page("patient", subject="S-001")
    assert "Rule met" in now.text
    past = page("patient", subject="S-001", known_at="2026-03-04 11:00")
    assert "Rule met" not in past.text
    assert "pet.csv" not in past.html
    board = page("board", known_at="2026-03-04 11:00")
    assert "S-001" in board.text
    assert "S-002" not in board.html


def test_nobody_is_known_before_the_first_entry(week, page):
    assert "No subject had been told of by 2026-03-04 08:00." in page("board", known_at="2026-03-04 08:00").text
    shown = page("patient", known_at="2026-03-04", subject="S-001", as_of="2026-03-01")
    assert "0 later entries are not shown" in shown.text


def test_the_links_carry_both_clocks(week, page):
    shown = page("board", known_at="2026-03-04 11:00", as_of="2026-03-01")
    links = [attributes["href"] for name, attributes in parsed(shown.html).elements if name == "a"]
    assert links
    assert all("as_of=2026-03-01&known_at=2026-03-04+11%3A00" in link for link in links)


@pytest.mark.parametrize("text", ["yesterday", "2026-03-04 25:00", "2999-01-01", "2026-03-04 11", "04.03.2026", "<img src=x>"])
def test_a_moment_that_is_none_is_told_and_ignored(week, page, text):
    shown = page("board", known_at=text)
    assert f"The moment “{text}” is none by which anything was told; it was ignored." in shown.text
    assert "later entr" not in shown.text
    assert "S-002" in shown.text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-04", "2026-03-04T15:59:59.999999+00:00"),
        ("2026-03-04 18:00", "2026-03-04T10:00:59.999999+00:00"),
        ("2026-03-04T18:00", "2026-03-04T10:00:59.999999+00:00"),
        ("2026-03-04 18:00:07", "2026-03-04T10:00:07.999999+00:00"),
    ],
)
def test_a_day_counts_to_its_end_and_so_do_a_minute_and_a_second(text, moment):
    from zoneinfo import ZoneInfo

    found = moment_of_text(text, ZoneInfo("Asia/Shanghai"))
    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize("text", ["9999-12-31", "2026-02-30", "2026-02-30 10:00", "", "2026-03-04 18:00:00.5", "٢٠٢٦-٠٣-٠٤"])
def test_what_is_no_moment_is_none(text):
    assert moment_of_text(text, UTC) is None


def test_without_a_time_zone_the_machines_own_counts():
    assert moment_of_text("2026-03-04", None) == datetime(2026, 3, 4, 23, 59, 59, 999999).astimezone(UTC)


def test_a_day_is_written_in_one_way_only():
    assert str(day_of_text("2026-03-04")) == "2026-03-04"
    assert [day_of_text(text) for text in ("2026-3-4", "20260304", "2026-02-30", "2026-03-04 10:00")] == [None] * 4

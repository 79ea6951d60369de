"""The frame: nobody is preselected, the address counts, a store that cannot be used is told, and an error shows no data."""

import json
import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.doctor import ROOT
from core.ledger.checkpoint import place
from core.ledger.ledger import Busy, Ledger, StoreFault
from dashboard import boundary
from dashboard.kept import forget
from tests.core.patient import eligible, subject
from tests.pages.told import settle, tell
from tests.pages.written import write

HOSTILE = (
    '<img src=x onerror="alert(1)">',
    "![x](http://x.example/p.png)",
    ":red[x]",
    "$x$",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
)


def fields(page):
    """What the fields of the frame are told."""
    (controls,) = page.run.get("bidi_component")
    return json.loads(controls.proto.bytes)


def again(page, **address):
    """The page after a step to another address within the session."""
    for name, value in address.items():
        page.run.query_params[name] = value
    return type(page)(page.run.run())


def test_nobody_is_preselected_and_everybody_is_listed_with_their_state(dashboard):
    page = dashboard(eligible(), subject("S 2&x").infused())
    assert fields(page)["subject"] is None
    assert "as of 2026-03-05" in page.text
    assert "Nobody is chosen" in page.text
    links = [attributes["href"] for name, attributes in page.elements if name == "a" and "patient?subject" in attributes["href"]]
    assert links == ["patient?subject=S+2%26x", "patient?subject=S-001"]


def test_the_address_chooses_subject_and_day(dashboard):
    page = dashboard(eligible(), subject("S-002").infused(), subject="S-002", as_of="2026-02-01")
    assert fields(page) == {"subjects": ["S-001", "S-002"], "subject": "S-002", "day": "2026-02-01", "known": "", "acting": None}
    assert "as of 2026-02-01" in page.text
    assert "Day 3" in page.region("Subject")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"subject": "S-999"}, "the subject “S-999”, who is in no record; it was ignored"),
        ({"subject": "S-001", "as_of": "yesterday"}, "The as-of day “yesterday” is none that can be looked at"),
        ({"subject": "S-001", "as_of": "2999-01-01"}, "The as-of day “2999-01-01” is none that can be looked at"),
        ({"subject": "S-001", "role": "admin"}, "The address holds “role”, which is unknown here and was ignored"),
        ({"subject": "<img src=x>" + "y" * 99}, "“<img src=x>" + "y" * 29 + "…”"),
    ],
)
def test_what_the_address_gets_wrong_is_told_and_ignored(dashboard, address, said):
    page = dashboard(eligible(), subject("S-002"), **address)
    assert said in page.text
    assert page.run.exception == []


def test_another_subject_leaves_nothing_of_the_first(dashboard):
    page = dashboard(eligible().infused(product="first product"), subject("S-002").infused(product="second product"), subject="S-001")
    assert "first product" in page.text
    page = again(page, subject="S-002")
    assert "second product" in page.text
    assert "first product" not in page.html
    assert "S-001" not in page.html


def test_the_pages_are_links_that_carry_the_day_and_the_subject(dashboard):
    page = dashboard(eligible().infused(), subject="S-001", as_of="2026-02-20")
    links = [(attributes["href"], attributes.get("aria-current")) for name, attributes in page.elements if name == "a"]
    others = [(f"{path}?as_of=2026-02-20", None) for path in ("cohort", "upload", "rulebook", "settings", "audit")]
    assert links[:7] == [(".?as_of=2026-02-20", None), ("patient?subject=S-001&as_of=2026-02-20", "page"), *others]


def test_an_earlier_day_knows_nothing_of_the_later(dashboard):
    patient = eligible().infused().ctdna(-6, "positive").ctdna(28, "positive", assay="A").pet(28, "PD")
    later = dashboard(patient, subject="S-001")
    assert "Rule not met" in later.text
    earlier = again(later, as_of="2026-02-20")
    assert "Unknown" in earlier.region("Recommendation")
    assert "2026-02-26" not in earlier.html


def test_the_claim_the_protocol_and_synthetic_data_are_said_once(dashboard):
    demo = dashboard(eligible(), subject="S-001")
    assert demo.text.count("Supports, does not replace, clinical judgement") == 1
    assert "NCT06902012" in demo.text
    assert demo.text.count("Synthetic data") == 1


def test_a_store_of_real_data_opens_with_today_and_is_not_called_synthetic(store, page):
    settle(store, time_zone="Asia/Shanghai")
    assert f"as of {datetime.now(ZoneInfo('Asia/Shanghai')).date()}" in page("rulebook").text
    assert "Synthetic data" not in page("rulebook").text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sqlite:////nowhere/none.sqlite3", "none.sqlite3: there is no ledger"),
        ("mysql://host/store", "mysql is no database of a ledger"),
        (f"sqlite:///{ROOT / 'README.md'}", "README.md: the store's file is no ledger"),
    ],
)
@pytest.mark.parametrize("name", ["board", "patient", "rulebook", "upload", "settings", "audit"])
def test_without_a_store_there_is_a_sentence_on_every_page_and_no_trace(page, monkeypatch, name, address, said):
    monkeypatch.setenv("REINFUSE_STORE", address)
    found = page(name)
    assert said in found.text
    assert found.run.exception == []
    assert fields(found) == {"subjects": None, "subject": None, "day": None, "known": None, "acting": None}


@pytest.mark.parametrize(
    ("fault", "said"), [(Busy(), "The store is being written just now"), (StoreFault("the database server was lost"), "server was lost")]
)
def test_a_store_that_does_not_answer_is_told_and_shows_again_once_it_does(dashboard, monkeypatch, fault, said):
    board = dashboard(eligible(), page="board")

    def fails(*_):
        raise fault

    with monkeypatch.context() as lost:
        lost.setattr(Ledger, "head", fails)
        lost.setattr("dashboard.source._NEWEST", [])
        page = again(board)
    assert said in page.text
    assert "S-001" not in page.text
    assert "S-001" in again(board).text


def test_a_store_without_anybody_shows_the_way_to_upload(store, page):
    found = page("board", as_of="2026-02-20")
    assert "No subject yet." in found.text
    assert ("a", "upload?as_of=2026-02-20") in [(name, attributes.get("href")) for name, attributes in found.elements]
    assert "No subject yet." in page("patient").text


def test_a_store_that_may_not_be_written_says_why_on_every_page_and_is_read_on(dashboard):
    board = dashboard(eligible().infused(), page="board")
    url = os.environ["REINFUSE_STORE"]
    place(url).unlink()
    forget()
    for found in (again(board), again(board, as_of="2026-02-20")):
        assert "Nothing can be entered: store.sqlite3.checkpoint: the checkpoint is missing" in found.text
        assert "S-001" in found.text


def test_a_commit_shows_at_the_next_run(dashboard, tmp_path):
    board = dashboard(eligible(), page="board")
    assert "S-002" not in board.text
    tell(os.environ["REINFUSE_STORE"], write(tmp_path, subject("S-002").infused()))
    assert "S-002" in again(board).text


def test_another_store_in_its_place_shows_at_the_next_run(dashboard, monkeypatch):
    board, address = dashboard(eligible(), page="board"), os.environ["REINFUSE_STORE"]
    dashboard(subject("S-002").infused(), page="board")
    first, second = (Path(each.removeprefix("sqlite:///")) for each in (address, os.environ["REINFUSE_STORE"]))
    for suffix in ("", ".checkpoint"):
        Path(f"{second}{suffix}").replace(f"{first}{suffix}")
    monkeypatch.setenv("REINFUSE_STORE", address)
    found = again(board)
    assert "S-002" in found.text
    assert "S-001" not in found.text


def test_the_acting_name_is_kept_over_a_change_of_subject_and_never_in_the_address(dashboard):
    shown = dashboard(eligible(), subject("S-002").infused(), subject="S-002")
    shown.run.session_state["acting_as"] = "Li Wei"
    shown = again(shown, subject="S-001")
    assert fields(shown)["acting"] == "Li Wei"
    assert "Li Wei" not in shown.html


def test_the_problems_of_a_subject_stand_on_its_own_page_alone(dashboard):
    wrong = eligible().lab("hemoglobin", "1,2x", 0).lab("alt", "900000", 0)
    shown = dashboard(wrong, subject("S-002").infused(), subject="S-001")
    assert "records 2 problems Each counts as not recorded." in shown.region("Subject")
    assert shown.html.count("<li>labs.csv · labs!") == 2
    assert "problems" not in again(shown, subject="S-002").text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_file_stays_text(dashboard, hostile):
    patient = (
        eligible()
        .but("screening", None, histology=hostile)
        .infused(product=hostile)
        .ctdna(28, "positive", hostile, value="3", unit="hGE/mL")
        .pet(28, "CR", deauville=hostile)
        .bedside(3, crs_grade_recorded="1", grading_scale=hostile)
        .treated(30, drug=hostile)
    )
    page = dashboard(patient, subject="S-001")
    assert page.text.count(hostile) >= 5
    assert not {"img", "script"} & {name for name, _ in page.elements}
    addresses = {attributes["href"] for name, attributes in page.elements if name == "a"}
    here = "patient?subject=S-001"
    more = ("file=trajectory.csv", "records=open", "open=hours", "open=timeline", "open=what-if", "marks=pairs", "marks=calendar")
    known = {".", "cohort", "upload", "rulebook", "settings", "audit", here, *(f"{here}&{each}" for each in more)}
    assert addresses >= known
    assert all(re.fullmatch(rf"{re.escape(here)}&fact=\d+", each) for each in addresses - known)
    assert not [attributes for _, attributes in page.elements if any(key.startswith("on") for key in attributes)]
    assert [each for each in page.run.markdown if hostile in each.value] == []


def test_a_hostile_identifier_is_text_and_its_link_is_encoded(dashboard):
    page = dashboard(subject('<img src=x onerror="alert(1)">').infused(), subject("S-002"))
    assert '<img src=x onerror="alert(1)">' in page.text
    assert "img" not in {name for name, _ in page.elements}
    assert any(attributes.get("href", "").startswith("patient?subject=%3Cimg+src") for _, attributes in page.elements)


def test_an_unexpected_error_shows_an_incident_and_logs_no_data(dashboard, monkeypatch, caplog):
    def fails(*_):
        raise ValueError("birth date of S-001 is 1970-01-01")

    monkeypatch.setattr("dashboard.screen.banner", fails)
    page = dashboard(eligible().infused(), subject="S-001")
    number = re.search(r"Incident ([0-9a-f]{8})", page.text)
    assert number
    assert "1970" not in page.html
    logged = [record.getMessage() for record in caplog.records if record.name == boundary.LOG.name]
    assert len(logged) == 1
    assert number[1] in logged[0]
    assert "ValueError in fails, test_frame.py:" in logged[0]
    assert "1970" not in caplog.text

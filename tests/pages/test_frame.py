"""The frame: nobody is preselected, the address counts, files that cannot be read are told, and an error shows no data."""

import json
import re

import pytest

from core.doctor import ROOT
from dashboard import boundary
from tests.core.patient import eligible, subject

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
    assert fields(page) == {"subjects": ["S-001", "S-002"], "subject": "S-002", "day": "2026-02-01"}
    assert "as of 2026-02-01" in page.text
    assert "Day 3" in page.region("Subject")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"subject": "S-999"}, "the subject “S-999”, who is in none of the files; it was ignored"),
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
    assert links[:3] == [
        (".?as_of=2026-02-20", None),
        ("patient?subject=S-001&as_of=2026-02-20", "page"),
        ("rulebook?as_of=2026-02-20", None),
    ]


def test_an_earlier_day_knows_nothing_of_the_later(dashboard):
    patient = eligible().infused().ctdna(-6, "positive").ctdna(28, "positive", assay="A").pet(28, "PD")
    later = dashboard(patient, subject="S-001")
    assert "Rule not met" in later.text
    earlier = again(later, as_of="2026-02-20")
    assert "Unknown" in earlier.region("Recommendation")
    assert "2026-02-26" not in earlier.html


def test_the_claim_the_protocol_and_synthetic_data_are_said_once(dashboard, monkeypatch):
    page = dashboard(eligible(), subject="S-001")
    assert page.text.count("Supports, does not replace, clinical judgement") == 1
    assert "NCT06902012" in page.text
    assert "Synthetic data" not in page.text
    monkeypatch.setenv("REINFUSE_DEMO", "1")
    assert type(page)(page.run.run()).text.count("Synthetic data") == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "No files are named"),
        (["/nowhere/labs.csv"], "labs.csv: No such file or directory"),
        ([ROOT / "README.md"], "README.md:"),
    ],
)
def test_without_files_there_is_a_sentence_and_no_trace(dashboard, files, said):
    page = dashboard(files=files)
    assert said in page.text
    assert page.run.exception == []
    assert fields(page) == {"subjects": None, "subject": None, "day": None}


def test_bad_settings_are_a_sentence(dashboard, tmp_path, monkeypatch):
    page = dashboard(eligible())
    site = tmp_path / "site.toml"
    site.write_text("time_zone = 'Mars/Base'", encoding="utf-8")
    monkeypatch.setenv("REINFUSE_SETTINGS", str(site))
    assert "site.toml: time_zone" in type(page)(page.run.run()).text


def test_problems_are_counted_and_all_listed(dashboard):
    page = dashboard(eligible().lab("hemoglobin", "1,2x", 0).lab("alt", "900000", 0), subject="S-001")
    assert "2 problems in the files, each counts as not recorded" in page.text
    assert page.html.count("<li>labs.csv · labs!") == 2


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
    assert {attributes["href"] for name, attributes in page.elements if name == "a"} == {
        ".", "patient?subject=S-001", "rulebook", "patient?subject=S-001&file=trajectory.csv",
    }  # fmt: skip
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

"""The open readings of one subject in a line and a table, and in the rulebook whom each of them changes."""

from typing import Any

import pytest

from core.assessment import assess
from core.outlook.lens import AXES
from core.protocol.open_readings import OPEN_READINGS
from core.protocol.settings import Settings
from dashboard.lens import lens_block
from tests.core.patient import changed, eligible, on, subject
from tests.pages.conftest import parsed, spaced
from tests.pages.test_frame import HOSTILE

REPORTED: dict[str, Any] = {"reported_on": on(30)}
START = eligible().infused(leukapheresis_on=on(-19), product="axi-cel")
APART = START.ctdna(-6, "positive").ctdna(28, "negative", **REPORTED).pet(28, "PR", **REPORTED)
SHORT = START.ctdna(-6, "positive").ctdna(28, "positive", **REPORTED).pet(28, "PR", **REPORTED)
LABEL = "Open readings of the protocol"


def block(patient, day=35, **chosen):
    site = Settings.model_validate({name: {"value": word} for name, word in chosen.items()})
    return parsed(lens_block(assess(patient.facts(), on(day), site), site))


def text(found, label=LABEL):
    return spaced(found.regions[label])


def test_the_line_counts_the_open_readings_that_change_a_verdict_and_names_them():
    assert text(block(APART)).startswith("board review : 1 of 11 open readings changes a verdict of this subject: A1 Second infusion:")
    assert text(block(SHORT)).startswith("board review : 2 of 11 open readings change a verdict of this subject: A1, A2")
    assert text(block(eligible(), -15)).startswith("Open readings : none of 6 changes a verdict of this subject Eligibility:")


def test_the_table_shows_each_way_the_verdict_may_fall():
    found = text(block(SHORT), "second infusion, by reading")
    assert found == (
        "A1 PR needs a positive ctDNA A2 The baseline counts for persistent verdict no yes met no no met yes yes met yes no unknown"
    )
    assert "64 combinations judged. The verdict depends on 2, in the 4 ways below. Only together with another: A1" in text(block(SHORT))
    assert "128 combinations judged. The verdict is the same under each of them." in text(block(SHORT))


def test_the_row_that_is_in_force_while_nothing_is_set_is_marked():
    rows = text(block(changed(APART, "histology=OTHER_LBCL")), "eligibility, by reading")
    assert "listed_or_ruled incomplete as it is while unset large_b_cell eligible listed not eligible" in rows


def test_what_the_site_has_set_is_told_as_set_and_no_longer_as_open():
    found = text(block(APART, pr_requires_ctdna="yes"))
    assert "none of 10 changes a verdict" in found
    assert "32 combinations judged" in found
    assert "Set by the site: A1 PR needs a positive ctDNA: yes, not signed." in found


def test_with_everything_set_nothing_is_open():
    words = {axis.choice.setting: axis.words[0] for axes in AXES.values() for axis in axes}
    assert "none of 0 changes a verdict" in text(block(APART, **words))
    assert text(block(APART, **words)).count("no open settings, 1 combination judged") == 2


def test_no_reading_is_left_out_without_a_word():
    said = text(block(APART))
    assert [
        reading.id for reading in OPEN_READINGS if reading.id not in said.replace(",", " ").replace(":", " ").replace(".", " ").split()
    ] == []


def test_the_rulebook_counts_whom_each_reading_changes_and_leads_there(dashboard):
    together = changed(
        eligible(),
        "venous_access=no; hemoglobin=70; counts_acceptable=yes; counts_acceptable_by=PI; counts_acceptable_reason=marrow; alt=130",
    )
    together = changed(together, "hepatic_involvement=no").infused(leukapheresis_on=on(-19))
    subjects = [type(each)(f"S-00{number}", each.rows) for number, each in enumerate((APART, SHORT, together), 1)]
    page = dashboard(*subjects, page="rulebook", as_of=str(on(33)))
    listed = page.region("Open readings")
    assert page.run.exception == []
    assert "subjects it changes" in listed
    assert "a positive ctDNA as well 1: S-001 1 only with another: S-002" in listed
    assert "one of them is enough 1 only with another: S-003" in listed
    assert "Devine, from the newest height none" in listed
    links = [attributes["href"] for name, attributes in page.elements if name == "a" and "S-002" in attributes.get("href", "")]
    assert links == [f"patient?subject=S-002&as_of={on(33)}"] * len(links) != []


def test_an_empty_store_changes_nobody(dashboard):
    page = dashboard(page="rulebook")
    assert page.run.exception == []
    assert "a positive ctDNA as well none" in page.region("Open readings")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_setting_stays_text_in_the_lens(hostile):
    site = Settings.model_validate({"pr_requires_ctdna": {"value": "yes", "on": "2026-01-02", "by": hostile}})
    found = parsed(lens_block(assess(subject().infused().facts(), on(35), site), site))
    assert hostile in spaced(found.parts)
    assert not {"img", "script"} & {name for name, _ in found.elements}

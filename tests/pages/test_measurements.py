"""The numbers behind the chart: the tables, and the file offered beside them."""

from dashboard.measurements import measurements
from tests.core.patient import subject
from tests.pages.conftest import parsed, spaced

PATIENT = subject("S-044").infused().ctdna(28, "positive", value="6.2", unit="hGE/mL").pet(28, "CR", deauville="2")


def text_of(found):
    return spaced(parsed(str(measurements(found))).parts)


def test_every_number_stands_in_a_table_with_its_cell():
    text = text_of(PATIENT.assessed(35))
    assert "d28 2026-02-26 positive 6.2 hGE/mL not recorded A not recorded study.xlsx · ctdna!E3" in text
    assert "d28 2026-02-26 CR 2 PET/CT not recorded positive, 0 days apart" in text


def test_what_was_not_known_is_said():
    text = text_of(subject().infused().assessed(35))
    assert "No ctDNA sample was known on this day." in text
    assert "No PET/CT was known on this day." in text


def test_the_file_is_offered_beside_the_tables(dashboard):
    page = dashboard(PATIENT, subject="S-044", as_of="2026-03-01")
    assert page.run.get("download_button") == []
    (link,) = [attributes["href"] for _, attributes in page.elements if "file=" in attributes.get("href", "")]
    assert link == "patient?subject=S-044&as_of=2026-03-01&file=trajectory.csv"
    page.run.query_params["file"] = "trajectory.csv"
    assert [button.proto.label for button in page.run.run().get("download_button")] == ["Save trajectory.csv"]


def test_a_scan_before_infusion_1_is_the_baseline_and_one_after_it_not_read():
    text = text_of(subject().infused().pet(0, None).pet(28, None).assessed(35))
    assert "d0 2026-01-29 baseline" in text
    assert "d28 2026-02-26 not read" in text

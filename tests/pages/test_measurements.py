"""The numbers behind the chart: the tables, and the file offered beside them."""

from core.assessment import assess
from core.ledger.ledger import Ledger
from core.protocol.setting import AssayImprecision
from core.protocol.settings import Settings
from dashboard.measurements import measurements
from tests.core.patient import on, subject
from tests.pages.conftest import parsed, spaced
from tests.pages.told import tell
from tests.pages.written import write

PATIENT = subject("S-044").infused().ctdna(28, "positive", value="6.2", unit="hGE/mL").pet(28, "CR", deauville="2")


def text_of(found):
    return spaced(parsed(str(measurements(found))).parts)


def test_every_number_stands_in_a_table_with_its_cell():
    text = text_of(PATIENT.assessed(35))
    assert "d28 2026-02-26 positive 6.2 hGE/mL not recorded not computable: no positive or negative sample" in text
    assert "before infusion 1 A not recorded study.xlsx · ctdna!E3" in text
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


MOVED = subject().infused().ctdna(0, "positive", value="960", unit="hGE/mL").ctdna(14, "negative", unit="hGE/mL", limit_of_detection="1")


def test_a_sample_tells_how_far_it_lies_from_the_baseline_and_what_keeps_it_from_being_called():
    text = text_of(MOVED.ctdna(28, "positive", value="6.2", unit="hGE/mL").assessed(35))
    assert "960 hGE/mL not recorded baseline A" in text
    assert "1 fall ≥ 2.98 EMR, MMR A" in text
    assert "not recorded fall 2.18 EMR A" in text
    assert text.count("not called: imprecision of A not set") == 1
    assert "MMR: of at least 2.5; from first-line chemotherapy (Kurtz 2018), not part of the rule." in text


def test_a_change_is_called_by_the_imprecision_that_the_site_has_set():
    patient = MOVED.ctdna(20, "positive", value="900", unit="hGE/mL").ctdna(21, "positive", value=">900", unit="hGE/mL")
    chosen = Settings(assay_imprecision=AssayImprecision.model_validate({"value": "A: 0.3"}))
    text = spaced(parsed(str(measurements(patient.assessed(35), chosen))).parts)
    assert "fall ≥ 2.98 real, EMR, MMR" in text
    assert "fall 0.02 within imprecision" in text
    assert "fall ≤ 0.03 not called" in text
    assert "not set" not in text


def test_the_cells_of_what_a_ledger_holds_lead_to_their_records(store, tmp_path):
    tell(store, write(tmp_path, PATIENT))
    ledger = Ledger.open(store)
    facts = ledger.facts("S-044").facts
    found = measurements(assess(facts, on(35), Settings()), record="patient?subject=S-044&fact=")
    ledger.close()
    links = [attributes["href"] for name, attributes in parsed(str(found)).elements if name == "a"]
    assert links == [f"patient?subject=S-044&fact={fact.number}" for fact in (*facts.ctdna, *facts.pet)]
    assert "href" not in str(measurements(PATIENT.assessed(35), record="patient?fact="))

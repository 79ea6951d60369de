"""The dose of each infusion and the days in hospital after it, clinical reference 1.2 and 1.4b."""

from decimal import Decimal

import pytest

from core.protocol.dose import dose, weight_changed
from core.protocol.monitoring import judge_monitoring
from tests.core.patient import on, subject


def planned(patient, number=1, day=35):
    return dose(patient.facts(), number, on(day)).planned_cells


def test_the_dose_is_two_million_cells_per_kilogram_of_the_infusion_s_weight():
    assert planned(subject().infused(weight_kg="70.5")) == Decimal("141000000")
    both = subject().infused(weight_kg="70").infused(30, 2, weight_kg="80")
    assert (planned(both, 1), planned(both, 2)) == (Decimal(140_000_000), Decimal(160_000_000))


def test_without_any_weight_the_dose_is_not_computable_never_zero():
    found = dose(subject().infused().facts(), 1, on(35))
    assert (found.weight_kg, found.planned_cells, found.given_cells) == (None, None, None)
    assert (found.over_cap, found.off_plan, found.weight_from) == (None, None, None)
    assert planned(subject(), 1) is None


def test_a_blank_weight_of_infusion_1_is_the_newest_labs_weight_up_to_that_day():
    weighed = subject().infused().lab("weight", "60", -20).lab("weight", "70", 0).lab("weight", "80", 1)
    assert planned(weighed) == Decimal(140_000_000)
    assert planned(subject().infused().lab("weight", "80", 1)) is None


def test_before_infusion_1_the_newest_weight_up_to_the_as_of_day_counts():
    weighed = subject().infused(0, weight_kg="90").lab("weight", "60", -20).lab("weight", "70", -5)
    assert [planned(weighed, day=day) for day in (-6, -1, 0)] == [Decimal(120_000_000), Decimal(140_000_000), Decimal(180_000_000)]


def test_the_weight_names_its_cell():
    for patient, cell in ((subject().infused().lab("weight", "60"), "labs!D3"), (subject().infused(weight_kg="70"), "infusions!I2")):
        source = dose(patient.facts(), 1, on(35)).weight_from
        assert source is not None
        assert source.address == f"study.xlsx · {cell}"


@pytest.mark.parametrize(
    ("cells", "off"),
    [
        ("126000000", False),
        ("125999999", True),
        ("154000000", False),
        ("154000001", True),
        ("140000000", False),
        (None, None),
        ("many", None),
    ],
)
def test_a_given_dose_more_than_10_percent_off_the_planned_one_is_flagged(cells, off):
    assert dose(subject().infused(weight_kg="70", total_cells=cells).facts(), 1, on(35)).off_plan is off


def test_a_dose_counts_as_given_only_once_it_is():
    row = subject().infused(weight_kg="70", total_cells="140000000")
    assert dose(row.facts(), 1, on(-1)).given_cells is None
    assert dose(row.but("infusions", status="planned").facts(), 1, on(35)).given_cells is None
    assert dose(row.but("infusions", infused_on=None).facts(), 1, on(35)).given_cells is None
    assert dose(row.facts(), 1, on(0)).given_cells == Decimal(140_000_000)


@pytest.mark.parametrize(("second", "changed"), [("77", False), ("77.1", True), ("63", False), ("62.9", True)])
def test_a_weight_that_moved_by_more_than_10_percent_shows_both_doses(second, changed):
    facts = subject().infused(weight_kg="70").infused(30, 2, weight_kg=second).facts()
    assert weight_changed(dose(facts, 1, on(35)), dose(facts, 2, on(35))) is changed


def test_without_one_of_the_weights_nothing_is_said_of_a_change():
    facts = subject().infused().infused(30, 2, weight_kg="70").facts()
    assert weight_changed(dose(facts, 1, on(35)), dose(facts, 2, on(35))) is None


@pytest.mark.parametrize("weight", ["24.9", "300.1", "heavy", ">70"])
def test_an_implausible_or_unreadable_weight_of_an_infusion_counts_as_blank(weight):
    assert planned(subject().infused(weight_kg=weight)) is None
    assert planned(subject().infused(weight_kg=weight).lab("weight", "60")) == Decimal(120_000_000)


@pytest.mark.parametrize("weight", ["25", "300"])
def test_both_ends_of_the_plausible_weights_are_plausible(weight):
    assert planned(subject().infused(weight_kg=weight)) == 2_000_000 * Decimal(weight)


def monitored(discharged, day=35, number=1):
    patient = subject().infused(0, 1, discharged_on=None if discharged is None else on(discharged))
    found = judge_monitoring(patient.facts(), number, on(day))
    return found and found.status


@pytest.mark.parametrize(("discharged", "status"), [(13, "not_met"), (14, "met"), (15, "met"), (None, "unknown"), (-1, "unknown")])
def test_discharge_on_day_14_satisfies_the_14_days_in_hospital(discharged, status):
    assert monitored(discharged) == status


def test_a_discharge_after_the_as_of_day_is_not_known_yet():
    assert [monitored(20, day) for day in (19, 20)] == ["unknown", "met"]


def test_an_infusion_that_is_not_given_has_no_days_in_hospital():
    assert monitored(20, -1) is None
    assert monitored(20, number=2) is None


def test_each_infusion_is_monitored_by_itself():
    found = subject().infused(discharged_on=on(14)).infused(30, 2, discharged_on=on(40)).assessed(45).monitoring
    assert {number: finding.status for number, finding in found.items()} == {1: "met", 2: "not_met"}
    assert found[2].missing == ()
    assert subject().infused().assessed(45).monitoring[1].missing == ("discharged_on",)

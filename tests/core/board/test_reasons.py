"""Why a subject stands where it stands: the sentence names the evidence and never advises."""

import pytest

from core.assessment import assess
from core.board.reasons import why
from core.protocol.settings import Settings
from tests.core.patient import Patient, eligible, on, subject


def drawn(call: str = "positive") -> Patient:
    return subject().infused().ctdna(-6, "positive").ctdna(28, call)


CLOSES = "window closes in 25 days"
ALONE, UNREAD = "positive on day 28, with no earlier call to compare; one more sample needed", "not read yet, day 55"
GIVEN = "Given on 2026-02-28, day 30; the rule on that day"


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (drawn().pet(28, "CR"), f"Met on both readings · {CLOSES}"),
        (drawn().pet(28, "PR").planned(40), f"Met on both readings · {CLOSES} · infusion 2 planned for 2026-03-10, day 40"),
        (drawn("negative").pet(28, "PR"), f"PR with ctDNA negative: met on the literal reading only · {CLOSES}"),
        (subject().infused().pet(28, "PR"), f"PR with ctDNA unknown: met on the literal reading only · {CLOSES}"),
        (drawn("negative").pet(28, "CR"), f"CR with ctDNA negative: met on neither reading · {CLOSES}"),
        (drawn().pet(28, "PD"), f"PD: outside the rule · {CLOSES}"),
        (subject().infused().pet(28, "SD"), f"SD: outside the rule · {CLOSES}"),
        (drawn(), f"PET/CT missing · {CLOSES}"),
        (subject().infused(), f"ctDNA missing · PET/CT missing · {CLOSES}"),
        (subject().infused().pet(28, "CR"), f"ctDNA missing · {CLOSES}"),
        (drawn().pet(28, None), f"PET/CT open: not read yet, day 28 · {CLOSES}"),
        (
            drawn().ctdna(30, "indeterminate").pet(28, "CR"),
            f"ctDNA open: the newest sample, day 30, is indeterminate · {CLOSES}",
        ),
        (drawn().pet(28, "CR").infused(30, 2), f"{GIVEN}: met"),
        (
            drawn("negative").pet(28, "PR").infused(30, 2),
            "Given on 2026-02-28, day 30; the rule on that day: met on the literal reading only",
        ),
        (drawn().infused(30, 2), f"{GIVEN}: unknown"),
        (drawn().pet(28, "PD").seen(33, "dead"), "By death, 2026-03-03; the rule before that day: not met"),
        (subject(), "No infusion 1 is recorded as given; eligibility: incomplete"),
        (eligible(), "No infusion 1 is recorded as given; eligibility: eligible"),
        (subject().row("infusions", number=1, status="given"), "Whether, or when, infusion 1 was given is open"),
    ],
)
def test_the_sentence_names_what_the_state_rests_on(patient, expected):
    assert why(patient.assessed(35)) == expected


def test_a_cell_that_may_hide_infusion_2_is_the_reason():
    found = why(drawn().pet(28, "CR").row("infusions", number=2, status="given").assessed(35))
    assert found.startswith("Infusion 2, a death or a new therapy may already have happened")


@pytest.mark.parametrize(
    ("call", "response", "requires", "expected"),
    [
        ("negative", "PR", False, "Met on the literal reading, which this site's setting follows"),
        ("negative", "PR", True, "PR with ctDNA negative: not met on the strict reading, which this site's setting follows"),
        ("positive", "PR", True, "Met on both readings"),
        ("positive", "CR", False, "Met on both readings"),
        ("negative", "CR", True, "CR with ctDNA negative: met on neither reading"),
    ],
)
def test_the_reading_that_the_site_follows_is_named_where_the_readings_part(call, response, requires, expected):
    found = why(drawn(call).pet(28, response).assessed(35, pr_requires_ctdna=requires))
    assert found == f"{expected} · {CLOSES}"


def test_on_the_strict_reading_a_negative_call_decides_before_the_scan_is_read():
    found = why(drawn("negative").assessed(35, pr_requires_ctdna=True))
    assert found.startswith("PET/CT open with ctDNA negative: not met on the strict reading")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (58, "window closes in 2 days"),
        (59, "window closes in 1 day"),
        (60, "window closes today"),
    ],
)
def test_the_window_closes_after_day_60(day, expected):
    assert why(drawn().pet(28, "CR").assessed(day)) == f"Met on both readings · {expected}"


@pytest.mark.parametrize(
    ("patient", "requires", "expected"),
    [
        (drawn().pet(28, "CR"), None, "Met on days 1–60 on both readings"),
        (drawn("negative").pet(28, "PR"), False, "Met on days 1–60 on the literal reading, which this site's setting follows"),
        (drawn("negative").pet(28, "PR"), None, "PR with ctDNA negative on days 1–60: met on the literal reading only"),
        (drawn("negative").pet(57, "CR"), None, "CR with ctDNA negative on days 1–60: met on neither reading"),
        (drawn().pet(28, "SD"), None, "SD on days 1–60: outside the rule"),
        (subject().infused(), None, "ctDNA missing on days 1–60 · PET/CT missing on days 1–60"),
        (
            subject().infused().ctdna(28, "positive").pet(55, None),
            None,
            f"ctDNA open on days 1–60: {ALONE} · PET/CT open on days 1–60: {UNREAD}",
        ),
        (subject().infused().ctdna(28, "failed").pet(55, "CR"), None, "ctDNA failed on day 28: no call on days 1–60"),
    ],
)
def test_once_the_window_is_closed_its_results_are_said_to_be_of_its_days(patient, requires, expected):
    found = patient.ctdna(70, "positive").pet(70, "CR").assessed(79, pr_requires_ctdna=requires)
    assert why(found) == f"{expected} · window closed on 2026-03-30"


def failed(*calls: tuple[int, str | None]) -> Patient:
    found = subject().infused().ctdna(-6, "positive").pet(28, "CR")
    for day, call in calls:
        found = found.ctdna(day, call)
    return found


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([(28, "failed")], "failed on day 28"),
        ([(14, "failed"), (27, "failed")], "failed on day 14, day 27"),
        ([(28, "failed"), (28, "failed")], "failed on day 28"),
        ([(14, "indeterminate"), (27, "indeterminate")], "indeterminate on day 14, day 27"),
        ([(27, "failed"), (14, "indeterminate")], "indeterminate on day 14, failed on day 27"),
        ([(28, None)], "without a call on day 28"),
    ],
)
def test_samples_that_gave_no_call_are_told_and_until_when_a_new_one_counts(calls, expected):
    found = why(failed(*calls).assessed(35))
    assert found == f"ctDNA {expected}: no call yet; a new draw is possible until 2026-03-30 · {CLOSES}"


def test_a_scan_that_cannot_be_evaluated_is_not_missing():
    assert why(drawn().pet(-9, "NE").pet(20, "NE").pet(28, "NE").assessed(35)) == f"PET/CT not evaluable on day 20, day 28 · {CLOSES}"


PD_LATER = "PD on day 62"


@pytest.mark.parametrize(
    ("patient", "ending"),
    [
        (drawn().pet(28, "CR").pet(62, "PD"), PD_LATER),
        (drawn().pet(28, "CR").pet(62, None, deauville="5", uptake="increased"), PD_LATER),
        (drawn().pet(28, "CR").pet(62, "PD").pet(70, "NE").pet(71, None), PD_LATER),
        (drawn().pet(28, "PD").pet(33, None), "PD on day 28"),
        (drawn().pet(28, "CR").pet(62, "PD", "CT"), "PET/CT open: PD as read, not confirmed as PET/CT, day 62"),
        (drawn().pet(28, "CR").pet(62, "PD").pet(62, "CR"), "PET/CT open: different responses, CR, PD, day 62"),
        (drawn().pet(28, "CR").infused(40, 2).pet(62, "PD"), PD_LATER),
        (drawn().pet(28, "CR").treated(50).pet(62, "PD"), PD_LATER),
        (drawn().pet(28, "CR").pet(62, "PD").row("infusions", number=2, status="given"), PD_LATER),
    ],
)
def test_progression_on_the_newest_scan_read_is_told_where_another_scan_decides(patient, ending):
    assert why(patient.assessed(79)).endswith(f" · {ending}")


@pytest.mark.parametrize(
    "patient",
    [drawn().pet(28, "PD"), drawn().pet(28, "CR").pet(62, "PD").pet(70, "CR"), drawn().pet(-9, "PD"), drawn().pet(-9, "PD").pet(28, "CR")],
)
def test_progression_is_told_once_and_only_while_it_is_the_newest(patient):
    assert "PD on day " not in why(patient.assessed(79))


@pytest.mark.parametrize(
    ("patient", "beginning"),
    [
        (drawn().pet(28, "CR").graded(34, 2, 0), "CRS 2 now; met on both readings"),
        (drawn().pet(28, "CR").graded(34, 3, 1), "CRS 3 now, ICANS 1 now; met on both readings"),
        (drawn().pet(28, "PD").graded(34, 2, 0), "CRS 2 now; PD: outside the rule"),
        (subject().infused().graded(34, 2, 0), "CRS 2 now; ctDNA missing"),
        (drawn().pet(28, "CR").infused(30, 2).graded(34, 2, 0), "CRS 2 now; given on"),
        (drawn().treated(30).graded(34, 0, 2), "ICANS 2 now; by new lymphoma therapy"),
    ],
)
def test_what_runs_now_is_said_first(patient, beginning):
    assert why(patient.assessed(35)).startswith(beginning)


def test_a_plan_tells_its_day_also_after_the_window():
    assert why(drawn().pet(28, "CR").planned(64).assessed(35)).endswith("infusion 2 planned for 2026-04-03, day 64")


def test_a_plan_without_a_day_is_told():
    patient = drawn().pet(28, "CR").row("infusions", number=2, status="planned")
    assert why(patient.assessed(35)).endswith("infusion 2 planned without a day")


@pytest.mark.parametrize(
    ("chosen", "product", "day", "expected"),
    [
        ({"axi_cel_only": "yes"}, "relma-cel", 35, f"CR with ctDNA persistent: the product is not axi-cel · {CLOSES}"),
        ({"axi_cel_only": "yes"}, None, 35, f"product not recorded · {CLOSES}"),
        (
            {"window_binds_infusion": "yes"},
            None,
            61,
            "CR with ctDNA persistent on days 1–60: the window has passed without infusion 2 · window closed on 2026-03-30",
        ),
    ],
)
def test_what_else_the_site_reads_the_rule_to_ask_is_named(chosen, product, day, expected):
    site = Settings.model_validate({name: {"value": word} for name, word in chosen.items()})
    assert why(assess(drawn().pet(28, "CR").but("infusions", product=product).facts(), on(day), site)) == expected

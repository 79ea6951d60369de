"""CRS and ICANS of the list: what is proved to run now, until which day a case is told, and what rests on the site's grade alone."""

from collections.abc import Mapping

import pytest

from core.board.toxicity import as_recorded, died_on, ended_on, newest_toxicity, running
from core.protocol.holds import CRS_HOLDS_FROM, ICANS_HOLDS_FROM
from tests.core.patient import Patient, at, on, subject

FEVER = {"temperature": "39", "fever_other_cause": "no"}
SIGNS = {**FEVER, "hypotension": "yes", "vasopressors": "0", "vasopressin": "no", "oxygen_device": "none"}
LEE = {"grading_scale": "Lee 2014"}


def watched(cells: Mapping[str, object], day: int = 34) -> Patient:
    return subject().infused().row("bedside", assessed_at=at(day, 8), **cells)


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (subject(), ()),
        (subject().infused(), ()),
        *((subject().infused().graded(34, crs, 0), (f"CRS {crs} now",) if crs >= CRS_HOLDS_FROM else ()) for crs in range(5)),
        *((subject().infused().graded(34, 0, icans), (f"ICANS {icans} now",) if icans >= ICANS_HOLDS_FROM else ()) for icans in range(5)),
        (subject().infused().graded(34, 3, 2), ("CRS 3 now", "ICANS 2 now")),
        (watched(FEVER), ()),
        (watched({**FEVER, "hypotension": "yes"}), ("CRS 2–4 now",)),
        (subject().infused().graded(20, 3, 2), ()),
        (subject().infused().graded(29, 3, 0).infused(30, 2), ()),
        (subject().infused().infused(30, 2).graded(34, 2, 0), ("CRS 2 now",)),
        (subject().infused().graded(34, 3, 2).seen(35, "dead"), ()),
        (subject().infused().graded(34, 5, 2), ()),
        (subject().infused().infused(30, 2).graded(34, 3, 2).seen(35, "dead"), ()),
        (subject().infused().treated(30).graded(34, 2, 0), ("CRS 2 now",)),
    ],
)
def test_only_what_is_proved_now_of_somebody_not_dead_runs(patient, expected):
    assert running(patient.assessed(35)) == expected


@pytest.mark.parametrize(
    ("patient", "died", "ended"),
    [
        (subject(), None, None),
        (subject().infused(), None, None),
        (subject().infused().infused(30, 2), None, None),
        (subject().infused().treated(30), None, 29),
        (subject().infused().seen(33, "dead", died=31), 31, 31),
        (subject().infused().bedside(32, death="crs").seen(33, "dead"), 32, 32),
        (subject().infused().graded(31, 0, 5), 31, 31),
        (subject().infused().treated(30).seen(33, "dead"), 33, 33),
        (subject().infused().infused(30, 2).seen(33, "dead"), 33, 33),
        (subject().infused().seen(36, "dead"), None, None),
    ],
)
def test_grades_are_told_up_to_a_death_or_the_last_day_that_counts(patient, died, ended):
    found = patient.assessed(35)
    assert died_on(found) == (None if died is None else on(died))
    assert ended_on(found) == (None if ended is None else on(ended))


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (subject().infused(), ""),
        (watched(SIGNS), ""),
        (watched({"crs_grade_recorded": 2, **LEE}), "as recorded, Lee 2014"),
        (watched({"crs_grade_recorded": 2}), "as recorded, scale not recorded"),
        (watched({"crs_grade_recorded": 5, **LEE}).graded(35), "as recorded, Lee 2014"),
        (watched({"crs_grade_recorded": 2, **LEE}, 20), "worst as recorded, Lee 2014"),
        (watched({"crs_grade_recorded": 3, **LEE}, 20).graded(34, 1), "as recorded, scale not recorded, Lee 2014"),
        (watched(SIGNS, 20).graded(34, 1), "now as recorded, scale not recorded"),
        (watched(SIGNS, 20).graded(21, 2), ""),
        (watched(SIGNS, 20).graded(21, 3), "worst as recorded, scale not recorded"),
    ],
)
def test_a_grade_that_rests_on_the_sites_alone_names_its_scale(patient, expected):
    found = newest_toxicity(patient.assessed(35))
    assert found is not None
    assert as_recorded(found.crs, on(35), "now") == expected
